"""Sensitivity and specificity: two kinds of people, two ways to be right."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import medicine


def cases(rng):
    """By hand; a kind that is not there, and nobody at all; all right, all wrong; drawn ones, ill ones rare."""
    short, middle, long = drawn_sizes(rng, 3, least=6, most=20)
    drawn = [(rng.random(size) < share).astype(int) for size, share in ((short, 0.5), (middle, 0.4), (long, 0.3))]
    for actual in drawn:
        actual[:3] = 1, 0, 0
    return [
        Case(np.array([1, 0, 0, 0, 1]), np.array([1, 1, 0, 0, 0])),
        Case(np.array([1, 0]), np.array([1, 0])),
        Case(np.array([0, 1, 0]), np.array([0, 1, 0])),
        Case(np.array([1, 0, 1, 1]), np.array([0, 1, 0, 0])),
        *(Case(np.where(rng.random(len(actual)) < 0.7, actual, 1 - actual), actual) for actual in drawn),
        Case(np.array([1]), np.array([1])),
        Case(np.array([0, 0, 1]), np.array([0, 0, 0])),
        Case(np.array([1, 0, 0, 0]), np.array([1, 1, 1, 1])),
        Case(np.array([], dtype=int), np.array([], dtype=int)),
    ]


def shares(predicted, actual, kind=None):
    """Both shares: of those of a kind in `kind` (label, predicted, actual -> bool)."""
    kind = kind or (lambda label, predicted, actual: actual == label)
    inside = (kind(label, predicted, actual) for label in (1, 0))
    return tuple(float(np.mean((predicted == actual)[each])) if each.any() else 0.0 for each in inside)


def refused(arguments):
    """What the message of the error has to name."""
    return ("actual",)


exercise = Exercise(
    reference=medicine.sensitivity_specificity,
    points=1,
    cases=cases,
    outputs=("sensitivity", "specificity"),
    refused=refused,
    hints=[
        "Ten people are ill and seven of them are called ill. For the sensitivity, does it matter how many of the "
        "healthy are called ill, too?",
        "Look at the ill alone: what share of them is called ill? Then at the healthy alone. And ask first whether "
        "both are there.",
        "Elsewhere: with `ages = np.array([3, 50, 41])` and `tall = np.array([False, True, True])`, "
        "`ages[tall].mean()` is 45.5, `~tall` are the others, and `tall.any()` says whether there is one.",
    ],
    equivalent_mutants={
        "predicted = 2 * predicted + 1 if np.ndim(predicted) and len(predicted) == 1 else predicted": (
            "one person cannot be of both kinds"
        ),
    },
    solved="two numbers where accuracy has one: each kind of people gets its own.",
)


@exercise.mistake("of those who are called so")
def _(predicted, actual):
    """You divide by those who are *called* ill (or healthy). Sensitivity asks of those who *are* ill: how many of them
    are found? The other way round it is the predictive value, which comes next.
    """
    return shares(predicted, actual, kind=lambda label, predicted, actual: predicted == label)


@exercise.mistake("accuracy of all")
def _(predicted, actual):
    """The share of right answers among *all* comes back. The ill and the healthy want a share each."""
    accuracy = float(np.mean(predicted == actual)) if len(actual) else 0.0
    return accuracy, accuracy


@exercise.mistake("divided by everybody")
def _(predicted, actual):
    """You divide by the number of all people. For the sensitivity only the ill count, for the specificity only the
    healthy.
    """
    right, N = predicted == actual, max(len(actual), 1)
    return float(np.sum(right & (actual == 1)) / N), float(np.sum(right & (actual == 0)) / N)


@exercise.mistake("counts instead of shares")
def _(predicted, actual):
    """Numbers of people come back. Wanted are shares: of the ill, and of the healthy."""
    right = predicted == actual
    return float(np.sum(right & (actual == 1))), float(np.sum(right & (actual == 0)))


@exercise.mistake("those who are wrong")
def _(predicted, actual):
    """You give the shares of the mistakes: the ill who are missed, and the healthy who are alarmed. Wanted are those
    who are called what they are.
    """
    sensitivity, specificity = shares(predicted, actual)
    return 1 - sensitivity, 1 - specificity


@exercise.mistake("false alarms for the specificity")
def _(predicted, actual):
    """The second number is the share of the healthy who are called ill. The specificity is the rest: those who are left
    in peace.
    """
    sensitivity, specificity = shares(predicted, actual)
    return sensitivity, 1 - specificity


@exercise.mistake("missed ones for the sensitivity")
def _(predicted, actual):
    """The first number is the share of the ill who are *missed*. The sensitivity is the rest: those who are found."""
    sensitivity, specificity = shares(predicted, actual)
    return 1 - sensitivity, specificity


@exercise.mistake("whole percent")
def _(predicted, actual):
    """You give percent. Wanted are shares from 0 to 1."""
    sensitivity, specificity = shares(predicted, actual)
    return 100 * sensitivity, 100 * specificity


@exercise.mistake("~ of whole numbers")
def _(predicted, actual):
    """`~` turns True into False, but 0 into -1 and 1 into -2: your specificity is a sum of such numbers. Ask for people
    with `actual == 0` instead.
    """
    healthy = max(np.sum(1 - actual), 1)
    return shares(predicted, actual)[0], float(np.sum(~predicted & ~actual) / healthy)


@exercise.accepts("four counts")
def _(predicted, actual):
    found = np.sum((predicted == 1) & (actual == 1))
    missed = np.sum((predicted == 0) & (actual == 1))
    cleared = np.sum((predicted == 0) & (actual == 0))
    alarmed = np.sum((predicted == 1) & (actual == 0))
    if found + missed == 0 or cleared + alarmed == 0:
        raise ValueError("actual: one of the two kinds is not there")
    return found / (found + missed), cleared / (cleared + alarmed)


@exercise.accepts("person by person")
def _(predicted, actual):
    right, there = [0, 0], [0, 0]
    for said, is_so in zip(predicted.tolist(), actual.tolist(), strict=True):
        there[is_so] += 1
        right[is_so] += said == is_so
    if 0 in there:
        raise ValueError(f"in actual there are {there[1]} ill and {there[0]} healthy people")
    return right[1] / there[1], right[0] / there[0]
