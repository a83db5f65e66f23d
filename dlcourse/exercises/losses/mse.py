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
        "How far off is each prediction of the example by hand, and what becomes of these two numbers before they "
        "are one?",
        "From the inside out: how far off, then made positive so that large ones count more, then one number for all.",
        "`np.mean(np.array([[1.0, 3.0], [5.0, 7.0]]))` is 4.0, one number for the whole table. `-5 ** 2` is -25, "
        "and `(-5) ** 2` is 25.",
    ],
    solved="the oldest loss there is: Legendre published it in 1805, for the orbits of comets.",
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
    """That is right where an example has one number. Where it has several, you divide by the rows only: the mean goes
    over *all* numbers, as `np.mean` does without `axis`.
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
    """Your loss is half as large as it should be. Some books put a 1/2 in front, to make the slope look nicer; here
    there is none.
    """
    return np.mean((Y_hat - Y) ** 2) / 2


@exercise.mistake("mean first, square after")
def _(Y_hat, Y):
    """You square the mean of the errors. In it, errors upwards and downwards cancel: +3 and −3 would be no error at
    all. Square each one first, then take the mean.
    """
    return np.mean(Y_hat - Y) ** 2


@exercise.mistake("not squared")
def _(Y_hat, Y):
    """The errors are not squared: errors upwards and downwards cancel, and a loss can even be negative."""
    return np.mean(Y_hat - Y)


@exercise.mistake("one loss for each column")
def _(Y_hat, Y):
    """You get one number for each column, as `axis=0` or a loop over the rows gives. A loss is a single number:
    `np.mean` without `axis` goes over everything.
    """
    return np.mean((Y_hat - Y) ** 2, axis=0)


@exercise.mistake("predictions and targets squared separately")
def _(Y_hat, Y):
    """You square the predictions and the targets first, and subtract afterwards. The *difference* is to be squared:
    mind the brackets.
    """
    return np.mean(Y_hat**2 - Y**2)


@exercise.mistake("half of the sum")
def _(Y_hat, Y):
    """You take half of the *sum*. Wanted is the mean, without a 1/2: `np.mean` divides by the number of elements."""
    return np.sum((Y_hat - Y) ** 2) / 2


@exercise.mistake("divided by twice the number of examples")
def _(Y_hat, Y):
    """You divide by twice the number of rows. There is no 1/2 here, and the mean goes over *all* numbers, as `np.mean`
    does without `axis`.
    """
    return np.sum((Y_hat - Y) ** 2) / (2 * len(Y))


@exercise.mistake("divided by the number of columns")
def _(Y_hat, Y):
    """You divide by the length of the last axis. The mean goes over *all* numbers: `Y.size` counts them."""
    return np.sum((Y_hat - Y) ** 2) / Y.shape[-1]


@exercise.mistake("divided by one less")
def _(Y_hat, Y):
    """You divide by one less than the number of elements, as for a variance that is estimated. A
    mean divides by all.
    """
    with np.errstate(all="ignore"):
        return np.sum((Y_hat - Y) ** 2) / (Y.size - 1)


@exercise.mistake("one loss for each row")
def _(Y_hat, Y):
    """With `axis=1` (or -1) you get one number for each row. A loss is a single number: `np.mean` without `axis`."""
    return np.mean((Y_hat - Y) ** 2, axis=-1)


@exercise.mistake("one loss for each element")
def _(Y_hat, Y):
    """These are the squared errors, one for each element. Their mean is wanted: one number."""
    return (Y_hat - Y) ** 2


@exercise.mistake("sum first, square after")
def _(Y_hat, Y):
    """You square the *sum* of the errors. In it, errors upwards and downwards cancel. Square each one first."""
    return np.sum(Y_hat - Y) ** 2 / Y.size


@exercise.mistake("only the targets squared")
def _(Y_hat, Y):
    """Only Y is squared: a power binds more tightly than a minus. Put the difference in brackets, then square it."""
    return np.mean(Y_hat - Y**2)


@exercise.mistake("times 2 instead of squared")
def _(Y_hat, Y):
    """You multiply by 2 instead of squaring: `** 2` squares, `* 2` doubles."""
    return np.mean((Y_hat - Y) * 2)


@exercise.mistake("variance instead of the mean of the squares")
def _(Y_hat, Y):
    """That is the *variance* of the errors: it takes their mean away first, so that an error that is always the same
    counts nothing. Take the mean of the squares alone.
    """
    return np.var(Y_hat - Y)


@exercise.mistake("predictions and targets added")
def _(Y_hat, Y):
    """You square the sum of prediction and target. The *difference* is the error."""
    return np.mean((Y_hat + Y) ** 2)


@exercise.mistake("median instead of mean")
def _(Y_hat, Y):
    """You take the median, so that the largest errors have no influence. Take the mean."""
    return np.median((Y_hat - Y) ** 2)


@exercise.mistake("norm instead of mean")
def _(Y_hat, Y):
    """`np.linalg.norm` takes the root of the sum of the squares. Here there is no root, and the sum is divided by the
    number of elements.
    """
    return np.linalg.norm(Y_hat - Y)


@exercise.mistake("norm divided by the number")
def _(Y_hat, Y):
    """`np.linalg.norm` takes a root: the squares are to be added up *without* one, then divided by their number."""
    return np.linalg.norm(Y_hat - Y) / Y.size


@exercise.mistake("only the first error")
def _(Y_hat, Y):
    """Only the first error counts. Is the `return` inside the loop? Then it ends after its first round."""
    return (Y_hat.flat[0] - Y.flat[0]) ** 2 / Y.size


@exercise.mistake("only the last error")
def _(Y_hat, Y):
    """Only the last error counts: each round of the loop replaces what was there. Add up with `+=`."""
    return (Y_hat.flat[-1] - Y.flat[-1]) ** 2 / Y.size


@exercise.mistake("cubed")
def _(Y_hat, Y):
    """The errors are raised to the power 3: those upwards and downwards cancel. Square them, `** 2`."""
    return np.mean((Y_hat - Y) ** 3)


@exercise.mistake("not squared, turned round")
def _(Y_hat, Y):
    """You average target minus prediction: errors upwards and downwards cancel. Square each one first."""
    return np.mean(Y - Y_hat)


@exercise.mistake("root taken, divided by the number of examples only")
def _(Y_hat, Y):
    """Two things: there is no root at the end, and the mean goes over *all* numbers, not over the rows only."""
    return np.sqrt(np.sum((Y_hat - Y) ** 2) / len(Y))


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
