"""The step: 1 from 0 on, exactly at 0 too, and numbers instead of truth values."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.step,
    points=1,
    cases=activations,
    hints=[
        "Every element gets 1.0 or 0.0, depending on whether it is at least 0.",
        "`np.where(condition, a, b)` takes a where the condition holds, else b, element by element.",
        "The condition is `z >= 0`.",
    ],
    solved="the activation of the first artificial neurons, of 1943.",
    equivalent_mutants={
        "without: z = np.asarray(z)": "only for callers that give lists",
        "z = z": "only for callers that give lists",
    },
)


@exercise.mistake("silent at exactly 0")
def _(z):
    """At exactly 0 your neuron stays silent. The definition says that it fires *from* 0 on: `>=`, not `>`."""
    return np.where(z > 0, 1.0, 0.0)


@exercise.mistake("-1 instead of 0")
def _(z):
    """A silent neuron puts out 0, not -1: with -1 it would still hold back the neurons that come after it."""
    return np.where(z >= 0, 1.0, -1.0)


@exercise.mistake("truth values instead of numbers")
def _(z):
    """`z >= 0` gives True and False. Later neurons calculate with these: turn them into numbers, 1.0 and 0.0, for
    example with `np.where`.
    """
    return z >= 0


@exercise.mistake("size kept")
def _(z):
    """Where the neuron fires, you pass the sum on as it is. The step knows only 0 and 1, however large the sum."""
    return np.where(z >= 0, z, 0.0)


@exercise.mistake("fires when it should be silent")
def _(z):
    """Your neuron fires for negative sums and is silent for positive ones: the comparison is the wrong way round."""
    return np.where(z < 0, 1.0, 0.0)


@exercise.accepts("ones filled in")
def _(z):
    out = np.zeros(z.shape, dtype=z.dtype)
    out[z >= 0] = 1
    return out


@exercise.accepts("number by number")
def _(z):
    return np.array([1.0 if value >= 0 else 0.0 for value in z.ravel()]).reshape(z.shape)


@exercise.accepts("with np.where")
def _(z):
    return np.where(z >= 0, 1.0, 0.0)


@exercise.accepts("truth values made int")
def _(z):
    return (z >= 0).astype(int)


@exercise.accepts("truth values times 1.0")
def _(z):
    return (z >= 0) * 1.0


@exercise.accepts("with np.heaviside")
def _(z):
    return np.heaviside(z, 1)
