"""Which way was this patch turned? A network that learns it without labels of people, and its first kernels.

The question is that of Gidaris, Singh and Komodakis (2018), *Unsupervised representation learning by predicting image
rotations*; the network is far smaller.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.representations.photographs import gray_photographs, patches
from dlcourse.nn.cnn import AvgPool2d, Conv2d, Flatten
from dlcourse.nn.training import Adam, Dense, Network, ReLU, evaluate, fit

SIDE, KERNEL, STRIDE = 16, 8, 4  # pixels: of a patch, of a kernel, from one place of it to the next
SEEN = 72  # the first columns of each photograph are for training, the other 32 for testing
FLOOR = 0.05  # added to the contrast of a patch: an empty one is not blown up


def turned_patches(photographs, count, rng):
    """Random patches, each of equal contrast and turned by 0, 90, 180 or 270 degrees against the clock.

    Parameters
    ----------
    photographs : list of array (H, L)
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, 16, 16, 1), int array (count,))
        Patches, and how many quarter turns were made.
    """
    X = patches(photographs, count, rng, SIDE).reshape(-1, SIDE, SIDE)
    y = rng.integers(4, size=count)
    for quarters in range(4):
        X[y == quarters] = np.rot90(X[y == quarters], quarters, axes=(1, 2))
    contrast = X.std(axis=(1, 2), keepdims=True)
    return (X / (contrast + FLOOR))[..., None], y


def turn_network(rng, units=16):
    """A network with so many kernels of 8x8, their mean answers, and a dense layer to four classes: a Network."""
    places = (SIDE - KERNEL) // STRIDE + 1
    return Network(
        [Conv2d(1, units, KERNEL, rng, stride=STRIDE), ReLU(), AvgPool2d(places), Flatten(), Dense(units, 4, rng)]
    )


@dataclass(frozen=True)
class Turned:
    """What came out: its `kernels`, array (16, 8, 8), and the shares that are right, on `seen` and `unseen` strips."""

    kernels: np.ndarray
    seen: float
    unseen: float


def learn_turns(seed, *, decay=10.0, labels="true", epochs=5):
    """Train a :func:`turn_network` on 3,200 patches of the left parts of the photographs of the course.

    Parameters
    ----------
    seed : int
    decay : float
        Weight decay of Adam, whose learning rate is 0.01.
    labels : "true", "random" or "none"
        "random" are the true ones in another order; with "none" it is not trained.
    epochs : int
        Of 50 steps each.

    Returns
    -------
    Turned
    """
    rng = np.random.default_rng(seed)
    whole = gray_photographs()
    X, y = turned_patches([photo[:, :SEEN] for photo in whole], 3200, rng)
    X_new, y_new = turned_patches([photo[:, SEEN:] for photo in whole], 500, rng)
    y = rng.permutation(y) if labels == "random" else y
    network = turn_network(rng)
    if labels != "none":
        fit(network, X, y, rng=rng, optimizer=Adam(0.01, weight_decay=decay), batch_size=64, epochs=epochs)
    kernels = network.layers[0].parameters["W"][:, :, 0].transpose(2, 0, 1)
    return Turned(kernels, evaluate(network, X, y)["accuracy"], evaluate(network, X_new, y_new)["accuracy"])
