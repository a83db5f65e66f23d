"""Label smoothing: targets that a softmax can reach, with a little for every class."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import regularization


def cases(rng):
    (N, C), (M,) = drawn_sizes(rng, 2, 3), drawn_sizes(rng, 1, 20, 60)
    return [
        Case(np.array([2, 0]), 4, 0.2),
        Case(np.array([1, 1, 0]), 2, 0.1),
        Case(rng.integers(0, C, N), C, 0.1),
        Case(rng.integers(0, N, M), N, float(rng.uniform(0.05, 0.6))),
        Case(np.array([0, 1, 2, 1]), 3, 0.5),
        Case(np.array([3]), 5, 0.0),
        Case(np.array([1, 0]), 3, 1.0),  # all is spread
    ]


exercise = Exercise(
    reference=regularization.label_smoothing,
    points=2,
    cases=cases,
    hints=[
        "For 4 classes and epsilon 0.2, what does each class get, and what is left for the right one?",
        "Begin with rows that have a 1 in the column of the label and 0 elsewhere. Shrink them, and give to every "
        "class the same.",
        "Elsewhere: `np.eye(3)[[2, 0]]` is the last and the first row of the identity matrix.",
    ],
    solved="targets that do not ask for certainty, which no score can ever reach.",
)

exercise.edit(
    "not smoothed",
    {"(1 - epsilon) * one_hot + epsilon / classes": "one_hot"},
    "These are the hard targets, 1 and 0. A share epsilon is still to be spread over all classes.",
)

exercise.edit(
    "spread over the wrong classes only",
    {"epsilon / classes": "epsilon / (classes - 1) * (1 - one_hot)"},
    """You spread epsilon over the other classes only, epsilon / (classes - 1) each. Some do it so; here it is spread
    over *all* classes, epsilon / classes each, the right one too.
    """,
)


@exercise.also("spread over the wrong classes only")
def _(y, classes, epsilon):
    Y = np.eye(classes)[y] * (1 - epsilon)
    return np.where(Y == 0, epsilon / (classes - 1), Y)


exercise.edit(
    "divided by one class too few",
    {"epsilon / classes": "epsilon / (classes - 1)"},
    """Every class gets epsilon / (classes - 1), the right one, too: your rows add up to more than 1. How many classes
    share epsilon?
    """,
)

exercise.edit(
    "brackets missing",
    {"(1 - epsilon) * one_hot": "1 - epsilon * one_hot"},
    "Without brackets, only epsilon is multiplied by the hard targets, and the 1 is everywhere: (1 - epsilon).",
)

exercise.edit(
    "1 - epsilon forgotten",
    {"(1 - epsilon) * one_hot": "one_hot"},
    """Your rows add up to 1 + epsilon: what is spread must first be taken from the right class, by the factor 1 -
    epsilon.
    """,
)

exercise.edit(
    "nothing spread",
    {" + epsilon / classes": ""},
    "Your rows add up to 1 - epsilon: the share is taken from the right class, but nobody gets it.",
)

exercise.edit(
    "right class left out",
    {"epsilon / classes": "epsilon / classes * (1 - one_hot)"},
    "Your rows add up to a little less than 1: the right class, too, gets its epsilon / classes.",
)


@exercise.also("right class left out")
def _(y, classes, epsilon):
    Y = np.eye(classes)[y] * (1 - epsilon)
    return np.where(Y == 0, epsilon / classes, Y)


@exercise.mistake("every label in every row")
def _(y, classes, epsilon):
    """Each row has a large number for every label of the batch: `Y[:, y]` means these columns in *all* rows. Example by
    example, one row goes with one label.
    """
    Y = np.full((len(y), classes), epsilon / classes)
    Y[:, y] += 1 - epsilon
    return Y


exercise.edit(
    "epsilon for each class",
    {"epsilon / classes": "epsilon"},
    "Every class gets the whole epsilon. It is shared out: epsilon / classes for each.",
)

exercise.edit(
    "epsilon for each wrong class",
    {"epsilon / classes": "epsilon * (1 - one_hot)"},
    "Every wrong class gets the whole epsilon. It is shared out among all classes: epsilon / classes for each.",
)

exercise.edit(
    "too little taken from the right class",
    {"(1 - epsilon) * one_hot + epsilon / classes": "np.where(one_hot, 1 - epsilon / classes, epsilon / classes)"},
    """The right class gives away only epsilon / classes, and every wrong one gets as much: your rows add up to more
    than 1. It gives away epsilon, and gets its own share of it back.
    """,
)

exercise.edit(
    "shared out among the examples",
    {"epsilon / classes": "epsilon / len(y)"},
    "You divide epsilon by the number of examples. It is shared out among the classes: epsilon / classes.",
)

exercise.edit(
    "half of epsilon",
    {"epsilon / classes": "epsilon / 2"},
    "You add epsilon / 2, which is right for two classes. Here epsilon is shared out among `classes` of them.",
)

exercise.edit(
    "labels counted from 1",
    {"[y]": "[y - 1]"},
    "The large number stands one column too early: labels are counted from 0, as the columns are.",
)

exercise.edit(
    "shares exchanged",
    {"(1 - epsilon) * one_hot + epsilon / classes": "epsilon * one_hot + (1 - epsilon) / classes"},
    "epsilon and 1 - epsilon have changed places: the right class should keep nearly all.",
)

exercise.edit(
    "classes in the rows",
    {"np.eye(classes)[y]": "np.eye(classes)[:, y]"},
    "Your targets have a row for each class. Each *example* is a row, each class a column.",
)


@exercise.accepts("example by example")
def _(y, classes, epsilon):
    Y = np.full((len(y), classes), epsilon / classes)
    for n, label in enumerate(y):
        Y[n, label] += 1 - epsilon
    return Y


@exercise.accepts("the labels compared with all classes")
def _(y, classes, epsilon):
    return np.where(np.arange(classes) == y[:, None], 1 - epsilon, 0) + epsilon / classes
