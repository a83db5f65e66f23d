"""AdaGrad: each weight's step is divided by the root of the sum of its squared gradients."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import rate, squares_cases
from dlcourse.lessons import optimizers


def cases(rng):
    return squares_cases(rng, rate)


exercise = Exercise(
    reference=optimizers.adagrad_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "s"),
    hints=[
        "Two lines: add the squared gradients to s, then divide the step by the root of the new s.",
        "`s = s + g * g`; below the fraction bar stands `np.sqrt(s) + epsilon`.",
        "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
    ],
    solved="a step of its own for every weight: long where gradients are rare or small, short where they are large.",
)


@exercise.mistake("squares not added up")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """Your s is the square of this gradient alone, so that every weight moves by exactly the learning rate. Add it to
    the sum so far.
    """
    s = g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("not squared")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You add up the gradients' sizes. AdaGrad adds up their *squares*: `g * g`."""
    s = s + np.abs(g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("gradients added as they are")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You add up the gradients themselves. They can be negative, and cancel. AdaGrad adds up their *squares*: `g *
    g`.
    """
    s = s + g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("root forgotten")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You divide by the sum of squares. Take its root: then the gradient and what divides it have the same unit, and
    the size of a gradient cancels.
    """
    s = s + g * g
    return w - learning_rate * g / (s + epsilon), s


@exercise.mistake("epsilon inside the root")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """epsilon stands inside the root, where 1e-8 counts as 1e-4 and slows down every weight with small gradients. Add
    it after the root.
    """
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s + epsilon), s


@exercise.mistake("epsilon forgotten")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """A weight that never had a gradient gives 0 / 0. That is what epsilon is for: add it to the root."""
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s), s


@exercise.mistake("epsilon beside the fraction")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round what stands
    below the fraction bar.
    """
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s) + epsilon, s


@exercise.mistake("divided by the old sum")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You divide by the sum *before* this gradient. In the first step that is 0, and the weights fly away."""
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s + g * g


@exercise.mistake("old sum returned")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """The weights are right, but s comes back as it came in: return the new sum."""
    return w - learning_rate * g / (np.sqrt(s + g * g) + epsilon), s.copy()


@exercise.mistake("one sum for all weights")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You add the squares of all weights together. Each weight has a sum of its own: no `np.sum` here, the arrays are
    added element by element.
    """
    s = s + np.sum(g * g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("scaled step uphill")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    """You go *up*: the gradient points to where the loss rises, so the scaled step has a minus."""
    s = s + g * g
    return w + learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.accepts("adagrad powers")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    s_new = s + g**2
    return w - g * (learning_rate / (s_new**0.5 + epsilon)), s_new


@exercise.accepts("adagrad on own copy")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s.copy()
    s += np.square(g)
    rates = learning_rate / (np.sqrt(s) + epsilon)
    return w - rates * g, s
