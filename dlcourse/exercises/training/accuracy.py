"""Accuracy: the share of right answers, where labels are names and not quantities."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import training


def cases(rng):
    pairs = [
        ([3, 1, 4, 1], [3, 1, 4, 5]),
        ([2, 0], [2, 0]),
        ([1, 1, 1], [0, 2, 0]),
        ([7], [7]),
        ([0], [9]),
        ([2, 7, 1], [2, 0, 5]),
    ]
    made = [Case(np.array(y_hat), np.array(y)) for y_hat, y in pairs]
    for examples in (*drawn_sizes(rng, 2, 10, 60), 500):
        y = rng.integers(0, 10, examples)
        made.append(Case(np.where(rng.random(examples) < 0.8, y, rng.integers(0, 10, examples)), y))
    return made


exercise = Exercise(
    reference=training.accuracy,
    points=1,
    minutes=1.5,
    cases=cases,
    hints=[
        "Of the answers 3, 1, 4, 1 and the truth 3, 1, 4, 5, which places count, and out of how many?",
        "A comparison of two arrays is an array of True and False, and these count as 1 and 0.",
        "Elsewhere: for `ages = np.array([17, 30, 41])`, `ages > 18` is `[False True True]`, and the mean of "
        "that is the share of adults.",
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
    """Your answer is 1 only if *all* answers are right. Compare element by element, with `==`, and divide with `/`:
    `//` and `int` cut the decimals off.
    """,
)

exercise.edit(
    "labels taken for quantities",
    {"np.mean(y_hat == y)": "1 - np.mean(np.abs(y_hat - y))"},
    """You subtract labels. An 8 taken for a 9 is as wrong as an 8 taken for a 0: labels are names. Ask only whether
    they are equal.
    """,
)

exercise.edit(
    "mean distance of the labels",
    {"y_hat == y": "np.abs(y_hat - y)"},
    """You subtract labels: that is a mean distance, and 0 where all is right. Labels are names: ask only whether they
    are equal.
    """,
)

exercise.edit(
    "divided by N twice",
    {"np.mean(y_hat == y)": "np.mean(y_hat == y) / len(y)"},
    "You divide by the number of examples twice: `np.mean` has done it.",
)

exercise.edit(
    "divided by the number of classes",
    {"np.mean(y_hat == y)": "np.sum(y_hat == y) / len(np.unique(y))"},
    "You count the right answers, and divide by the number of classes that occur. Divide by the number of examples.",
)

exercise.edit(
    "divided by N - 1",
    {"np.mean(y_hat == y)": "np.sum(y_hat == y) / max(len(y) - 1, 1)"},
    "You divide by one less than N: a share is the number of right answers divided by all N.",
)

exercise.edit(
    "first example left out",
    {"np.mean(y_hat == y)": "np.sum(y_hat[1:] == y[1:]) / len(y)"},
    "The first example is not counted: places are counted from 0, so the loop begins there.",
)

exercise.edit(
    "last example left out",
    {"np.mean(y_hat == y)": "np.sum(y_hat[:-1] == y[:-1]) / len(y)"},
    "The last example is not counted: `range(n)` ends at n - 1 already, and a slice stops before its end.",
)

exercise.edit(
    "only the first example",
    {"np.mean(y_hat == y)": "(y_hat[0] == y[0]) / len(y)"},
    "Only the first example is counted: does the `return` stand inside the loop? It belongs after it.",
)

exercise.edit(
    "whether one is right",
    {"np.mean": "np.any"},
    "You ask whether *any* answer is right. Wanted is the share of right ones: their mean.",
)

exercise.edit(
    "rounded to 0 or 1",
    {"float(np.mean(y_hat == y))": "round(float(np.mean(y_hat == y)))"},
    "Your share is rounded to a whole number, so that only 0 and 1 are left. Give it back as it is.",
)

exercise.edit(
    "rounded",
    {"float(np.mean(y_hat == y))": "round(float(np.mean(y_hat == y)), 2)"},
    "Your share is rounded to two digits. Give it back as it is; round only what you print.",
)


@exercise.also("first example left out")
def _(y_hat, y):
    with np.errstate(invalid="ignore"):  # of a single example, nothing is left
        return np.sum(y_hat[1:] == y[1:]) / np.float64(len(y) - 1)


@exercise.also("last example left out")
def _(y_hat, y):
    with np.errstate(invalid="ignore"):  # of a single example, nothing is left
        return np.sum(y_hat[:-1] == y[:-1]) / np.float64(len(y) - 1)


@exercise.mistake("every class counts the same")
def _(y_hat, y):
    """You take the share of each class, then the mean of these shares: a rare class counts as much as a frequent one.
    That is called balanced accuracy. Here every *example* counts the same.
    """
    return float(np.mean([np.mean(y_hat[y == label] == label) for label in np.unique(y)]))


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
