"""Lesson 01, neuron: one more activation beside those that the lesson builds."""

import numpy as np


def tanh(z):
    """Squash every number into the range -1 to 1, elementwise: 2 sigmoid(2 z) - 1.

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0]))
    array([-1.,  0.])
    """
    return np.tanh(z)
