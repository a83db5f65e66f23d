"""Back through the sigmoid, with nothing but its output."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop, neuron


def cases(rng):
    def after(Z):
        return neuron.sigmoid(np.asarray(Z, dtype=float))

    a, b, c = drawn_sizes(rng, 3)
    return [
        Case(np.array([8.0, -4.0]), np.array([0.5, 0.75])),
        Case(np.array([1.0, 1.0, 1.0]), np.array([0.1, 0.5, 0.9])),
        Case(rng.normal(size=(2, 3)), after(rng.normal(size=(2, 3)))),
        Case(rng.normal(size=(1, a)), after(3 * rng.normal(size=(1, a)))),
        Case(rng.normal(size=(b, 1, c)), after(3 * rng.normal(size=(b, 1, c)))),
        Case(rng.normal(size=4), np.array([0.0, 1.0, 0.5, 1e-9])),  # saturated: the slope is 0
        Case(1e6 * rng.normal(size=(20 + b, a)), after(8 * rng.normal(size=(20 + b, a)))),
        Case(rng.normal(size=5).astype(np.float32), after(rng.normal(size=5)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=backprop.sigmoid_backward,
    points=2,
    cases=cases,
    hints=[
        "What does the docstring say that the cache holds, and what does the first line take it for?",
        "The slope of a sigmoid is made of its output alone. Put the output 0.5 into the function by hand: which "
        "number should stand in the place of A?",
        "Elsewhere: who has stored prices that include the tax must not add the tax again.",
    ],
    form="fault",
    solved="the backward of the first activation that networks ever learned with.",
)


@exercise.mistake("sigmoid taken twice")
def _(dA, cache):
    """You take the sigmoid of the cache. The cache *is* the output A already: the slope is A * (1 - A)."""
    A = neuron.sigmoid(cache)
    return dA * A * (1 - A)


@exercise.mistake("A left out")
def _(dA, cache):
    """You multiply by 1 - A only. The slope of the sigmoid is A * (1 - A)."""
    return dA * (1 - cache)


@exercise.mistake("1 − A left out")
def _(dA, cache):
    """You multiply by A only. The slope of the sigmoid is A * (1 - A)."""
    return dA * cache


@exercise.mistake("slope without the gradient")
def _(dA, cache):
    """That is the slope of the sigmoid, and it is right. Multiply it by `dA`, the gradient that arrives."""
    return cache * (1 - cache)


@exercise.mistake("slope of tanh")
def _(dA, cache):
    """1 - A² is the slope of tanh. The slope of the sigmoid is A * (1 - A)."""
    return dA * (1 - cache**2)


@exercise.mistake("parentheses missing")
def _(dA, cache):
    """Python multiplies before it subtracts: `A * 1 - A` is not `A * (1 - A)`."""
    return dA * cache * 1 - cache


@exercise.mistake("added instead of multiplied")
def _(dA, cache):
    """You add the slope to the gradient. Along a path slopes multiply."""
    return dA + cache * (1 - cache)


@exercise.mistake("gradient in the place of the output")
def _(dA, cache):
    """You calculate dA * (1 - dA). The slope is made of the output A, which is the cache; dA is multiplied by it."""
    return dA * (1 - dA)


@exercise.mistake("sigmoid of the gradient")
def _(dA, cache):
    """You take the sigmoid of `dA`. The gradient goes through no sigmoid: it is multiplied by the slope, which is made
    of the output, and that is the cache.
    """
    A = neuron.sigmoid(dA)
    return dA * A * (1 - A)


@exercise.mistake("1 − dA instead of 1 − A")
def _(dA, cache):
    """The second factor is 1 - dA. The slope of the sigmoid is made of its output alone, which is the cache: dA comes
    in once, as a factor.
    """
    return dA * cache * (1 - dA)


@exercise.mistake("another formula for the sigmoid")
def _(dA, cache):
    """You have changed the sigmoid, 1 / (1 + exp(-z)), in the first line. That formula was right: ask what it is given,
    and whether it is needed here at all.
    """
    with np.errstate(all="ignore"):
        A = 1 / (1 - np.exp(-cache))
        return dA * A * (1 - A)


@exercise.mistake("sigmoid of the output")
def _(dA, cache):
    """You multiply by the sigmoid of the cache. The cache *is* the output A, and the slope is A * (1 - A)."""
    return dA * neuron.sigmoid(cache)


@exercise.mistake("square taken away from everything")
def _(dA, cache):
    """You take A² away from dA * A. The whole slope, A - A², is multiplied by dA: put parentheses round it."""
    return dA * cache - cache**2


@exercise.mistake("gate of a ReLU")
def _(dA, cache):
    """You let the gradient pass where A is above 0: so it is for a ReLU. The slope of a sigmoid is A * (1 - A)."""
    return dA * (cache > 0)


@exercise.mistake("1 − A squared")
def _(dA, cache):
    """You multiply by 1 - A twice. The slope of the sigmoid is A * (1 - A): one factor is A itself."""
    return dA * (1 - cache) ** 2


@exercise.mistake("A squared")
def _(dA, cache):
    """A comes twice. The slope of the sigmoid is A * (1 - A): each factor once."""
    return dA * cache**2 * (1 - cache)


@exercise.mistake("elements added up")
def _(dA, cache):
    """`np.dot` multiplies and adds up. The sigmoid works on each element alone, and so does its backward: `*` is
    enough.
    """
    return np.dot(dA, cache * (1 - cache))


@exercise.mistake("sigmoid taken twice, gradient forgotten")
def _(dA, cache):
    """You take the sigmoid of the cache, but that *is* the output A already. And the slope, A * (1 - A), is still to be
    multiplied by `dA`.
    """
    A = neuron.sigmoid(cache)
    return A * (1 - A)


@exercise.mistake("divided by the slope")
def _(dA, cache):
    """You divide by the slope. Along a path slopes multiply: `dA` is multiplied by it."""
    with np.errstate(all="ignore"):
        return dA / (cache * (1 - cache))


@exercise.plants(
    "sigmoid taken twice",
    symptom="a neuron has the output 0.5, so its slope is 0.25, and 8 arrives: 2 should go on, but it is 1.88. And a "
    "neuron whose output is 1, which no small step changes any more, still passes a fifth of what arrives.",
)
def sigmoid_backward(dA, cache):
    """Send the gradient back through a sigmoid, whose output was kept.

    dA: array of any shape; cache: array of the same shape, the outputs A
    -> array of the same shape
    """
    A = 1 / (1 + np.exp(-cache))
    return dA * A * (1 - A)


@exercise.accepts("A minus its square")
def _(dA, cache):
    return dA * (cache - cache**2)


@exercise.accepts("one by one, then reshaped")
def _(dA, cache):
    return np.array([d * a * (1 - a) for d, a in zip(dA.ravel(), cache.ravel())]).reshape(dA.shape)
