"""The ROC curve: what every threshold would do. A fault: equal scores one by one, and no beginning."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.medicine._cases.people import ALONE, people
from dlcourse.lessons import medicine


def cases(rng):
    """See `people`."""
    return [Case(scores, actual) for scores, actual in people(rng)]


def curve(scores, actual, *, merge=True, begin=True, strict=False, over=None):
    """The curve with other steps; `over` gives what alarms and found are divided by."""
    thresholds = np.unique(scores)[::-1] if merge else np.sort(scores)[::-1]
    if merge:
        called = scores > thresholds[:, None] if strict else scores >= thresholds[:, None]
    else:
        called = np.zeros((len(scores), len(scores)), dtype=bool)
        for k, place in enumerate(np.argsort(-scores, kind="stable")):
            called[k:, place] = True
    found, alarms = called @ actual, called @ (1 - actual)
    by_alarms, by_found = over(called, actual) if over else (np.sum(1 - actual), np.sum(actual))
    with np.errstate(invalid="ignore"):
        alarms, found = alarms / by_alarms, found / by_found
    if begin:
        alarms, found = np.append(0.0, alarms), np.append(0.0, found)
        thresholds = np.append(np.inf, thresholds)
    return alarms, found, thresholds


exercise = Exercise(
    reference=medicine.roc_curve,
    points=2,
    form="fault",
    cases=cases,
    outputs=("alarms", "found", "thresholds"),
    hints=[
        "Three people have the same score, one of them is ill. Which threshold calls just one of the three ill? And "
        "which threshold calls nobody ill?",
        "A threshold cannot divide equal scores: of these, only the last point is one that a threshold can reach. And "
        "a curve has a point more than there are different scores: the one at which nobody is called ill.",
        "Elsewhere: with `a = np.array([7, 7, 4])`, `a[1:] != a[:-1]` is `[False, True]`: where the next one differs. "
        "`np.append(a, 9)` is `[7, 7, 4, 9]`, `np.append(9, a)` has the 9 first.",
    ],
    solved="one picture of all thresholds at once, and nobody has had to choose one.",
    equivalent_mutants={ALONE: "one person cannot be of both kinds"},
)


@exercise.mistake("equal scores one by one")
def _(scores, actual):
    """People with equal scores get a point each. No threshold lies between them: they are called ill together, so they
    make one point.
    """
    return curve(scores, actual, merge=False)


@exercise.mistake("no beginning")
def _(scores, actual):
    """The curve has no point for the threshold at which nobody is called ill. It begins at (0, 0), with inf."""
    return curve(scores, actual, begin=False)


@exercise.mistake("the first of equal scores")
def _(scores, actual):
    """Of people with equal scores you keep the *first* point. All of them are called ill together: the last one counts
    them all.
    """
    order = np.argsort(-scores, kind="stable")
    s, y = scores[order], actual[order]
    first = np.append(True, s[1:] != s[:-1])
    found, alarms = np.cumsum(y)[first] / y.sum(), np.cumsum(1 - y)[first] / (1 - y).sum()
    return np.append(0.0, alarms), np.append(0.0, found), np.append(np.inf, s[first])


@exercise.mistake("more than the threshold")
def _(scores, actual):
    """Who has *exactly* the threshold is not called ill in yours. A score of at least that much is enough."""
    return curve(scores, actual, strict=True)


@exercise.mistake("from the lowest up")
def _(scores, actual):
    """Your points begin with the lowest threshold. The highest comes first: from "nobody" to "everybody"."""
    return tuple(part[::-1] for part in curve(scores, actual))


@exercise.mistake("ill from below")
def _(scores, actual):
    """You call the people with the *lowest* scores ill first. A high score speaks for the illness."""
    alarms, found, thresholds = curve(-scores, actual)
    return alarms, found, np.append(np.inf, -thresholds[1:])


@exercise.mistake("divided by everybody")
def _(scores, actual):
    """You divide by the number of all people. The found are a share of the ill, the alarms a share of the healthy."""
    return curve(scores, actual, over=lambda called, actual: (len(actual), len(actual)))


@exercise.mistake("of those who are called ill")
def _(scores, actual):
    """You divide by those who are *called* ill. The found are a share of all the ill, the alarms of all the healthy."""

    def over(called, actual):
        return called.sum(axis=1), called.sum(axis=1)

    return curve(scores, actual, over=over)


@exercise.mistake("counts")
def _(scores, actual):
    """Your curve counts people. Wanted are shares: it ends at (1, 1)."""
    return curve(scores, actual, over=lambda called, actual: (1, 1))


@exercise.mistake("the healthy who are cleared")
def _(scores, actual):
    """The first part is the share of the healthy who are left in peace, the specificity. Wanted are the alarms, which
    grow from 0 to 1.
    """
    alarms, found, thresholds = curve(scores, actual)
    return 1 - alarms, found, thresholds


@exercise.mistake("a number above the highest")
def _(scores, actual):
    """The first threshold is the highest score plus 1. Nobody can be called ill by `inf`, whatever scores may come."""
    alarms, found, thresholds = curve(scores, actual)
    return alarms, found, np.append(thresholds[1] + 1, thresholds[1:])


@exercise.plants(
    "equal scores one by one",
    "no beginning",
    symptom=(
        "A test that gives everybody the same score gets another curve when the people come in another order.",
        "A test that makes no mistake gets a curve that does not begin at (0, 0).",
    ),
)
def roc_curve(scores, actual):
    """What every threshold would do: false alarms against people found, from "nobody is ill" to "all are".

    scores: array (N,); actual: int array (N,), both kinds are there
    -> tuple (array (P,), array (P,), array (P,)), the false alarms, the found and the thresholds
    """
    order = np.argsort(-scores)
    scores, actual = scores[order], actual[order]
    found = np.cumsum(actual) / np.sum(actual)
    alarms = np.cumsum(1 - actual) / np.sum(1 - actual)
    return alarms, found, scores


@exercise.accepts("threshold by threshold")
def _(scores, actual):
    thresholds = [np.inf, *sorted(set(scores.tolist()), reverse=True)]
    found = [np.mean(scores[actual == 1] >= t) for t in thresholds]
    alarms = [np.mean(scores[actual == 0] >= t) for t in thresholds]
    return np.array(alarms), np.array(found), np.array(thresholds)


@exercise.accepts("all thresholds in one table")
def _(scores, actual):
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    called = scores[None] >= thresholds[:, None]
    found = np.einsum("tn,n->t", called.astype(float), actual.astype(float)) / actual.sum()
    return (called * (actual == 0)).sum(axis=1) / np.count_nonzero(actual == 0), found, thresholds
