"""Accuracy: the share of right answers, where labels are names and not quantities."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import training


def cases(rng):
    pairs = [([3, 1, 4, 1], [3, 1, 4, 5]), ([2, 0], [2, 0]), ([1, 1, 1], [0, 2, 0]), ([7], [7]), ([0], [9])]
    made = [Case(np.array(y_hat), np.array(y)) for y_hat, y in pairs]
    for examples in (*drawn_sizes(rng, 2, 10, 60), 500):
        y = rng.integers(0, 10, examples)
        made.append(Case(np.where(rng.random(examples) < 0.8, y, rng.integers(0, 10, examples)), y))
    return made


exercise = Exercise(
    reference=training.accuracy,
    points=1,
    cases=cases,
    hints=[
        "`y_hat == y` is an array of True and False.",
        "NumPy counts True as 1 and False as 0: what is the mean of such an array?",
    ],
    solved="the number that everybody quotes.",
    equivalent_mutants={"return np.mean(y_hat == y)": "a number of NumPy is as good as one of Python"},
)

exercise.edit(
    "share of wrong answers",
    {"==": "!="},
    "That is the error rate. The accuracy counts where the two are equal.",
)

exercise.edit(
    "number instead of share",
    {"np.mean": "np.sum"},
    "You count the right answers. Divide by the number of examples: `np.mean` instead of `np.sum`.",
)

exercise.edit(
    "percent instead of a share",
    {"np.mean": "100 * np.mean"},
    "A share is between 0 and 1: leave out the 100.",
)

exercise.edit(
    "all or nothing",
    {"np.mean(y_hat == y)": "np.array_equal(y_hat, y)"},
    "You ask whether *all* answers are right. Compare element by element, with `==`.",
)

exercise.edit(
    "labels taken for quantities",
    {"np.mean(y_hat == y)": "1 - np.mean(np.abs(y_hat - y))"},
    """You subtract labels. An 8 taken for a 9 is as wrong as an 8 taken for a 0: labels are names. Ask only whether
    they are equal.
    """,
)

exercise.edit(
    "one answer for each example",
    {"float(np.mean(y_hat == y))": "y_hat == y"},
    "You return for each example whether it is right. Wanted is one number: their mean.",
)


@exercise.accepts("with a loop")
def _(y_hat, y):
    right = 0
    for answer, truth in zip(y_hat, y):
        right += answer == truth
    return right / len(y)


@exercise.accepts("a sum, divided by the number")
def _(y_hat, y):
    return (y_hat == y).sum() / len(y)


@exercise.accepts("scikit-learn's accuracy_score")
def _(y_hat, y):
    from sklearn import metrics

    return metrics.accuracy_score(y_hat, y)
