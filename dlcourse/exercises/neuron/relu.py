"""The ReLU: the larger of each number and 0, in a new array."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.relu,
    points=1,
    cases=activations,
    hints=[
        "Each element is replaced by the larger of itself and 0.",
        "`np.max` gives the largest element of an array; `np.maximum` compares two arrays element by element.",
        "`np.maximum` wants two things: z, and the number to compare every element with.",
    ],
    solved="the activation that most of today's networks use.",
    equivalent_mutants={
        "return np.maximum(0, z)": "the larger of two numbers does not depend on their order",
    },
)


@exercise.mistake("absolute value")
def _(z):
    """Negative sums come out positive. A ReLU silences them: they become 0."""
    return np.abs(z)


@exercise.mistake("minimum instead of maximum")
def _(z):
    """You keep the negative numbers and silence the positive ones: it is the *larger* of z and 0 that goes on."""
    return np.minimum(z, 0)


@exercise.mistake("step instead of ReLU")
def _(z):
    """Positive numbers become 1. A ReLU passes them on as they are: that is how it says *how far* the neuron is
    excited.
    """
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


@exercise.mistake("input changed in place")
def _(z):
    """`z[z < 0] = 0` writes into the caller's own array. Someone else may still need the sums: make a new array."""
    z[z < 0] = 0
    return z


@exercise.mistake("one maximum for all")
def _(z):
    """`np.max` finds the single largest number. `np.maximum(z, 0)` compares every element with 0."""
    return np.max(z)


@exercise.mistake("largest along an axis")
def _(z):
    """`np.max(z, 0)` takes 0 for an axis and looks for the largest number along it. `np.maximum(z, 0)` compares every
    element with the number 0.
    """
    return np.max(z, 0)


@exercise.mistake("capped at 1")
def _(z):
    """Numbers above 1 are cut off. A ReLU has no upper limit."""
    return np.clip(z, 0, 1)


@exercise.accepts("set to 0 in an own copy")
def _(z):
    out = z.copy()
    out[out < 0] = 0
    return out


@exercise.accepts("with np.where")
def _(z):
    return np.where(z > 0, z, 0.0)


@exercise.accepts("times a truth value")
def _(z):
    return z * (z > 0)


@exercise.accepts("with np.clip")
def _(z):
    return np.clip(z, 0, None)


@exercise.accepts("through the absolute value")
def _(z):
    return (z + np.abs(z)) / 2


@exercise.accepts("number by number")
def _(z):
    return np.array([max(value, 0) for value in z.ravel().tolist()]).reshape(z.shape)
