"""The comparisons that ``scripts/measure_recommender.py`` stores: all sides tuned alike, on other files."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.recommender import hiding, methods
from dlcourse.lessons import recommender as lesson

K = 5
POPULAR, NEAR, FACTORS, SVD = "popularity", "neighbours", "factorisation", "truncated SVD"
RANGES = {
    POPULAR: {"held": (0,)},
    NEAR: {"shrink": (0.0, 0.3, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0)},
    FACTORS: {"decay": (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)},
    SVD: {"factors": (1, 2, 3, 4, 6, 8, 12, 16)},
}
NATURAL = {"shrink": {0.0: "the cosine itself"}, "factors": {1: "there is no smaller number of factors"}}
UNTUNED = {POPULAR: "it has nothing to tune"}


def measured(what):
    """What ``scripts/measure_recommender.py`` has measured.

    Parameters
    ----------
    what : str
        "methods", "splits", "cold", "decays" or "films".

    Returns
    -------
    dict
    """
    return measurements(f"recommender_{what}.json")


def scores_of(side, X, seed=0, *, shrink=methods.SHRINK, decay=methods.DECAY, factors=1, rate=methods.RATE, held=0):
    """The scores of one method for the users that it has learned from, -inf for what they have.

    Parameters
    ----------
    side : str
        One of `RANGES`.
    X : array (N, M)
    seed : int
        Of the random factors.
    shrink, decay, factors, rate, held : number
        What is tuned of the method; the others are not looked at.

    Returns
    -------
    array (N, M)
    """
    X = np.asarray(X, dtype=float)  # products of whole numbers take NumPy many times as long
    if side == POPULAR:
        return lesson.popularity(X)
    if side == NEAR:
        return methods.by_neighbours(X, lesson.item_similarity(X, shrink=shrink))
    if side == SVD:
        return methods.truncated(X, factors)
    made = methods.factorize(X, lesson.matrix_factorization_step, decay=decay, rate=rate, seed=seed)
    return methods.by_factors(X, *made)


def judged(scores, hidden, rarer, k=K):
    """What is to be told of some recommendations.

    Parameters
    ----------
    scores, hidden : array (N, M)
    rarer : bool array (M,)
    k : int

    Returns
    -------
    dict of str to float
        "recall", "ndcg"; "recall, commoner" and "recall, rarer": where the hidden item is of this half; "rarer shown":
        the share of the recommendations that go to the rarer half; "items shown": the share of all items that are
        recommended to anybody. Only users count of whom something is hidden.
    """
    asked = hidden.sum(axis=1) > 0
    shown = methods.first(scores[asked], k)
    told = {"recall": lesson.recall_at_k(scores, hidden, k=k), "ndcg": lesson.ndcg_at_k(scores, hidden, k=k)}
    for name, half in {"commoner": ~rarer, "rarer": rarer}.items():
        told[f"recall, {name}"] = lesson.recall_at_k(scores, hidden * half, k=k)
    return told | {"rarer shown": float(rarer[shown].mean()), "items shown": len(np.unique(shown)) / len(rarer)}


def methods_table(X, k=K, tuning=hiding.TUNING, seeds=hiding.SEEDS, ranges=RANGES):
    """Four methods, each tuned in eight trials on the other half of the files.

    Parameters
    ----------
    X : array (N, M)
    k : int
    tuning, seeds : sequence of int
    ranges : dict

    Returns
    -------
    tuple (Comparison, dict of str to dict of str to list of float)
        The comparison of recall at k; and all that is told, a number for each seed.
    """
    rarer, told = hiding.rarer_half(X), {}

    def measure(side, seed, **values):
        left, hidden = hiding.hide(X, seed)
        found = judged(scores_of(side, left, seed, **values), hidden, rarer, k)
        told[side, seed] = found  # of the last call with a seed, which is that with the best values
        return found["recall"]

    how = {"tuning": tuning, "seeds": seeds, "natural": NATURAL, "untuned": UNTUNED}
    what = f"recall at {k}"
    found = compare({s: s for s in ranges}, ranges, measure, what=what, smaller_is_better=False, **how)
    names = told[POPULAR, seeds[0]]
    return found, {side: {name: [told[side, seed][name] for seed in seeds] for name in names} for side in ranges}
