"""Digits that are taken along: a small network learns 0 to 4, and then from few labels 5 to 9."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.cnn import as_pictures
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training import Adam, Dense, Network, ReLU, evaluate, named_parameters, set_parameters, training_steps
from dlcourse.nn.training.budget import few

LAYERS = ("conv1", "conv2", "dense", "head")
MOST = 2  # pixels by which a digit is moved at most, on paper with as much room on each side
HALF = 5  # classes of each task: 0 to 4, and 5 to 9
VALIDATION = 300  # digits 5 to 9 on which settings are chosen
CELLS = 3  # "where is it": the paper in 3 x 3 places


def digit_cnn(rng, classes=HALF):
    """Two stages of convolution and pooling and a dense layer, for pictures (N, 12, 12, 1), and the head.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    classes : int

    Returns
    -------
    Network
    """
    layers = [Conv2d(1, 8, 3, rng, padding=1), ReLU(), MaxPool2d(2), Conv2d(8, 16, 3, rng, padding=1), ReLU()]
    layers += [MaxPool2d(2), Flatten(), Dense(144, 32, rng), ReLU(), Dense(32, classes, rng)]
    return Network(layers)


def parameters_of(network):
    """The parameters of a :func:`digit_cnn` as "LAYER.NAME" to array: copies, in the order of the layers."""
    return {name: array.copy() for name, array in named_parameters(network, LAYERS).items()}


def put(network, parameters):
    """Write numbers into the parameters of a network, by their names: the network, changed in place."""
    return set_parameters(network, LAYERS, parameters)


def features(parameters, X):
    """What the body makes of pictures: a table (N, 32)."""
    network = put(digit_cnn(np.random.default_rng(0), len(parameters["head.b"])), parameters)
    return Network(network.layers[:-1]).outputs(X)


@dataclass(frozen=True)
class Task:
    """Digits 5 to 9, moved once each: pictures (N, 12, 12, 1), and their labels from 0, where 0 is the digit 5.

    Parameters
    ----------
    learn : tuple
        From these the few labelled ones are drawn.
    validation : tuple
        On these settings are chosen.
    test : tuple
        These are for the results.
    """

    learn: tuple
    validation: tuple
    test: tuple


@cache
def halves():
    """The digits 0 to 4 of the training part as rows (N, 64) and labels, and a Task of the digits 5 to 9.

    Returns
    -------
    tuple (X, y, Task)
    """
    X, y, X_test, y_test = datasets.digits()
    early, rng = y < HALF, np.random.default_rng(0)
    late, y_late = as_pictures(X[~early], MOST, rng), y[~early] - HALF
    test = as_pictures(X_test[y_test >= HALF], MOST, rng), y_test[y_test >= HALF] - HALF
    parts = [(late[part], y_late[part]) for part in (slice(0, -VALIDATION), slice(-VALIDATION, None))]
    return X[early], y[early], Task(*parts, test)


def unseen_digits():
    """The test digits 5 to 9 as they are, in rows (250, 64), and their labels from 0."""
    _, _, X, y = datasets.digits()
    return X[y >= HALF], y[y >= HALF] - HALF


def loss(parameters, X, y):
    """The mean loss of a :func:`digit_cnn` with these parameters on pictures."""
    network = digit_cnn(np.random.default_rng(0), len(parameters["head.b"]))
    return evaluate(put(network, parameters), X, y)["loss"]


def source_parameters(seed, *, asked="which digit", steps=400, learning_rate=0.005, batch_size=32):
    """What the network has learned from the digits 0 to 4, moved anew in every step.

    Parameters
    ----------
    seed : int
    asked : str
        "which digit", or "where is it": one of 25 places.
    steps : int
    learning_rate : float
        Of Adam.
    batch_size : int

    Returns
    -------
    dict of str to array
    """
    X, y, _ = halves()
    rng = np.random.default_rng(seed)
    network = digit_cnn(rng, HALF if asked == "which digit" else (2 * MOST + 1) ** 2)
    for _ in training_steps(network, _batches(X, y, asked, few(steps, 2), batch_size, rng), Adam(learning_rate)):
        pass
    return parameters_of(network)


def _batches(X, y, asked, steps, size, rng):
    """Digits that are moved anew, with what is asked of them."""
    for _ in range(steps):
        chosen = rng.integers(len(X), size=size)
        if asked == "which digit":
            yield as_pictures(X[chosen], MOST, rng), y[chosen]
        else:
            still, places = as_pictures(X[chosen]), rng.integers(-MOST, MOST + 1, size=(size, 2))
            moved = [np.roll(picture, place, axis=(0, 1)) for picture, place in zip(still, places)]
            yield np.stack(moved), (places + MOST) @ [2 * MOST + 1, 1]
