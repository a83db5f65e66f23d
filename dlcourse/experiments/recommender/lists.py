"""Lists that are not simply those with the highest scores: what they find, and whom they show."""

import numpy as np

from dlcourse.experiments.recommender import methods
from dlcourse.experiments.recommender.comparing import K


def last_place(scores, rarer, k=K):
    """The best items of each user, but the last place of each list is given to the best of the rarer ones.

    Parameters
    ----------
    scores : array (N, M)
        -inf for what a user has.
    rarer : bool array (M,)
    k : int

    Returns
    -------
    int array (N, k)
        Where a rarer item stands on one of the first places anyhow, another one joins it.
    """
    lists = methods.first(scores, k)
    left = np.where(rarer, scores, -np.inf)
    np.put_along_axis(left, lists[:, :-1], -np.inf, axis=1)
    lists[:, -1] = left.argmax(axis=1)
    return lists


def lists_judged(lists, hidden, rarer):
    """What lists find, and whom they show.

    Parameters
    ----------
    lists : int array (N, k)
    hidden : array (N, M)
        One hidden item of each user.
    rarer : bool array (M,)

    Returns
    -------
    tuple (float, float, float)
        The share of the hidden items that are found, that of the rarer ones among them, and the share of all places
        that rarer items have.
    """
    hits = np.take_along_axis(hidden, lists, axis=1).sum(axis=1)
    is_rare = hidden[:, rarer].sum(axis=1) > 0
    return float(hits.mean()), float(hits[is_rare].mean()), float(rarer[lists].mean())
