"""The slope of the sigmoid at z, elementwise."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activation_cases
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.sigmoid_gradient,
    points=1,
    cases=activation_cases,
    hints=[
        "You have written the sigmoid already: call it.",
        "Put `s = sigmoid(z)` in the first line; the slope is made of s alone.",
        "`return s * (1 - s)`",
    ],
    solved="the slope of the sigmoid, without which no network of sigmoids could learn.",
)


@exercise.mistake("z not squashed")
def _(z):
    """You put z itself into s (1 - s). There, s is the *output* of the sigmoid: squash z first."""
    return z * (1 - z)


@exercise.mistake("only 1 - s")
def _(z):
    """One factor is missing: the slope is s times (1 - s), so that it is small at both ends."""
    return 1 - neuron.sigmoid(z)


@exercise.mistake("parentheses forgotten")
def _(z):
    """Without parentheses, s * 1 - s and s - 1 * s are both s - s, which is 0 everywhere: `s * (1 - s)`."""
    s = neuron.sigmoid(z)
    return s - 1 * s


@exercise.mistake("sign of the slope")
def _(z):
    """Your slope is negative, but the sigmoid rises everywhere: it is s - s², not s² - s."""
    s = neuron.sigmoid(z)
    return s**2 - s


@exercise.mistake("the sigmoid, not its slope")
def _(z):
    """This is the sigmoid itself. Its slope says how fast it rises: s (1 - s)."""
    return neuron.sigmoid(z)


@exercise.mistake("squashed twice")
def _(z):
    """The sigmoid is applied twice. Squash z once, call the result s, and use s in the formula."""
    s = neuron.sigmoid(neuron.sigmoid(z))
    return s * (1 - s)


@exercise.accepts("gradient through tanh")
def _(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


@exercise.accepts("STYLE")
def _(z):
    from scipy import special

    return special.expit(z) * special.expit(-z)


@exercise.accepts("STYLE")
def _(z):
    return np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2
