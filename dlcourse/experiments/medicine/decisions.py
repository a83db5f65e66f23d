"""Decisions about patients, and what they cost."""

import numpy as np

from dlcourse.experiments.medicine.doctors import LOGISTIC, judged, splits, tuned
from dlcourse.experiments.medicine.patients import ALL, EIGHT, SETS, split, table

TEXTURE = "the texture alone"
REFERRALS = 12  # of 120 patients
DEAREST = 50  # what it costs to miss the dearest patient, in false alarms; the cheapest is 1


def everyday_test(name):
    """Scores of a test, in standard deviations from their mean, and who is ill, for 220 patients of one split.

    Parameters
    ----------
    name : str
        "the texture alone", or a set of measurements, which a logistic regression has learned from 180 others.

    Returns
    -------
    tuple (array (220,), int array (220,))
    """
    X, y, names = table()
    places = np.concatenate([split(0).own, split(0).judge])
    scores, actual = X[places, names.index("mean_texture")], y[places]
    if name in SETS:
        found = judged(LOGISTIC, name, 0, tuple(tuned(LOGISTIC, name).items()))
        scores = np.concatenate([found.own_scores, found.scores])
    return (scores - scores.mean()) / scores.std(), actual


def cost(predicted, actual, *, cost_missed, cost_false_alarm=1):
    """What decisions cost for each patient: 1 ill, 0 healthy, -1 referred, which costs nothing.

    Parameters
    ----------
    predicted, actual : int array (N,)
    cost_missed, cost_false_alarm : float or array (N,)

    Returns
    -------
    float
    """
    missed, alarms = (predicted == 0) & (actual == 1), (predicted == 1) & (actual == 0)
    return float(np.mean(cost_missed * missed + cost_false_alarm * alarms))


def prices(count, *, seed):
    """What it costs to miss each patient, in false alarms: array (count,), drawn from 1 to 50, evenly in logarithms."""
    return np.exp(np.random.default_rng(seed).uniform(0, np.log(DEAREST), count))


def rules(triage, threshold_for_cost):
    """What four rules cost for each patient, on thirty splits of the eight weak measurements.

    Parameters
    ----------
    triage, threshold_for_cost : function
        Perhaps the learner's.

    Returns
    -------
    dict of str to list of float
        One threshold, by the mean price, and nobody referred; the same with those nearest to it referred; the same with
        the dearest ones referred; and `triage`.
    """
    found = {name: [] for name in ("one threshold", "and the nearest referred", "and the dearest referred", "yours")}
    for number, each in enumerate(splits(LOGISTIC, EIGHT)):
        price = prices(len(each.actual), seed=number)
        cut = threshold_for_cost(each.own_scores, each.own, cost_missed=price.mean(), cost_false_alarm=1)
        decided = (each.scores >= cut).astype(int)
        nearest, dearest = decided.copy(), decided.copy()
        nearest[np.argsort(np.abs(each.scores - cut))[:REFERRALS]] = -1
        dearest[np.argsort(-price)[:REFERRALS]] = -1
        own = triage(each.own_scores, each.own, each.scores, price, cost_false_alarm=1, budget=REFERRALS)
        for name, decisions in zip(found, (decided, nearest, dearest, np.asarray(own)), strict=True):
            found[name].append(cost(decisions, each.actual, cost_missed=price))
    return found


def groups(threshold):
    """What a threshold does to patients with small and with large nuclei, on thirty splits of all measurements.

    Small and large: below and above the median of the mean radius, of those who judge.

    Parameters
    ----------
    threshold : float
        Of the logistic regression's scores.

    Returns
    -------
    dict of str to tuple (int array (N,), int array (N,), int)
        Who is called ill, and who is: all splits, one after the other; and how many patients the ill ones are, since
        each comes in many splits.
    """
    radius, ill = table()[0][:, 0], table()[1] == 1
    found = {"small nuclei": [], "large nuclei": []}
    for each in splits(LOGISTIC, ALL):
        large = radius[each.places] > np.median(radius[each.places])
        called = (each.scores >= threshold).astype(int)
        for name, inside in zip(found, (~large, large), strict=True):
            found[name].append((called[inside], each.places[inside]))
    groups = {}
    for name, parts in found.items():
        called, places = map(np.concatenate, zip(*parts, strict=True))
        groups[name] = called, ill[places].astype(int), len(set(places[ill[places]].tolist()))
    return groups
