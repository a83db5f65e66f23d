"""The cheapest threshold: what is missed and what is falsely alarmed, each at its price."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.medicine._cases.people import drawn_people
from dlcourse.lessons import medicine

AND, LAST = "and has no order", "the last of two axes is axis 1"


def cases(rng):
    """By hand: both prices, ties, nobody called ill, all called ill, equal scores; then drawn ones without ties."""
    four = np.array([0.5, 2.0, 0.0, -1.0]), np.array([0, 1, 1, 0])
    short, middle, long = drawn_sizes(rng, 3, least=8, most=24)
    return [
        Case(*four, cost_missed=5, cost_false_alarm=1),
        Case(*four, cost_missed=1, cost_false_alarm=5),
        Case(*four, cost_missed=1, cost_false_alarm=1),
        Case(*four, cost_missed=3, cost_false_alarm=0),
        Case(np.array([1.0, 2.0]), np.array([1, 0]), cost_missed=2, cost_false_alarm=4),
        Case(np.array([1.0, 2.0]), np.array([1, 0]), cost_missed=1, cost_false_alarm=1),
        Case(np.array([4.0]), np.array([1]), cost_missed=1, cost_false_alarm=1),
        Case(np.array([5.0, 4.0, 3.0, 2.0, 0.0]), np.array([0, 0, 0, 1, 0]), cost_missed=2, cost_false_alarm=1),
        Case(np.array([1.0, 1.0, 1.0, -3.0]), np.array([0, 1, 0, 1]), cost_missed=8, cost_false_alarm=1),
        Case(np.array([3, 2, 0, -2]), np.array([1, 1, 0, 0]), cost_missed=2, cost_false_alarm=0.5),
        Case(np.array([-1.0, -2.0]), np.array([0, 1]), cost_missed=0, cost_false_alarm=2),
        Case(np.array([0.5, 0.25]), np.array([0, 0]), cost_missed=4, cost_false_alarm=1),
        _drawn(rng, short, False),
        _drawn(rng, middle, True),
        _drawn(rng, long, False),
        _drawn(rng, long + 1, True),
    ]


def _drawn(rng, size, ties):
    """People for whom one threshold is cheaper than all others, beyond rounding."""
    while True:
        scores, actual = drawn_people(rng, size, ties=ties)
        prices = float(rng.integers(2, 9)), float(rng.integers(1, 4))
        _, costs = bills(scores, actual, *prices)
        if np.sum(costs < costs.min() + 0.5) == 1:
            return Case(scores, actual, cost_missed=prices[0], cost_false_alarm=prices[1])


def bills(scores, actual, missed, alarm, *, thresholds=None, strict=False, rates=False):
    """What each threshold costs: two arrays."""
    thresholds = np.append(np.inf, np.unique(scores)[::-1]) if thresholds is None else thresholds
    called = scores > thresholds[:, None] if strict else scores >= thresholds[:, None]
    by = (max((actual == 1).sum(), 1), max((actual == 0).sum(), 1)) if rates else (1, 1)
    parts = np.sum(~called & (actual == 1), axis=1) / by[0], np.sum(called & (actual == 0), axis=1) / by[1]
    return thresholds, missed * parts[0] + alarm * parts[1]


exercise = Exercise(
    reference=medicine.threshold_for_cost,
    points=2,
    cases=cases,
    hints=[
        "Take the threshold 0 in the example, and then the next one. Who is missed, who is alarmed, what does it cost?",
        "Between two scores a threshold costs the same everywhere: try the scores, and inf. Count the ill below it and "
        "the healthy at it or above it, each times its price. Begin with the highest: then the first of equally cheap "
        "ones is the one that is wanted.",
        "Elsewhere: `np.unique(np.array([4, 9, 4]))[::-1]` is `[9, 4]`; `np.append(np.inf, a)` has inf first; and "
        "`np.array([7, 3, 3]).argmin()` is 1, the first of the smallest.",
    ],
    solved="a threshold that knows what mistakes cost.",
    equivalent_mutants={
        "missed = np.sum((actual == 1) & ~called, axis=1)": AND,
        "alarms = np.sum((actual == 0) & called, axis=1)": AND,
        "missed = np.sum(~called & (actual == 1), axis=-1)": LAST,
        "alarms = np.sum(called & (actual == 0), axis=-1)": LAST,
    },
)


def cheapest(thresholds, costs):
    """The first of the cheapest."""
    return float(thresholds[costs.argmin()])


@exercise.mistake("prices exchanged")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """The two prices are exchanged: an ill person below the threshold is missed, a healthy one at it or above it is a
    false alarm.
    """
    return cheapest(*bills(scores, actual, cost_false_alarm, cost_missed))


@exercise.mistake("all mistakes alike")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You take the threshold with the fewest mistakes. A missed one and a false alarm have prices of their own."""
    return cheapest(*bills(scores, actual, 1, 1))


@exercise.mistake("lowest of equally cheap ones")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """Of equally cheap thresholds you take the lowest. Agreed is the highest."""
    thresholds, costs = bills(scores, actual, cost_missed, cost_false_alarm)
    return cheapest(thresholds[::-1], costs[::-1])


@exercise.mistake("somebody is always called ill")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """The threshold `inf` is not tried. Where alarms are dear it can be cheapest to call nobody ill."""
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, thresholds=np.unique(scores)[::-1]))


@exercise.mistake("more than the threshold")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You call ill who has *more* than the threshold. A score of exactly that much is enough."""
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, strict=True))


@exercise.mistake("shares instead of people")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You weigh the *shares* of the ill and of the healthy who are wrong. Then one kind counts more for each person
    because there are fewer of them: count people.
    """
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, rates=True))


@exercise.also("shares instead of people")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    if actual.all() or not actual.any():
        return None  # the mean of nobody is nan, and nan is never smaller
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, rates=True))


@exercise.mistake("nothing is missed")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You take the lowest score of an ill person: nobody is missed, whatever the alarms cost."""
    return float(scores[actual == 1].min()) if actual.any() else np.inf


@exercise.mistake("missed ones above the threshold")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You count the ill *above* the threshold as missed, and the healthy below it as alarmed, or take the dearest: it
    is the wrong way round.
    """
    return cheapest(*bills(scores, 1 - actual, cost_false_alarm, cost_missed))


@exercise.mistake("sign turned")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """Your threshold has its sign turned."""
    return -cheapest(*bills(scores, actual, cost_missed, cost_false_alarm))


@exercise.mistake("its place")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You give the *place* of the cheapest threshold. Wanted is the threshold itself."""
    return int(bills(scores, actual, cost_missed, cost_false_alarm)[1].argmin())


@exercise.mistake("its cost")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You give what the cheapest threshold costs. Wanted is the threshold."""
    return float(bills(scores, actual, cost_missed, cost_false_alarm)[1].min())


@exercise.mistake("from the prices alone")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """That is the probability from which on an alarm pays, or its logit, calculated from the prices alone. Nothing says
    that these scores are honest: look at what each threshold would have cost these people.
    """
    return cost_false_alarm / (cost_missed + cost_false_alarm)


@exercise.also("from the prices alone")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    with np.errstate(divide="ignore"):
        return float(-np.log(cost_missed / cost_false_alarm))


@exercise.also("from the prices alone")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    with np.errstate(divide="ignore"):
        return float(-np.log(cost_missed / cost_false_alarm)) if cost_false_alarm else np.inf


@exercise.also("from the prices alone")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    with np.errstate(divide="ignore"):
        return float(np.log(np.divide(cost_false_alarm, cost_missed)))


@exercise.mistake("every positive result costs")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You count everybody who is called ill as a false alarm. That is one only if the person is healthy."""
    thresholds, costs = bills(scores, actual, cost_missed, cost_false_alarm)
    found = np.sum((scores >= thresholds[:, None]) & (actual == 1), axis=1)
    return cheapest(thresholds, costs + cost_false_alarm * found)


@exercise.mistake("a number above the highest")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """Where it is cheapest to call nobody ill you give the highest score plus 1. Agreed is `inf`."""
    best = cheapest(*bills(scores, actual, cost_missed, cost_false_alarm))
    return best if np.isfinite(best) else float(scores.max() + 1)


@exercise.mistake("a ruler of a hundred marks")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """You try a hundred numbers in equal steps from the lowest to the highest score. Costs change at scores alone: try
    these, and inf.
    """
    marks = np.linspace(scores.max(), scores.min(), 100)
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, thresholds=marks))


@exercise.also("a ruler of a hundred marks")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    marks = np.linspace(scores.min(), scores.max(), 100)
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, thresholds=marks))


@exercise.mistake("halfway between two scores")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    """Your threshold lies between two scores. That can cost as little, but agreed is one of the scores, or inf."""
    s = np.unique(scores)[::-1]
    between = np.concatenate([[s[0] + 1], (s[1:] + s[:-1]) / 2, [s[-1] - 1]])
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, thresholds=between))


@exercise.also("halfway between two scores")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    s = np.unique(scores)[::-1]
    between = np.append(np.inf, (s[1:] + s[:-1]) / 2)
    return cheapest(*bills(scores, actual, cost_missed, cost_false_alarm, thresholds=between))


@exercise.accepts("with the curve")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    if actual.all() or not actual.any():
        return float(scores.min()) if actual.any() else np.inf
    alarms, found, thresholds = medicine.roc_curve(scores, actual)
    cost = cost_missed * (1 - found) * actual.sum() + cost_false_alarm * alarms * (1 - actual).sum()
    return thresholds[np.argmin(cost)]


@exercise.accepts("one after the other")
def _(scores, actual, *, cost_missed, cost_false_alarm):
    best, least = float("inf"), cost_missed * int(actual.sum())
    for t in sorted(set(scores.tolist()), reverse=True):
        cost = 0
        for score, ill in zip(scores.tolist(), actual.tolist(), strict=True):
            if ill and score < t:
                cost += cost_missed
            if not ill and score >= t:
                cost += cost_false_alarm
        if cost < least:
            best, least = t, cost
    return best
