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
        "The slope of d² is 2 d. The mean is a sum, divided by the number of elements.",
        "`Y_hat.size` is the number of elements. The result has the shape of `Y_hat`.",
        "`return 2 * (Y_hat - Y) / Y_hat.size`",
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
