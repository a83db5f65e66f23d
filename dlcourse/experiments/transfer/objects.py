"""From six drawn objects to four new ones, made of the same parts."""

from collections import namedtuple
from functools import cache

import numpy as np

from dlcourse.experiments.representations import (
    LAYERS,
    NEW_OBJECTS,
    activations,
    drawing_cnn,
    drawing_network,
    drawings,
    named_parameters,
)
from dlcourse.experiments.transfer.tuning import HEAD, Transfer

NAMES = (*LAYERS, HEAD)
MIDDLE = 12.3, 14.7  # pixels: where the places in the middle begin and end
Features = namedtuple("Features", "H y")  # a table (N, 32) of the dense layer, and labels (N,)


@cache
def new_drawings(seed, count):
    """Drawings of the four new objects: the same for the same seed."""
    return drawings(count, np.random.default_rng(seed), objects=NEW_OBJECTS)


def places(found):
    """In which of nine places the middle of each object lies: 0 to 2 on the left, 0, 3 and 6 above.

    The places in the middle are 2.4 pixels wide and high: large objects cannot be far from the middle of a sheet.

    Parameters
    ----------
    found : Drawings

    Returns
    -------
    int array (N,)
    """
    top, left = np.nanmin(found.boxes[:, :, [0, 2]], axis=1).T
    bottom, right = np.nanmax(found.boxes[:, :, [1, 3]], axis=1).T
    across, down = (np.digitize(ends / 2, MIDDLE) for ends in (left + right, top + bottom))
    return 3 * across + down


@cache
def to_new_objects(asked="which object"):
    """The network of six objects, and drawings of four new ones; what is asked of these may be another thing.

    Parameters
    ----------
    asked : str
        "which object", or "which place" of nine it is in.

    Returns
    -------
    Transfer
        Its `source` is the same network for every seed.
    """
    parts = {}
    for name, seed in (("tuning", 20), ("result", 21)):
        X, test = new_drawings(seed, 400), new_drawings(seed + 100, 500)
        label = places if asked == "which place" else lambda found: found.y
        parts[name] = (X.X, label(X), test.X, label(test))
    classes = int(parts["result"][1].max()) + 1
    return Transfer(lambda rng: drawing_cnn(rng, classes), _source, NAMES, parts)


@cache
def old_and_new_features():
    """The features, from the dense layer of the network, of drawings of the six old objects and of the four new ones.

    Returns
    -------
    tuple (Features, Features)
    """
    old, new, network = drawings(800, np.random.default_rng(22)), new_drawings(21, 400), drawing_network()
    return tuple(Features(activations(network, found.X)["dense"], found.y) for found in (old, new))


@cache
def _parameters():
    return {name: array.copy() for name, array in named_parameters(drawing_network()).items()}


def _source(seed):
    return _parameters()
