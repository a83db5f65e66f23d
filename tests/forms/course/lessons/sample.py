"""The lesson of the tests of the forms: functions that are quickly understood."""

import numpy as np


def average(x, *, weights):
    """The mean of some numbers, each counted by its weight.

    Formula: ``sum(x * weights) / sum(weights)``
    x: array (N,); weights: array (N,) -> a number
    """
    total = np.sum(x * weights)  # (N,) * (N,) -> a number
    return total / np.sum(weights)


def centered(x):
    """Numbers moved so that their mean is 0.

    Formula: ``x - mean(x)``
    x: array (N,) -> array (N,)
    """
    return x - np.mean(x)


def doubled(x):
    """Each number twice as large.

    Formula: ``2 x``
    x: array (N,) -> array (N,)
    """
    return 2 * x


def clipped(x, *, low, high):
    """Numbers, none of them below or above a bound.

    Formula: ``min(max(x, low), high)``
    x: array (N,); low, high: numbers -> array (N,)
    """
    return np.minimum(np.maximum(x, low), high)
