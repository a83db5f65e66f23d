"""From "which way was it turned?" to "person or not?": windows of photographs, and a task that needs no labels."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.transfer.tuning import HEAD, Transfer
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training import Adam, Dense, Network, ReLU, named_parameters, set_parameters, training_steps
from dlcourse.nn.training.budget import few

NAMES = ("conv1", "conv2", "dense", HEAD)
PHOTOGRAPHS = ("portrait", "temple", "flower")
TURNS = 4  # by 0, 90, 180 and 270 degrees
BAND = 13  # rows of a band of a photograph


def window_cnn(rng, classes=2):
    """A small network for windows (N, 8, 8, 3) that nobody has trained: two convolutions, a dense layer, the head."""
    layers = [Conv2d(3, 16, 3, rng, padding=1), ReLU(), MaxPool2d(2)]  # (8, 8, 16) -> (4, 4, 16)
    layers += [Conv2d(16, 32, 3, rng, padding=1), ReLU(), MaxPool2d(2), Flatten()]  # -> (2, 2, 32) -> 128
    return Network([*layers, Dense(128, 32, rng), ReLU(), Dense(32, classes, rng)])


def as_windows(X):
    """Rows of windows as pictures around 0: array (N, 192), from 0 to 1 -> (N, 8, 8, 3), from -0.5 to 0.5."""
    return X.reshape(-1, datasets.WINDOW, datasets.WINDOW, 3) - 0.5


def turned(X, rng):
    """Windows, each turned at random, and how often by a quarter: array (N, S, S, C) -> the same, int array (N,)."""
    turns = rng.integers(TURNS, size=len(X))
    return np.stack([np.rot90(picture, count) for picture, count in zip(X, turns)]), turns


@cache
def turned_parameters(seed, *, steps=1500, learning_rate=0.002, batch_size=32):
    """What a network has learned that tells which way windows of three left halves were turned; nobody labelled them.

    Parameters
    ----------
    seed : int
    steps : int
    learning_rate : float
        Of Adam.
    batch_size : int

    Returns
    -------
    dict of str to array
    """
    rng = np.random.default_rng(seed)
    X, network = left_halves(), window_cnn(rng, TURNS)
    batches = (turned(X[rng.integers(len(X), size=batch_size)], rng) for _ in range(few(steps)))
    for _ in training_steps(network, batches, Adam(learning_rate)):
        pass
    return {name: array.copy() for name, array in named_parameters(network, NAMES).items()}


def turner(seed):
    """The network that tells which way a window was turned, with what it has learned."""
    return set_parameters(window_cnn(np.random.default_rng(seed), TURNS), NAMES, turned_parameters(seed))


@cache
def left_halves():
    """The windows of the left halves of all three photographs: array (13095, 8, 8, 3)."""
    return np.concatenate([as_windows(datasets.windows(name, "seen")[0]) for name in PHOTOGRAPHS])


def bands(rows):
    """Which windows, by their upper rows, lie inside of the 1st, 3rd, ... band, and which of the 2nd, 4th, ..."""
    inside, band = rows % BAND + datasets.WINDOW <= BAND, rows // BAND
    return inside & (band % 2 == 0), inside & (band % 2 == 1)


@cache
def to_person():
    """Windows of the portrait, "person" (1) or not (0): the left half to learn, the right one to test.

    Settings are chosen inside of the left half: labels from every other band of 13 rows, tested on the bands between,
    and no window of one shares a pixel with one of the other.

    Returns
    -------
    Transfer
    """
    X, y, corners = datasets.windows("portrait", "seen")
    X, y, (even, odd) = as_windows(X), (y == 0).astype(int), bands(corners[:, 0])
    X_test, y_test, _ = datasets.windows("portrait", "unseen")
    parts = {"result": (X, y, as_windows(X_test), (y_test == 0).astype(int))}
    parts["tuning"] = (X[even], y[even], X[odd], y[odd])
    return Transfer(window_cnn, turned_parameters, NAMES, parts)
