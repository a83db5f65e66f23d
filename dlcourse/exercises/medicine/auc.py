"""The area under the ROC curve: how well a test ranks people, without any threshold."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.medicine._cases.people import ALONE, people
from dlcourse.lessons import medicine


def cases(rng):
    """See `people`."""
    return [Case(scores, actual) for scores, actual in people(rng)]


def pairs(scores, actual, *, ahead=1.0, level=0.5):
    """What each pair of an ill and a healthy person counts: array (ill, healthy)."""
    lead = scores[actual == 1][:, None] - scores[actual == 0]
    return ahead * (lead > 0) + level * (lead == 0)


exercise = Exercise(
    reference=medicine.auc,
    points=2,
    cases=cases,
    hints=[
        "Two people are ill, three are healthy. How many pairs of an ill and a healthy one are there? In how many of "
        "them does the ill one have the higher score?",
        "Either compare every ill person with every healthy one, where equal scores count one half. Or add up the area "
        "under the points of your `roc_curve`: between two of them the curve is straight.",
        "Elsewhere: with `a = np.array([9, 5])` and `b = np.array([1, 2, 7])`, `a[:, None] - b` is a table of 2 rows "
        "and 3 columns, and `(a[:, None] > b).mean()` the share of its places where `a` is larger.",
    ],
    solved="one number for a test, whatever the threshold: how often the ill one comes first.",
    equivalent_mutants={ALONE: "one person cannot be of both kinds"},
)


@exercise.mistake("equal scores don't count")
def _(scores, actual):
    """Pairs with equal scores count nothing, or the area is one of stairs below the curve. One half of them would be
    ranked right by a coin: they count one half.
    """
    return float(pairs(scores, actual, level=0).mean())


@exercise.mistake("equal scores count fully")
def _(scores, actual):
    """Pairs with equal scores count as if the ill one were ahead, or the area is one of stairs above the curve. They
    count one half.
    """
    return float(pairs(scores, actual, level=1).mean())


@exercise.mistake("equal scores left out")
def _(scores, actual):
    """You leave out pairs with equal scores, in the number of pairs, too. They count one half each."""
    counted = pairs(scores, actual, level=np.nan)
    return float(np.nanmean(counted)) if not np.isnan(counted).all() else 0.0


@exercise.mistake("the healthy one ahead")
def _(scores, actual):
    """The better the test, the smaller your number: you count the pairs in which the *healthy* one has the higher
    score, or swap the two axes of the curve.
    """
    return 1 - float(pairs(scores, actual).mean())


@exercise.mistake("number of pairs")
def _(scores, actual):
    """You count pairs. Wanted is their share: divided by the number of all pairs of an ill and a healthy one."""
    return float(pairs(scores, actual).sum())


@exercise.mistake("divided by all pairs of people")
def _(scores, actual):
    """You divide by the pairs of all people. Only pairs of an ill and a healthy one are asked for."""
    return float(pairs(scores, actual).sum() / len(scores) ** 2)


@exercise.also("divided by all pairs of people")
def _(scores, actual):
    return float(pairs(scores, actual).sum() / (len(scores) * (len(scores) - 1) / 2))


@exercise.mistake("person beside person")
def _(scores, actual):
    """You compare the first ill one with the first healthy one, the second with the second, and so on. Every ill person
    is compared with *every* healthy one.
    """
    ill, healthy = scores[actual == 1], scores[actual == 0]
    count = min(len(ill), len(healthy))
    return float(np.mean((ill[:count] > healthy[:count]) + 0.5 * (ill[:count] == healthy[:count])))


@exercise.mistake("mean of the curve")
def _(scores, actual):
    """That is the mean height of the curve's points. They are not evenly spaced: each piece counts by its width."""
    return float(np.mean(medicine.roc_curve(scores, actual)[1]))


@exercise.mistake("accuracy at 0")
def _(scores, actual):
    """That is the accuracy at the threshold 0. The area is about the order of people, without any threshold."""
    return float(np.mean((scores > 0) == actual))


@exercise.also("accuracy at 0")
def _(scores, actual):
    return float(np.mean((scores >= 0) == actual))


@exercise.mistake("ranks by the order of people")
def _(scores, actual):
    """Equal scores get different ranks in yours, by who comes first in the array. They share the mean of their ranks:
    then each such pair counts one half.
    """
    ranks = np.argsort(np.argsort(scores)) + 1
    P = actual.sum()
    return float((ranks[actual == 1].sum() - P * (P + 1) / 2) / (P * (len(actual) - P)))


@exercise.also("ranks by the order of people")
def _(scores, actual):
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(actual[order])
    return float(np.sum(found[actual[order] == 0]) / (actual.sum() * (1 - actual).sum()))


@exercise.mistake("never below one half")
def _(scores, actual):
    """Where the area is below one half you give the rest up to 1. A test that ranks people the wrong way round has an
    area below one half: that is worth knowing.
    """
    area = float(pairs(scores, actual).mean())
    return max(area, 1 - area)


@exercise.mistake("without the first piece")
def _(scores, actual):
    """The piece from (0, 0) to the curve's next point is missing in your area."""
    alarms, found, _ = medicine.roc_curve(scores, actual)
    return float(np.sum((np.diff(alarms) * (found[1:] + found[:-1]) / 2)[1:]))


@exercise.mistake("difference of the means")
def _(scores, actual):
    """You subtract mean scores. Only the order counts: stretched scores have the same area."""
    return float(scores[actual == 1].mean() - scores[actual == 0].mean())


@exercise.accepts("under the curve")
def _(scores, actual):
    alarms, found, _ = medicine.roc_curve(scores, actual)
    return np.sum(np.diff(alarms) * (found[1:] + found[:-1]) / 2)


@exercise.accepts("two loops")
def _(scores, actual):
    total = count = 0
    for ill in scores[actual == 1]:
        for healthy in scores[actual == 0]:
            total += 1 if ill > healthy else 0.5 if ill == healthy else 0
            count += 1
    return total / count


@exercise.accepts("by ranks")
def _(scores, actual):
    below = (scores[:, None] > scores).sum(axis=1)
    level = (scores[:, None] == scores).sum(axis=1)
    ranks = below + (level + 1) / 2
    P = actual.sum()
    return float((ranks[actual == 1].sum() - P * (P + 1) / 2) / (P * (len(actual) - P)))
