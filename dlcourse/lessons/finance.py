"""Lesson 24: «numbers on a scale, moved and stretched».

«x is an array of N numbers.»

Sources
-------
scaled, centred: «Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 3.4».
"""

import numpy as np


def scaled(x, factor):
    """«Stretch numbers by a factor.»

    Formula: ``factor * x``
    x: array (N,); factor: a number -> array (N,)

    >>> scaled(np.array([1.0, 2.0]), 3.0)
    array([3., 6.])
    """
    return factor * x


def centred(x):
    """«Move numbers so that their mean is 0.»

    Formula: ``x - mean(x)``
    x: array (N,) -> array (N,)

    >>> centred(np.array([1.0, 2.0, 6.0]))
    array([-2., -1.,  3.])
    """
    mean = np.mean(x)
    return x - mean
