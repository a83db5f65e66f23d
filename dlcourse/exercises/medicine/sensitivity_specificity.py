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
        Case(np.array([1]), np.array([1])),
        Case(np.array([0, 0, 1]), np.array([0, 0, 0])),
        Case(np.array([1, 0, 0, 0]), np.array([1, 1, 1, 1])),
        Case(np.array([0, 1, 0]), np.array([0, 1, 0])),
        Case(np.array([1, 0, 1, 1]), np.array([0, 1, 0, 0])),
        *(Case(np.where(rng.random(len(actual)) < 0.7, actual, 1 - actual), actual) for actual in drawn),
        Case(np.array([], dtype=int), np.array([], dtype=int)),
    ]


def shares(predicted, actual, *, empty=np.nan, kind=None):
    """Both shares, of those of a kind in `kind` (label, predicted, actual -> bool), or `empty` where there are none."""
    kind = kind or (lambda label, predicted, actual: actual == label)
    return tuple(
        float(np.mean((predicted == actual)[kind(label, predicted, actual)]))
        if kind(label, predicted, actual).any()
        else empty
        for label in (1, 0)
    )


exercise = Exercise(
    reference=medicine.sensitivity_specificity,
    points=1,
    cases=cases,
    outputs=("sensitivity", "specificity"),
    hints=[
        "Ten people are ill and seven of them are called ill. For the sensitivity, does it matter how many of the "
        "healthy are called ill, too?",
        "Look at the ill alone: what share of them is called ill? Then at the healthy alone. And ask first whether "
        "there are any.",
        "Elsewhere: with `ages = np.array([3, 50, 41])` and `tall = np.array([False, True, True])`, `ages[tall].mean()` "
        "is 45.5, `~tall` are the others, and `tall.any()` says whether there is one.",
    ],
    solved="two numbers where accuracy has one: each kind of people gets its own.",
    equivalent_mutants={},
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
    accuracy = float(np.mean(predicted == actual)) if len(actual) else np.nan
    return accuracy, accuracy


@exercise.mistake("divided by everybody")
def _(predicted, actual):
    """You divide by the number of all people. For the sensitivity only the ill count, for the specificity only the
    healthy.
    """
    if not len(actual):
        return np.nan, np.nan
    right = predicted == actual
    return float(np.mean(right & (actual == 1))), float(np.mean(right & (actual == 0)))


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


@exercise.mistake("0 where nobody is")
def _(predicted, actual):
    """Where there are no ill people (or no healthy ones) you give 0, as if the test had failed with all of them. Nobody
    was there to be right about: nan.
    """
    return shares(predicted, actual, empty=0.0)


@exercise.mistake("1 where nobody is")
def _(predicted, actual):
    """Where there are no ill people (or no healthy ones) you give 1. Nobody was there to be right about: nan."""
    return shares(predicted, actual, empty=1.0)


@exercise.mistake("nan for both")
def _(predicted, actual):
    """If one kind is not there you give nan for both. The other kind's share can still be told."""
    found = shares(predicted, actual)
    return (np.nan, np.nan) if np.isnan(found).any() else found


@exercise.mistake("whole percent")
def _(predicted, actual):
    """You give percent. Wanted are shares from 0 to 1."""
    sensitivity, specificity = shares(predicted, actual)
    return 100 * sensitivity, 100 * specificity


@exercise.accepts("four counts")
def _(predicted, actual):
    found = np.sum((predicted == 1) & (actual == 1))
    missed = np.sum((predicted == 0) & (actual == 1))
    cleared = np.sum((predicted == 0) & (actual == 0))
    alarmed = np.sum((predicted == 1) & (actual == 0))
    return (
        found / (found + missed) if found + missed else float("nan"),
        cleared / (cleared + alarmed) if cleared + alarmed else float("nan"),
    )


@exercise.accepts("person by person")
def _(predicted, actual):
    right, there = [0, 0], [0, 0]
    for said, is_so in zip(predicted.tolist(), actual.tolist(), strict=True):
        there[is_so] += 1
        right[is_so] += said == is_so
    return tuple(right[label] / there[label] if there[label] else np.nan for label in (1, 0))
