"""What several exercises of the lesson share: random networks, and how an answer of two layers is read."""

import itertools

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Malformed


def parameters(rng, sizes, scale=1.0):
    """Weights and biases for layers of these sizes."""
    return [(scale * rng.normal(size=pair), scale * rng.normal(size=pair[1])) for pair in itertools.pairwise(sizes)]


LAYERS = "two layers, `[(W1, b1), (W2, b2)]`"


def _parts_of(value):
    """What was given in the place of two layers, if it is one layer or four arrays."""
    if not isinstance(value, list | tuple):
        return ""
    if len(value) == 4:
        return " Yours has four parts in one row: W and b of each layer stand in a pair of their own."
    return " Yours has one layer: the hidden one and the last one are wanted." if len(value) == 1 else ""


def two_layers(value, inputs):
    """The two layers of an answer as arrays, or Malformed with what is wanted."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"An answer is {LAYERS}: a list of two pairs.{_parts_of(value)}")
    layers = []
    for number_of_layer, layer in enumerate(value, 1):
        if not (isinstance(layer, list | tuple) and len(layer) == 2):
            raise Malformed(f"An answer is {LAYERS}, but layer {number_of_layer} of yours is not a pair of W and b.")
        for letter, part in zip("Wb", layer, strict=True):
            if not (isinstance(part, np.ndarray) and part.dtype.kind in "biuf"):
                found = f"{letter}{number_of_layer} is {describe(part)}"
                makes = "`np.array(...)`" if isinstance(part, list | tuple) else "`np.array([...])`"
                raise Malformed(f"{found}; an array of numbers is wanted: {makes} makes one.")
        W, b = (part.astype(float) for part in layer)
        if W.ndim != 2:
            table = "a table is wanted, a row for each input and a column for each neuron"
            raise Malformed(f"W{number_of_layer} has shape {W.shape}; {table}.")
        if layers and W.shape == (1, layers[0][0].shape[1]) and W.shape[1] > 1:
            wanted = f"({W.shape[1]}, 1), a row for each hidden neuron and a column for the one score"
            raise Malformed(f"W2 has shape {W.shape}, it lies on its side; {wanted}, is wanted.")
        if b.shape != W.shape[1:]:
            wanted = f"b{number_of_layer} has shape {b.shape}; W{number_of_layer} has {W.shape[1]} columns"
            raise Malformed(f"{wanted}, so the shape ({W.shape[1]},) is wanted.")
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise Malformed(f"W{number_of_layer} or b{number_of_layer} has nan or inf in it.")
        layers.append((W, b))
    (W1, _), (W2, _) = layers
    if W1.shape[0] != inputs or W2.shape != (W1.shape[1], 1):
        shapes = f"W1 has shape {W1.shape}, W2 has shape {W2.shape}"
        raise Malformed(f"{shapes}; ({inputs}, neurons) and (neurons, 1) are wanted.")
    return layers
