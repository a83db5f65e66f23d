"""How mistakes add up with the way that is driven."""

import numpy as np

from dlcourse.nn.driving import HALF_WIDTH


def summed(costs, steps):
    """What has been added up after some steps, on average over cars: list of float.

    Parameters
    ----------
    costs : array (cars, T)
        Of each step: 1 for a step off the road, say, or a distance.
    steps : sequence of int
    """
    return [float(costs[:, :count].sum(axis=1).mean()) for count in steps]


def off_and_away(offsets, steps):
    """The steps off the road, and the metres from the middle of the lane, that add up on the way.

    Parameters
    ----------
    offsets : array (cars, T)
        Metres right of the middle of the lane.
    steps : sequence of int
        After how many steps it is looked.

    Returns
    -------
    dict of str to list of float
        "off" and "away", means over the cars. A car that has left the road is off it in each later step, and counts as
        if it stood on the edge.
    """
    away = np.abs(offsets)
    return {"off": summed(away > HALF_WIDTH, steps), "away": summed(np.minimum(away, HALF_WIDTH), steps)}


def power(steps, sums, *, first, last):
    """The power of the way with which a sum grows: the slope of the straight line through it on logarithmic axes.

    Parameters
    ----------
    steps : sequence of int
    sums : sequence of float
    first, last : int
        The steps between which it is fitted, both included.

    Returns
    -------
    float
        nan where a sum there is 0.

    Examples
    --------
    >>> round(power([10, 20, 40], [0.1, 0.4, 1.6], first=10, last=40), 3)
    2.0
    """
    steps, sums = np.asarray(steps, dtype=float), np.asarray(sums, dtype=float)
    fitted = (first <= steps) & (steps <= last)
    if (sums[fitted] <= 0).any():
        return float("nan")
    return float(np.polyfit(np.log(steps[fitted]), np.log(sums[fitted]), 1)[0])
