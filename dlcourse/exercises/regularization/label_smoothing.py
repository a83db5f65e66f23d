"""Targets that leave a little chance to every class, instead of all to the right one."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import regularization


def cases(rng):
    return [
        Case(np.array([2, 0]), 4, 0.2),
        Case(np.array([1, 1, 0]), 2, 0.1),
        Case(rng.integers(0, 10, 6), 10, 0.1),
        Case(np.array([0, 1, 2]), 3, 0.5),
        Case(np.array([3]), 5, 0.0),
        Case(rng.integers(0, 7, 40), 7, 0.05),
    ]


exercise = Exercise(
    reference=regularization.label_smoothing,
    points=2,
    cases=cases,
    hints=[
        "Begin with hard targets: a row for each example, with a 1 in the column of its class and 0 elsewhere.",
        "`np.eye(classes)[y]` picks for each label its row of the identity matrix. Shrink these rows by the factor "
        "1 - epsilon, and add to every number the same.",
        "`return (1 - epsilon) * np.eye(classes)[y] + epsilon / classes`",
    ],
    solved="targets that do not ask for certainty, which no score can ever reach.",
)


@exercise.mistake("not smoothed")
def _(y, classes, epsilon):
    """These are the hard targets, 1 and 0. A share epsilon is still to be spread over all classes."""
    return np.eye(classes)[y]


@exercise.mistake("spread over the wrong classes only")
def _(y, classes, epsilon):
    """You spread epsilon over the other classes only, epsilon / (classes - 1) each. Some do it so; here it is spread
    over *all* classes, epsilon / classes each, the right one too.
    """
    one_hot = np.eye(classes)[y]
    return (1 - epsilon) * one_hot + epsilon / (classes - 1) * (1 - one_hot)


@exercise.mistake("1 - epsilon forgotten")
def _(y, classes, epsilon):
    """Your rows add up to 1 + epsilon: what is spread must first be taken from the right class, by the factor 1 -
    epsilon.
    """
    return np.eye(classes)[y] + epsilon / classes


@exercise.mistake("nothing spread")
def _(y, classes, epsilon):
    """Your rows add up to 1 - epsilon: the share is taken from the right class, but nobody gets it."""
    return (1 - epsilon) * np.eye(classes)[y]


@exercise.mistake("right class left out")
def _(y, classes, epsilon):
    """Your rows add up to a little less than 1: the right class, too, gets its epsilon / classes."""
    one_hot = np.eye(classes)[y]
    return (1 - epsilon) * one_hot + epsilon / classes * (1 - one_hot)


@exercise.mistake("epsilon for each class")
def _(y, classes, epsilon):
    """Every class gets the whole epsilon. It is shared out: epsilon / classes for each."""
    return (1 - epsilon) * np.eye(classes)[y] + epsilon


@exercise.mistake("shares exchanged")
def _(y, classes, epsilon):
    """epsilon and 1 - epsilon have changed places: the right class should keep nearly all."""
    return epsilon * np.eye(classes)[y] + (1 - epsilon) / classes


@exercise.mistake("classes in the rows")
def _(y, classes, epsilon):
    """Your targets have a row for each class. Each *example* is a row, each class a column."""
    return regularization.label_smoothing(y, classes, epsilon).T.copy()


@exercise.accepts("smoothing loop")
def _(y, classes, epsilon):
    Y = np.full((len(y), classes), epsilon / classes)
    for n, label in enumerate(y):
        Y[n, label] += 1 - epsilon
    return Y


@exercise.accepts("STYLE")
def _(y, classes, epsilon):
    return np.where(np.arange(classes) == y[:, None], 1 - epsilon, 0) + epsilon / classes
