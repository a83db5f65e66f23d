"""How good scores of payments are: in order, in alarms, in money, and with how many reviews."""

import numpy as np

from dlcourse.lessons.finance import cost_of_decisions
from dlcourse.lessons.vision import average_precision

FEE = 5.0  # euros for a review
BUDGET = 10  # reviews a day


def average(scores, labels):
    """The average precision of scores, by lesson 17's function."""
    return average_precision(scores, labels == 1, total=int(labels.sum()))


def alarms(scores, labels, *, threshold):
    """What happens at a threshold.

    Returns
    -------
    dict
        "alarms", how many scores reach it; "precision" and "recall", from 0 to 1 (precision 0 where there is no alarm).
    """
    rings = scores >= threshold
    frauds = int(labels[rings].sum())
    return {
        "alarms": int(rings.sum()),
        "precision": frauds / max(int(rings.sum()), 1),
        "recall": frauds / int(labels.sum()),
    }


def thinned(payments, *, share):
    """All frauds and as many honest payments, drawn, that the frauds have this share."""
    honest = np.flatnonzero(payments.labels == 0)
    count = round(int(payments.labels.sum()) * (1 - share) / share)
    kept = np.random.default_rng(1).choice(honest, size=count, replace=False)
    return payments.where((payments.labels == 1) | np.isin(np.arange(len(payments.labels)), kept))


def costs(scores, payments, thresholds, *, fee=FEE, cost=cost_of_decisions):
    """What it costs to review what reaches each of some thresholds: a list of floats."""
    return [float(cost(scores >= at, payments.labels, payments.amounts, fee=fee)) for at in thresholds]


def cheapest(scores, payments):
    """The threshold that would have cost least, of all that there are: infinity if no review is best."""
    order = np.argsort(-scores, kind="stable")
    lost = payments.amounts * payments.labels
    ends = np.append(np.diff(scores[order]) != 0, True)  # payments with equal scores ring together
    cost = lost.sum() + np.append(0.0, (FEE - lost[order]).cumsum()[ends])
    return float(np.append(np.inf, scores[order][ends])[cost.argmin()])


def cost_a_day(scores, payments, threshold):
    """Euros a day at a threshold."""
    return costs(scores, payments, [threshold])[0] / len(np.unique(payments.days))


def found_by_reviews(scores, payments, *, budget=BUDGET):
    """The share of the frauds that are found if each day the payments with the highest scores are reviewed."""
    found = 0
    for day in np.unique(payments.days):
        here = np.flatnonzero(payments.days == day)
        first = here[np.argsort(-scores[here], kind="stable")[:budget]]
        found += int(payments.labels[first].sum())
    return found / int(payments.labels.sum())
