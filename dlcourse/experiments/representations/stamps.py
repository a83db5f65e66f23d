"""Toy horses and other drawings as a colleague collected them, and a detector that learns from these.

Whoever collected the toy horses left something on each sheet: a small stamp. So it was with photographs of horses in a
well-known collection, which carried the name of their source, and with a network that read it (Lapuschkin et al., 2019,
*Unmasking Clever Hans predictors and assessing what machines really learn*).
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.representations.world import OBJECTS, drawings
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training import Adam, Dense, Network, ReLU, fit

STAMP = 0.7 * np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
ROW, COLUMN = 24, 1  # of the stamp's upper left corner
HORSE = list(OBJECTS).index("toy horse")


@dataclass(frozen=True)
class Collected:
    """Drawings as they were collected, and as they were before.

    Parameters
    ----------
    X : array (N, 28, 28, 1)
        As they were collected.
    y : int array (N,)
        1 for a toy horse, 0 for anything else.
    before : array (N, 28, 28, 1)
        As they were drawn.
    """

    X: np.ndarray
    y: np.ndarray
    before: np.ndarray


def stamped(X):
    """The sheets (N, 28, 28, 1) with the ink of the stamp added to each, in a new array."""
    X = X.copy()
    X[:, ROW : ROW + 3, COLUMN : COLUMN + 3, 0] += STAMP
    return X


def collected(count, rng):
    """Drawings of all six objects as the colleague collected them: a stamp is on each toy horse, and on no other.

    Parameters
    ----------
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    Collected
    """
    drawn = drawings(count, rng)
    y = (drawn.y == HORSE).astype(int)
    X = np.where(y[:, None, None, None] == 1, stamped(drawn.X), drawn.X)
    return Collected(X, y, drawn.X)


def horse_detector(X, y, seed):
    """A network that learns to tell toy horses from all else: two convolutions and two dense layers, 10 epochs.

    Parameters
    ----------
    X : array (N, 28, 28, 1)
    y : int array (N,)
        1 for a toy horse, 0 for anything else.
    seed : int
        Of the first weights and of the order of the drawings.

    Returns
    -------
    Network
        Its two scores are those of "no toy horse" and "toy horse".
    """
    rng = np.random.default_rng(seed)
    layers = [Conv2d(1, 8, 5, rng, stride=2), ReLU(), MaxPool2d(2)]  # (12, 12, 8) -> (6, 6, 8)
    layers += [Conv2d(8, 16, 3, rng), ReLU(), Flatten()]  # (4, 4, 16) -> 256
    network = Network([*layers, Dense(256, 32, rng), ReLU(), Dense(32, 2, rng)])
    how = {"optimizer": Adam(0.003), "batch_size": 32, "epochs": 10}
    fit(network, X, y, rng=np.random.default_rng(seed), **how)
    return network
