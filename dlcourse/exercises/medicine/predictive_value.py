"""The predictive value: Bayes' rule for a positive result."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import medicine


def cases(rng):
    """The screening by hand; nobody and everybody ill; nobody called ill; a perfect test, a coin; drawn ones."""
    drawn = rng.uniform(0.2, 0.8, size=(5, 3)).round(3).tolist()
    return [
        Case(0.9, 0.91, prevalence=0.01),
        Case(0.5, 0.75, prevalence=0.5),
        Case(0.9, 0.8, prevalence=0.0),
        Case(0.9, 0.8, prevalence=1.0),
        Case(1.0, 1.0, prevalence=0.25),
        Case(0.5, 0.5, prevalence=0.125),
        Case(0.0, 0.75, prevalence=0.5),
        Case(0.5, 0.0, prevalence=0.25),
        Case(1, 0, prevalence=1),
        *(Case(a, b, prevalence=c) for a, b, c in drawn),
        Case(0.9, 1.0, prevalence=0.0),
        Case(0.0, 1.0, prevalence=0.3),
        Case(0, 1, prevalence=1),
    ]


def share(found, alarms):
    """Of all who are called ill."""
    return found / (found + alarms) if found + alarms > 0 else 0.0


exercise = Exercise(
    reference=medicine.predictive_value,
    points=1,
    cases=cases,
    refused=lambda arguments: (),
    hints=[
        "Think of 1,000 people. How many of them are ill, and how many of these does the test find? How many are "
        "healthy, and how many of these does it alarm?",
        "Whoever is called ill belongs to one of two groups: the ill who are found, the healthy who are alarmed. What "
        "share is the first one of both? As shares of all people, how large are the two?",
        "Elsewhere: of the bread, 0.3 is rye and a tenth of that burns; 0.7 is wheat and a fifth of it burns: of what "
        "is burnt, 0.03 / (0.03 + 0.14) is rye. And without any burnt bread "
        'there is nothing to divide: `raise ValueError("nothing is burnt")`.',
    ],
    solved="what a result means depends on who is tested: the same test, another answer.",
)


@exercise.mistake("the sensitivity")
def _(sensitivity, specificity, *, prevalence):
    """You give the sensitivity: of the ill, those who are called ill. Asked is the other way round: of those who are
    *called* ill, how many are.
    """
    return sensitivity


@exercise.mistake("as many ill as healthy")
def _(sensitivity, specificity, *, prevalence):
    """The prevalence makes no difference in yours, as if half of all people were ill. Where few are ill most of those
    who are called ill are healthy.
    """
    return share(sensitivity, 1 - specificity)


@exercise.mistake("the healthy who are cleared")
def _(sensitivity, specificity, *, prevalence):
    """The second group is that of the healthy who are called *healthy*. Alarmed are the others: the rest up to 1."""
    return share(prevalence * sensitivity, (1 - prevalence) * specificity)


@exercise.mistake("alarms among all")
def _(sensitivity, specificity, *, prevalence):
    """You count false alarms as if everybody were healthy. Only the share of the healthy can be alarmed falsely."""
    return share(prevalence * sensitivity, 1 - specificity)


@exercise.mistake("finds among all")
def _(sensitivity, specificity, *, prevalence):
    """You count those who are found as if everybody were ill. Only the share of the ill can be found."""
    return share(sensitivity, (1 - prevalence) * (1 - specificity))


@exercise.mistake("odds")
def _(sensitivity, specificity, *, prevalence):
    """You divide the found by the alarmed. Wanted is their share of *all* who are called ill, both together."""
    alarms = (1 - prevalence) * (1 - specificity)
    return prevalence * sensitivity / alarms if alarms > 0 else 1e6


@exercise.also("odds")
def _(sensitivity, specificity, *, prevalence):
    return prevalence * sensitivity / ((1 - prevalence) * (1 - specificity))


@exercise.mistake("of all people")
def _(sensitivity, specificity, *, prevalence):
    """That is the share of the found among *all* people. Asked is their share of those who are called ill."""
    return prevalence * sensitivity


@exercise.mistake("all who are called ill")
def _(sensitivity, specificity, *, prevalence):
    """That is the share of people who are called ill. How many of *them* are ill?"""
    return prevalence * sensitivity + (1 - prevalence) * (1 - specificity)


@exercise.mistake("false results")
def _(sensitivity, specificity, *, prevalence):
    """You give the share of the *alarmed* among those who are called ill. Wanted are the others, who are ill."""
    return share((1 - prevalence) * (1 - specificity), prevalence * sensitivity)


@exercise.mistake("a negative result")
def _(sensitivity, specificity, *, prevalence):
    """That is what a *negative* result means: of those who are called healthy, the share who are."""
    return share((1 - prevalence) * specificity, prevalence * (1 - sensitivity))


@exercise.also("a negative result")
def _(sensitivity, specificity, *, prevalence):
    cleared, missed = (1 - prevalence) * specificity, prevalence * (1 - sensitivity)
    if cleared + missed == 0:
        raise ValueError("nobody is called healthy")
    return cleared / (cleared + missed)


@exercise.mistake("refuses where nobody is ill")
def _(sensitivity, specificity, *, prevalence):
    """You refuse a prevalence or a sensitivity of 0. If somebody is called ill all the same, there is an answer: of
    them nobody is ill, 0.
    """
    found = prevalence * sensitivity
    if found == 0:
        raise ValueError("nobody is found")
    return share(found, (1 - prevalence) * (1 - specificity))


@exercise.mistake("divided by the ill")
def _(sensitivity, specificity, *, prevalence):
    """You divide by all the ill and the alarmed. The ill who are missed have no positive result: they don't belong
    there.
    """
    whole = prevalence + (1 - prevalence) * (1 - specificity)
    return prevalence * sensitivity / whole if whole > 0 else 0.0


@exercise.mistake("rounded to whole people")
def _(sensitivity, specificity, *, prevalence):
    """You count people in a crowd of 1,000, rounded to whole ones. Shares need no rounding."""
    ill = round(1000 * prevalence)
    return share(round(ill * sensitivity), round((1000 - ill) * (1 - specificity)))


@exercise.accepts("a crowd of a million, not rounded")
def _(sensitivity, specificity, *, prevalence):
    ill = 1e6 * prevalence
    positive = ill * sensitivity + (1e6 - ill) * (1 - specificity)
    if positive == 0:
        raise ValueError("no positive results")
    return ill * sensitivity / positive


@exercise.accepts("by a table")
def _(sensitivity, specificity, *, prevalence):
    table = np.array([[sensitivity, 1 - sensitivity], [1 - specificity, specificity]]) * [
        [prevalence],
        [1 - prevalence],
    ]
    if not table[:, 0].any():
        raise ValueError("an empty column")
    return table[0, 0] / table[:, 0].sum()
