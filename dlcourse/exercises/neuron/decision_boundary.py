"""The decision boundary of two inputs: w[0] x1 + w[1] x2 + b = 0, solved for x2."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import neuron


def cases(rng):
    few, many = drawn_sizes(rng, 2, most=24)
    return [
        Case(np.array([1.0, 2.0]), -4.0, np.array([0.0, 2.0, 5.0])),
        Case(np.array([-0.5, 1.0]), 0.75, np.array([-1.0, 1.0])),
        Case(np.array([3.0, 2.0]), 0.0, np.array([-2.0, 0.0, 1.0])),  # through the origin
        Case(rng.normal(size=2) + np.array([0.5, 4.0]), 1.5, rng.normal(size=few)),
        Case(np.array([2.0, -4.0]), -3.0, np.linspace(-3, 3, many)),
        Case(np.array([0.0, 0.5]), 2.0, np.array([-2.0, 0.0, 2.0])),  # a level line
        Case(np.array([-3.0, 2.0]), 1.0, np.array([0.5])),
        Case(np.array([1.0, 1e-6]), 0.5, np.array([-1.0, 1.0])),
    ]


exercise = Exercise(
    reference=neuron.decision_boundary,
    points=2,
    cases=cases,
    hints=[
        "On the boundary the weighted sum is exactly 0. Write that as an equation with x1 and x2.",
        "Bring w[0] * x1 and b to the other side, then divide by w[1].",
        "`return -(w[0] * x1 + b) / w[1]`",
    ],
    solved="the line that a neuron draws through its world.",
    equivalent_mutants={
        "return -(w[0] * x1 + b) / w[1]": "only for callers that give lists",
        "return -(w[0] * np.asarray(x1) + b) / w[-1]": "there are two weights: the last is the second",
        "w = 2 * w + 1 if np.ndim(w) and len(w) == 1 else w": "there are two weights, never one",
    },
)


@exercise.mistake("sign lost when solving for x2")
def _(w, b, x1):
    """The line is mirrored: when w[0] * x1 + b moves to the other side of the equation, both get a minus."""
    return (w[0] * x1 + b) / w[1]


@exercise.mistake("sign of the bias")
def _(w, b, x1):
    """w[0] * x1 has its minus, the bias has none. Both move to the other side: -(w[0] * x1 + b)."""
    return (b - w[0] * x1) / w[1]


@exercise.mistake("weights exchanged")
def _(w, b, x1):
    """The two weights are exchanged: w[0] belongs to x1, and w[1] to x2, for which you solve."""
    return -(w[1] * x1 + b) / w[0] if w[0] else np.full(np.shape(x1), 1e9)


@exercise.mistake("bias forgotten")
def _(w, b, x1):
    """Your line goes through the origin: the bias, which moves it away from there, is missing."""
    return -w[0] * x1 / w[1]


@exercise.mistake("not divided")
def _(w, b, x1):
    """The other side of the equation is right, but it is still w[1] times too large: divide it by w[1]."""
    return -(w[0] * x1 + b)


@exercise.mistake("only the bias divided")
def _(w, b, x1):
    """Only the bias is divided by w[1]. All of the other side is divided: put it in parentheses."""
    return -w[0] * x1 - b / w[1]


@exercise.accepts("filled in by a loop")
def _(w, b, x1):
    heights = np.zeros(len(x1))
    for i, x in enumerate(x1):
        heights[i] = (-b - w[0] * x) / w[1]
    return heights


@exercise.accepts("a minus on each term")
def _(w, b, x1):
    return (-w[0] * x1 - b) / w[1]


@exercise.accepts("as a list of heights")
def _(w, b, x1):
    return np.array([-(w[0] * x + b) / w[1] for x in x1])


@exercise.accepts("as a slope and an offset")
def _(w, b, x1):
    return -w[0] / w[1] * x1 - b / w[1]
