"""Lesson 01, neuron: layers and fast forms, built of what the lesson's functions show."""

import numpy as np


def tanh(z):
    """Squash every number into the range -1 to 1, elementwise.

    Formula: ``tanh(z) = 2 * sigmoid(2 z) - 1``

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`
        Numbers between -1 and 1.

    References
    ----------
    LeCun, Bottou, Orr and Müller (1998), *Efficient BackProp*, section 4.4.

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0]))
    array([-1.,  0.])
    """
    return np.tanh(z)
