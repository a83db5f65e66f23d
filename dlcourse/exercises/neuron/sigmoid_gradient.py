"""The slope of the sigmoid, made of the sigmoid's own output."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.sigmoid_gradient,
    points=1,
    cases=activations,
    hints=[
        "You have written the sigmoid already: call it.",
        "Put `s = sigmoid(z)` in the first line; the slope is made of s alone.",
        "`return s * (1 - s)`",
    ],
    solved="the slope of the sigmoid, without which no network of sigmoids could learn.",
    equivalent_mutants={
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
    },
)

exercise.edit(
    "z not squashed",
    {"sigmoid(z)": "z"},
    """You put z itself into s (1 - s). There, s is the *output* of the sigmoid: squash z first.""",
)

exercise.edit(
    "only 1 - s",
    {"s * (1 - s)": "1 - s"},
    """One factor is missing: the slope is s times (1 - s), so that it is small at both ends.""",
)

exercise.edit(
    "parentheses forgotten",
    {"s * (1 - s)": "s - 1 * s"},
    """Without parentheses, s * 1 - s and s - 1 * s are both s - s, which is 0 everywhere: `s * (1 - s)`.""",
)

exercise.edit(
    "sign of the slope",
    {"s * (1 - s)": "s**2 - s"},
    """Your slope is negative, but the sigmoid rises everywhere: it is s - s², not s² - s.""",
)

exercise.edit(
    "the sigmoid, not its slope",
    {"s * (1 - s)": "s"},
    """This is the sigmoid itself. Its slope says how fast it rises: s (1 - s).""",
)

exercise.edit(
    "squashed twice",
    {"sigmoid(z)": "sigmoid(sigmoid(z))"},
    """The sigmoid is applied twice. Squash z once, call the result s, and use s in the formula.""",
)


@exercise.accepts("through tanh")
def _(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


@exercise.accepts("one sigmoid up, one down")
def _(z):
    from scipy import special

    return special.expit(z) * special.expit(-z)


@exercise.accepts("through exp")
def _(z):
    return np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2
