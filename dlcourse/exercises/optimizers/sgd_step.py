"""Gradient descent: one step against the gradient, in one line."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import rate, step_cases
from dlcourse.lessons import optimizers


def cases(rng):
    first = {"w": np.array([1.0, 2.0]), "g": np.array([4.0, -2.0]), "learning_rate": 0.1}
    return step_cases(rng, first, (), rate)


exercise = Exercise(
    reference=optimizers.sgd_step,
    points=1,
    cases=cases,
    withheld=("momentum_step", "nesterov_step"),
    hints=[
        "A weight of 1 has the gradient 4: the loss rises if the weight rises. Should the weight get larger or "
        "smaller, and by how much at a rate of 0.1?",
        "Each weight gives up a part of its own gradient; the learning rate says how large a part. What goes back "
        "is the weight itself, not its change.",
        "NumPy takes arrays of one shape element by element: `prices - refunds` needs no loop and makes a new array. A "
        "number meets every element: `3 * prices`.",
    ],
    solved="the step that trains most of the networks there are, in one line.",
)


@exercise.mistake("uphill")
def _(*, w, g, learning_rate):
    """You go *up*: the gradient points to where the loss rises, so the step has a minus."""
    return w + learning_rate * g


@exercise.mistake("learning rate forgotten")
def _(*, w, g, learning_rate):
    """You take away the whole gradient. The learning rate says how much of it: multiply."""
    return w - g


@exercise.mistake("only the change returned")
def _(*, w, g, learning_rate):
    """That is the change of the weights. Wanted are the new weights: the old ones and the change together."""
    return -learning_rate * g


@exercise.mistake("the amount to take away returned")
def _(*, w, g, learning_rate):
    """That is what must be taken away from w. Wanted is what is left: the new weights."""
    return learning_rate * g


@exercise.mistake("divided by the learning rate")
def _(*, w, g, learning_rate):
    """You divide by the learning rate: a smaller one then makes *larger* steps. Multiply."""
    return w - g / learning_rate


@exercise.mistake("only the sign of the gradient")
def _(*, w, g, learning_rate):
    """Every weight moves by the same amount. In gradient descent a steeper slope makes a longer step: use g itself, not
    its sign.
    """
    return w - learning_rate * np.sign(g)


@exercise.mistake("change in proportion to the weight")
def _(*, w, g, learning_rate):
    """Your step is multiplied by the weight itself: a weight of 0 could never change. The step is the learning rate
    times the gradient, and nothing else.
    """
    return w - learning_rate * g * w


@exercise.mistake("size of the gradient")
def _(*, w, g, learning_rate):
    """You use the gradient's size, so that every weight falls. The sign says on which side the valley lies: where g is
    negative, the weight must rise.
    """
    return w - learning_rate * np.abs(g)


@exercise.mistake("gradient divided by its length")
def _(*, w, g, learning_rate):
    """You divide the gradient by its length, so that all steps are equally long (and a gradient of zeros gives nan). In
    gradient descent a steeper slope makes a longer step.
    """
    return w - learning_rate * g / np.linalg.norm(g)


@exercise.mistake("gradient divided by its length, if it has one")
def _(*, w, g, learning_rate):
    """You divide the gradient by its length: all steps are equally long. In gradient descent a steeper slope makes a
    longer step.
    """
    return w - learning_rate * g / (np.linalg.norm(g) or 1.0)


@exercise.mistake("mean of the gradient")
def _(*, w, g, learning_rate):
    """You take the same number, the mean of g, from every weight. Each weight has a slope of its own: NumPy takes w and
    g element by element, without `np.mean`.
    """
    return w - learning_rate * np.mean(g)


@exercise.mistake("sum of the gradient")
def _(*, w, g, learning_rate):
    """You take the same number, the sum of g, from every weight. Each weight has a slope of its own: NumPy takes w and
    g element by element, without a sum.
    """
    return w - learning_rate * np.sum(g)


@exercise.mistake("divided by the length of w")
def _(*, w, g, learning_rate):
    """You divide by `len(w)`. The number of weights does not matter here: the step is the learning rate times g."""
    return w - learning_rate * g / len(w)


@exercise.mistake("weights and gradient exchanged")
def _(*, w, g, learning_rate):
    """w and g have changed places: you begin at the gradient, and go against the weights."""
    return g - learning_rate * w


@exercise.mistake("weights multiplied as well")
def _(*, w, g, learning_rate):
    """The learning rate multiplies w, too, so that the weights shrink to a part. It belongs to g alone: mind where your
    parentheses stand.
    """
    return learning_rate * (w - g)


@exercise.mistake("learning rate subtracted")
def _(*, w, g, learning_rate):
    """You subtract the learning rate. It says which part of g is taken away. Multiply the two."""
    return w - g - learning_rate


@exercise.mistake("a learning rate of your own")
def _(*, w, g, learning_rate):
    """Your step always has the rate 0.01. The caller decides how fast to learn: use `learning_rate` as it comes in."""
    return w - 0.01 * g


@exercise.mistake("two steps at once")
def _(*, w, g, learning_rate):
    """You go twice as far as the learning rate says. One call makes one step; the loop belongs to the caller."""
    return w - 2 * learning_rate * g


@exercise.mistake("only the first weights")
def _(*, w, g, learning_rate):
    """Only what stands first in w has changed. Every weight takes its step: does a `return` stand inside the loop, so
    that it ends after the first round? (NumPy needs no loop.)
    """
    new = w.copy()
    new[0] = w[0] - learning_rate * g[0]
    return new


@exercise.mistake("positive slopes only")
def _(*, w, g, learning_rate):
    """Weights with a negative slope stay where they are. They rise: use g as it is, with its sign."""
    return w - learning_rate * np.maximum(g, 0)


@exercise.mistake("gradient squared")
def _(*, w, g, learning_rate):
    """You square the gradient, so that its sign is lost and every weight falls. Use g itself."""
    return w - learning_rate * g**2


@exercise.mistake("learning rate twice")
def _(*, w, g, learning_rate):
    """The learning rate is multiplied in twice, so that the step is too short. Once is enough."""
    return w - learning_rate**2 * g


@exercise.accepts("in a loop")
def _(*, w, g, learning_rate):
    new = w.copy()
    for index in np.ndindex(w.shape):
        new[index] = w[index] - learning_rate * g[index]
    return new


@exercise.accepts("in place, on a copy of its own")
def _(*, w, g, learning_rate):
    w = w.copy()
    w -= learning_rate * g
    return w


@exercise.accepts("adding the negative")
def _(*, w, g, learning_rate):
    return w + -learning_rate * g


@exercise.accepts("with np.subtract, arguments also by position")
def _(w, g, learning_rate):
    return np.subtract(w, np.multiply(g, learning_rate))
