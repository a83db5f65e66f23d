"""The network that tells drawings apart: three convolutions, a dense layer, and the head."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.nn import training
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training import Dense, Network, ReLU

CHUNK = 100  # pictures that go through a network together: the windows of more do not fit a processor's cache
LAYERS = ("conv1", "conv2", "conv3", "dense")  # those whose units are looked at, each after its ReLU
NAMES = (*LAYERS, "head")  # of the layers with parameters
FIELDS = {"conv1": (5, 1), "conv2": (10, 2), "conv3": (20, 4)}  # pixels a unit sees, and from one place to the next


def drawing_cnn(rng, classes=6, *, pooling=True):
    """A network for drawings (N, 28, 28, 1) that nobody has trained.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    classes : int
    pooling : bool
        If not, the first two convolutions have a stride of 2 in the place of a pooling behind them: as many weights,
        and the next layer gets as many numbers.

    Returns
    -------
    Network
    """
    stride, pools = (1, (MaxPool2d(2),)) if pooling else (2, ())
    layers = [Conv2d(1, 8, 5, rng, stride=stride), ReLU(), *pools]  # (24, 24, 8) -> (12, 12, 8)
    layers += [Conv2d(8, 16, 3, rng, stride=stride), ReLU(), *pools]  # (10, 10, 16) -> (5, 5, 16)
    layers += [Conv2d(16, 32, 3, rng), ReLU(), Flatten()]  # (3, 3, 32) -> 288
    return Network([*layers, Dense(288, 32, rng), ReLU(), Dense(32, classes, rng)])


def named_parameters(network):
    """The parameters of a :func:`drawing_cnn` as "LAYER.NAME" to array: its own, not copies."""
    return training.named_parameters(network, NAMES)


def set_parameters(network, parameters):
    """Write numbers into the parameters of a :func:`drawing_cnn`, by their names: the network, changed in place."""
    return training.set_parameters(network, NAMES, parameters)


def drawing_network():
    """The trained network that comes with the course.

    Returns
    -------
    Network
    """
    return set_parameters(drawing_cnn(np.random.default_rng(0)), datasets.drawings_network())


def drawing_networks(kind):
    """Five trained networks of a kind, which come with the course, too.

    Parameters
    ----------
    kind : str
        "usual": :func:`drawing_network` and four that learned other drawings from other first weights. "strides": five
        with strides in the place of pooling. "one place and size": five whose drawings all stood in the middle of the
        sheet and were equally large.

    Returns
    -------
    list of Network
    """
    first = [drawing_network()] if kind == "usual" else []
    rng = np.random.default_rng(0)
    built = [(drawing_cnn(rng, pooling=kind != "strides"), stored) for stored in datasets.drawings_networks(kind)]
    return first + [set_parameters(network, stored) for network, stored in built]


def activations(network, X):
    """What each layer makes of pictures.

    Parameters
    ----------
    network : Network
        A :func:`drawing_cnn`.
    X : array (N, 28, 28, 1)

    Returns
    -------
    dict of str to array
        For conv1, conv2 and conv3 maps (N, R, S, units), for dense a table (N, 32), each after its ReLU; for the head
        the scores (N, classes).
    """
    parts = [_activations(network, X[first : first + CHUNK]) for first in range(0, len(X), CHUNK)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _activations(network, X):
    found, wanted = {}, list(LAYERS)
    for layer in network.layers:
        X, _ = layer.forward(X)
        if isinstance(layer, ReLU):
            found[wanted.pop(0)] = X
    return found | {"head": X}
