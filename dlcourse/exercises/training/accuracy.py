"""The share of right answers."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import training


def cases(rng):
    pairs = [([3, 1, 4, 1], [3, 1, 4, 5]), ([2, 0], [2, 0]), ([1, 1, 1], [0, 2, 0]), ([7], [7])]
    cases = [Case(np.array(y_hat), np.array(y)) for y_hat, y in pairs]
    for examples in (30, 500):
        y = rng.integers(0, 10, examples)
        cases.append(Case(np.where(rng.random(examples) < 0.8, y, rng.integers(0, 10, examples)), y))
    return cases


exercise = Exercise(
    reference=training.accuracy,
    points=1,
    cases=cases,
    withheld=("evaluate", "fit"),
    hints=[
        "`y_hat == y` is an array of True and False.",
        "NumPy counts True as 1 and False as 0: what is the mean of such an array?",
    ],
    solved="the number that everybody quotes.",
    equivalent_mutants={"return np.mean(y_hat == y)": "a number of NumPy is as good as one of Python"},
)


@exercise.mistake("share of wrong answers")
def _(y_hat, y):
    """That is the error rate. The accuracy counts where the two are equal."""
    return float(np.mean(y_hat != y))


@exercise.mistake("number instead of share")
def _(y_hat, y):
    """You count the right answers. Divide by the number of examples: `np.mean` instead of `np.sum`."""
    return float(np.sum(y_hat == y))


@exercise.mistake("percent instead of a share")
def _(y_hat, y):
    """A share is between 0 and 1: leave out the 100."""
    return float(100 * np.mean(y_hat == y))


@exercise.mistake("all or nothing")
def _(y_hat, y):
    """You ask whether *all* answers are right. Compare element by element, with `==`."""
    return float(np.array_equal(y_hat, y))


@exercise.mistake("labels taken for quantities")
def _(y_hat, y):
    """You subtract labels. An 8 taken for a 9 is as wrong as an 8 taken for a 0: labels are names. Ask only whether
    they are equal.
    """
    return float(1 - np.mean(np.abs(y_hat - y)))


@exercise.mistake("one answer for each example")
def _(y_hat, y):
    """You return for each example whether it is right. Wanted is one number: their mean."""
    return y_hat == y


@exercise.accepts("accuracy loop")
def _(y_hat, y):
    right = 0
    for answer, truth in zip(y_hat, y):
        right += answer == truth
    return right / len(y)


@exercise.accepts("STYLE")
def _(y_hat, y):
    return (y_hat == y).sum() / len(y)


@exercise.accepts("STYLE metrics.accuracy_score")
def _(y_hat, y):
    from sklearn import metrics

    return (metrics.accuracy_score)(y_hat, y)
