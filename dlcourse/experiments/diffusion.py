"""Experiments of lesson 15: «five incomes, stretched and centred»."""

import numpy as np

INCOMES = np.array([1.0, 2.0, 2.0, 3.0, 12.0])


def largest_after(scaled, factor):
    """«The largest of five incomes after they are stretched.»

    Parameters
    ----------
    scaled : function
        The learner's: numbers and a factor to numbers.
    factor : float

    Returns
    -------
    float
    """
    return float(np.max(scaled(INCOMES, factor)))


def above_mean(centred):
    """«How many of five incomes lie above their mean.»

    Parameters
    ----------
    centred : function
        The learner's: numbers to numbers whose mean is 0.

    Returns
    -------
    int
    """
    return int(np.sum(centred(INCOMES) > 0))
