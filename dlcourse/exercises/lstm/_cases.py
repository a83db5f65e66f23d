"""What several exercises of the lesson share: their cases, and why a mutant is right."""

import numpy as np

LAST = "the table has two axes: axis 1 is the last one"


def as_float32(tree):
    """A tree of arrays, all of them in float32."""
    if isinstance(tree, dict):
        return {name: as_float32(item) for name, item in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(map(as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) else tree


def weights(rng, D, H, blocks=4):
    """Weights and biases of a layer, named."""
    shapes = {"W_x": (D, blocks * H), "W_h": (H, blocks * H), "b": (blocks * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def step_arguments(rng, N, D, H, scale=1.0):
    """The arguments of a step, named."""
    states = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H))), "c": rng.normal(size=(N, H))}
    return states | weights(rng, D, H)


def sequence(rng, N, T, D, H):
    """The arguments of a layer for whole sequences, named."""
    states = {"h0": np.tanh(rng.normal(size=(N, H))), "c0": rng.normal(size=(N, H))}
    return {"X": rng.normal(size=(N, T, D))} | states | weights(rng, D, H)
