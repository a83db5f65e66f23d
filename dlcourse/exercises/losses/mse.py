"""The mean squared error, over all numbers of all examples."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import predictions
from dlcourse.lessons import losses

exercise = Exercise(
    reference=losses.mse,
    points=1,
    cases=predictions,
    hints=[
        "Three steps, from the inside out: the difference, its square, the mean of all of them.",
        "`(Y_hat - Y) ** 2` squares every difference, and `np.mean(...)` takes the mean of all numbers.",
        "`return np.mean((Y_hat - Y) ** 2)`",
    ],
    solved="the oldest loss there is: Legendre and Gauss found the paths of comets with it, around 1800.",
    equivalent_mutants={"return np.mean((Y - Y_hat) ** 2)": "a square has no sign"},
)


@exercise.mistake("sum instead of mean")
def _(Y_hat, Y):
    """You add up the squared errors. Their *mean* is wanted: then twice as many examples do not make the loss twice as
    large.
    """
    return np.sum((Y_hat - Y) ** 2)


@exercise.mistake("divided by the number of examples only")
def _(Y_hat, Y):
    """Right for one number per example. Where an example has several, you divide by the rows only: the mean goes over
    *all* numbers, as `np.mean` does without `axis`.
    """
    return np.sum((Y_hat - Y) ** 2) / len(Y)


@exercise.mistake("root taken")
def _(Y_hat, Y):
    """You take the root at the end. That is a loss too (its unit is that of the targets), but here the mean of the
    squares is wanted.
    """
    return np.sqrt(np.mean((Y_hat - Y) ** 2))


@exercise.mistake("absolute error")
def _(Y_hat, Y):
    """You take the size of each error, not its square. So an error of 4 counts four times as much as one of 1; squared,
    it counts sixteen times as much.
    """
    return np.mean(np.abs(Y_hat - Y))


@exercise.mistake("halved")
def _(Y_hat, Y):
    """Your loss is half as large. Some books put a 1/2 in front, to make the slope look nicer; here there is none."""
    return np.mean((Y_hat - Y) ** 2) / 2


@exercise.mistake("mean first, square after")
def _(Y_hat, Y):
    """You square the mean of the errors. There, errors upwards and downwards cancel: +3 and −3 would be no error at
    all. Square each one first, then take the mean.
    """
    return np.mean(Y_hat - Y) ** 2


@exercise.mistake("not squared")
def _(Y_hat, Y):
    """The errors are not squared: errors upwards and downwards cancel, and a loss can even be negative."""
    return np.mean(Y_hat - Y)


@exercise.mistake("one loss for each column")
def _(Y_hat, Y):
    """With `axis=0` you get one number for each column. A loss is a single number: `np.mean` without `axis` goes over
    everything.
    """
    return np.mean((Y_hat - Y) ** 2, axis=0)


@exercise.mistake("squared one by one")
def _(Y_hat, Y):
    """You square the predictions and the targets and subtract after that. The *difference* is to be squared: mind the
    brackets.
    """
    return np.mean(Y_hat**2 - Y**2)


@exercise.accepts("with a loop")
def _(Y_hat, Y):
    total = 0.0
    for a, b in zip(Y_hat.ravel(), Y.ravel()):
        total += (a - b) * (a - b)
    return total / Y.size


@exercise.accepts("target minus prediction")
def _(Y_hat, Y):
    return ((Y - Y_hat) ** 2).mean()


@exercise.accepts("divided by the number of targets")
def _(Y_hat, Y):
    return np.sum(np.square(Y_hat - Y)) / np.size(Y)


@exercise.accepts("through the norm")
def _(Y_hat, Y):
    return np.linalg.norm(Y_hat - Y) ** 2 / Y.size


@exercise.accepts("scikit-learn's")
def _(Y_hat, Y):
    from sklearn import metrics

    return float(metrics.mean_squared_error(Y.ravel(), Y_hat.ravel()))
