"""The gradient of the mean squared error: twice each difference, divided by how many there are."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import predictions
from dlcourse.lessons import losses

exercise = Exercise(
    reference=losses.mse_gradient,
    points=2,
    cases=predictions,
    hints=[
        "In the example by hand the slopes are -1 and 3. Which of the numbers -1, 3 and 2 were they made of?",
        "Each prediction stands in one square alone, and the mean makes that square count less, the more numbers "
        "there are. How many are there in a table of 3 rows and 2 columns?",
        "Of `table = np.zeros((3, 2))`, `len(table)` is 3 and `table.size` is 6. `10 * np.array([1.0, 2.0]) / 4` "
        "keeps the shape: `[2.5 5. ]`.",
    ],
    solved="your first gradient of a loss: for each prediction, which way is worse, and how much.",
)


@exercise.mistake("the mean forgotten")
def _(Y_hat, Y):
    """These are the slopes of the *sum* of the squares. The loss is their mean, so every slope is to be divided by the
    number of elements, `Y_hat.size`.
    """
    return 2 * (Y_hat - Y)


@exercise.mistake("the factor 2 forgotten")
def _(Y_hat, Y):
    """All slopes are half as large as they should be: the slope of d², a squared difference, is 2 d."""
    return (Y_hat - Y) / Y_hat.size


@exercise.mistake("the difference alone")
def _(Y_hat, Y):
    """That is the plain difference. The slope of its square has a factor 2, and the mean divides by the number of
    elements.
    """
    return Y_hat - Y


@exercise.mistake("divided by the number of examples only")
def _(Y_hat, Y):
    """You divide by the number of rows. The mean goes over all elements: `Y_hat.size` counts them, `len(Y_hat)` counts
    only rows.
    """
    return 2 * (Y_hat - Y) / len(Y_hat)


@exercise.mistake("target minus prediction")
def _(Y_hat, Y):
    """All signs are turned round. If a prediction is too *large*, raising it raises the loss: there the slope is
    positive.
    """
    return 2 * (Y - Y_hat) / Y_hat.size


@exercise.mistake("one slope for all")
def _(Y_hat, Y):
    """One number came back. Each prediction has a slope of its own, so the result has the shape of `Y_hat`."""
    return np.mean(2 * (Y_hat - Y))


@exercise.mistake("slope of the absolute error")
def _(Y_hat, Y):
    """All your slopes are equally steep. The slope of a *square* grows with the error: that is why large errors are
    corrected most.
    """
    return np.sign(Y_hat - Y) / Y_hat.size


@exercise.mistake("still squared")
def _(Y_hat, Y):
    """The errors are still squared, so that every slope is positive. The slope of d² is 2 d: its sign tells in which
    direction the error lies.
    """
    return 2 * (Y_hat - Y) ** 2 / Y_hat.size


@exercise.mistake("target minus prediction, not divided")
def _(Y_hat, Y):
    """Two things: the signs are turned round (prediction minus target is right), and the mean is forgotten: divide by
    the number of elements.
    """
    return 2 * (Y - Y_hat)


@exercise.mistake("target minus prediction, without the factor 2")
def _(Y_hat, Y):
    """Two things: the signs are turned round (prediction minus target is right), and the slope of d² is 2 d: the 2 is
    missing.
    """
    return (Y - Y_hat) / Y.size


@exercise.mistake("the difference alone, turned round")
def _(Y_hat, Y):
    """That is the plain difference, target minus prediction. The slope has the other sign, a factor 2, and the mean
    divides by the number of elements.
    """
    return Y - Y_hat


@exercise.mistake("divided by the number of examples, without the factor 2")
def _(Y_hat, Y):
    """You divide by the number of rows, and the 2 is missing. The slope of d² is 2 d, and the mean goes over *all*
    elements, `Y.size`.
    """
    return (Y_hat - Y) / len(Y)


@exercise.mistake("divided by the number of columns")
def _(Y_hat, Y):
    """You divide by the length of the last axis. The mean goes over *all* elements: `Y.size` counts them."""
    return 2 * (Y_hat - Y) / Y.shape[-1]


@exercise.mistake("divided by twice the number")
def _(Y_hat, Y):
    """The 2 stands below the bar. The slope of d² is 2 d: it belongs above, and only the number of elements below."""
    return (Y_hat - Y) / (2 * Y.size)


@exercise.mistake("multiplied by the number")
def _(Y_hat, Y):
    """You multiply by the number of elements. The loss is a mean: *divide* by it."""
    return 2 * (Y_hat - Y) * Y.size


@exercise.mistake("only the targets divided")
def _(Y_hat, Y):
    """Only Y is divided: Python divides before it subtracts. Put the difference in brackets: `2 *
    (Y_hat - Y) / ...`.
    """
    return 2 * Y_hat - Y / Y.size


@exercise.mistake("only the predictions doubled")
def _(Y_hat, Y):
    """Only Y_hat is doubled. The 2 belongs to the whole difference: put that in brackets."""
    return (2 * Y_hat - Y) / Y.size


@exercise.mistake("signs lost")
def _(Y_hat, Y):
    """All your slopes are positive. The sign tells in which direction the error lies: leave out `abs`."""
    return 2 * np.abs(Y_hat - Y) / Y.size


@exercise.mistake("only the signs")
def _(Y_hat, Y):
    """Your slopes are all 1 or -1. The slope of a *square* grows with the error: keep its size."""
    return np.sign(Y_hat - Y)


@exercise.mistake("squared, without the factor 2")
def _(Y_hat, Y):
    """These are the squared errors, divided by their number: parts of the loss itself. Its *slope*
    is 2 d for each d².
    """
    return (Y_hat - Y) ** 2 / Y.size


@exercise.mistake("multiplied by the prediction")
def _(Y_hat, Y):
    """There is one factor too many, Y_hat. A prediction changes its own difference by as much: nothing else is to be
    multiplied.
    """
    return 2 * (Y_hat - Y) * Y_hat / Y.size


@exercise.mistake("the loss itself")
def _(Y_hat, Y):
    """That is the loss, one number. Its *slope* is wanted, for each prediction."""
    return np.mean((Y_hat - Y) ** 2)


@exercise.mistake("mean over the examples taken")
def _(Y_hat, Y):
    """You average the slopes over the examples, so that one row is left. Each prediction has a slope of its own; the
    mean of the loss only means that each is *divided*.
    """
    return np.mean(2 * (Y_hat - Y), axis=0)


@exercise.mistake("the same slope everywhere")
def _(Y_hat, Y):
    """All your slopes are the same, twice the mean error. Each prediction has its own error, and its own slope."""
    return np.full_like(Y_hat, 2 * np.mean(Y_hat - Y))


@exercise.mistake("predictions and targets added")
def _(Y_hat, Y):
    """You add prediction and target. The error is their *difference*."""
    return 2 * (Y_hat + Y) / Y_hat.size


@exercise.mistake("divided by the number of rows squared")
def _(Y_hat, Y):
    """You divide by the square of the number of rows. The mean divides *once*, by the number of all elements."""
    return 2 * (Y_hat - Y) / len(Y) ** 2


@exercise.mistake("slopes of whole numbers")
def _(Y_hat, Y):
    """`np.zeros_like(Y)` makes whole numbers where the targets are whole, and cuts off the decimals of your slopes. Use
    `np.zeros(Y.shape)`.
    """
    G = np.zeros_like(Y)
    G[...] = losses.mse_gradient(Y_hat, Y)
    return G


@exercise.accepts("with a loop")
def _(Y_hat, Y):
    G = np.zeros(Y_hat.shape)
    for i in np.ndindex(Y_hat.shape):
        G[i] = 2 / Y_hat.size * (Y_hat[i] - Y[i])
    return G


@exercise.accepts("target minus prediction, and a minus")
def _(Y_hat, Y):
    return -2 / Y.size * (Y - Y_hat)


@exercise.accepts("with np.multiply")
def _(Y_hat, Y):
    return np.multiply(2.0, Y_hat - Y) / np.prod(Y.shape)
