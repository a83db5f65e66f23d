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
        "Which two answers are there, and which of them belongs to exactly 0?",
        "Ask of every element whether it is at least 0. That gives True and False: turn these into the two answers.",
        "Elsewhere: `np.array([True, False, True]) * 7` is 7, 0, 7: whoever calculates with truth values calculates "
        "with 1 and 0.",
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
    return (z > 0).astype(z.dtype)


@exercise.mistake("-1 instead of 0")
def _(z):
    """A silent neuron puts out 0, not -1: with -1 it would still influence the neurons that come after it."""
    return (2 * (z >= 0) - 1).astype(z.dtype)


@exercise.mistake("divided by its own size")
def _(z):
    """A number divided by its own size is 1 or -1, and at 0 it is nothing at all (`nan`). A silent neuron puts out 0,
    and at exactly 0 it fires: compare with 0 instead of dividing.
    """
    return z // np.abs(z)


@exercise.also("divided by its own size")
def _(z):
    return z / np.abs(z)


@exercise.mistake("truth values instead of numbers")
def _(z):
    """`z >= 0` gives True and False. Later neurons calculate with these: turn them into numbers, 1.0 and 0.0."""
    return z >= 0


@exercise.mistake("sum passed on where it is positive")
def _(z):
    """Where the neuron fires, you pass the sum on as it is. The step knows only 0 and 1, however large the sum."""
    return np.maximum(z, 0)


@exercise.mistake("fires when it should be silent")
def _(z):
    """Your neuron fires for negative sums and is silent for positive ones: the comparison is the wrong way round."""
    return (z < 0).astype(z.dtype)


@exercise.mistake("sign instead of step")
def _(z):
    """`np.sign` gives -1 for negative numbers and 0 for 0. The step knows only two answers: 1 from 0 on, else 0."""
    return np.sign(z)


@exercise.mistake("one half at exactly 0")
def _(z):
    """At exactly 0 your neuron answers 0.5. It fires *from* 0 on: the answer there is 1."""
    return np.heaviside(z, z.dtype.type(0.5))


@exercise.mistake("fires from 0.5 on")
def _(z):
    """Your neuron fires from 0.5 on. The definition compares the sum with another number."""
    return (z >= 0.5).astype(z.dtype)


@exercise.mistake("fires from 1 on")
def _(z):
    """Your neuron fires only from 1 on. The threshold is 0."""
    return (z >= 1).astype(z.dtype)


@exercise.mistake("cut off at 0 and 1")
def _(z):
    """Between 0 and 1 you pass the sum on. A step has nothing in between: 0.3 is not below 0, so the answer is 1."""
    return np.clip(z, 0, 1)


@exercise.mistake("always 1")
def _(z):
    """All your answers are 1. If two lines change z one after the other, the second sees what the first has written: `0
    >= 0` is true as well. And `z.any()` or `z.all()` gives one answer for all.
    """
    return np.ones_like(z)


@exercise.mistake("positions instead of values")
def _(z):
    """`np.where` with the condition alone gives the *positions* where it holds. With two more values,
    `np.where(condition, a, b)` chooses between them.
    """
    return np.where(z >= 0)


@exercise.mistake("laid flat")
def _(z):
    """The answers are right, but they come in one row. The result has the shape of z: work on the whole array, or
    `reshape(z.shape)` at the end.
    """
    return neuron.step(z).ravel()


@exercise.mistake("compared with the mean")
def _(z):
    """You compare with the mean of z, so that each answer depends on the other numbers. Compare each with 0."""
    return (z >= z.mean()).astype(z.dtype)


@exercise.mistake("cut to whole numbers")
def _(z):
    """You cut the decimals off: -2.5 becomes -2, and 3.0 stays 3. The step knows only 0 and 1: compare with 0."""
    return np.trunc(z)


@exercise.mistake("fires from 0 downwards")
def _(z):
    """Your neuron fires at 0 and *below*. The comparison is the wrong way round: it fires from 0 upwards."""
    return (z <= 0).astype(z.dtype)


@exercise.mistake("only the ones collected")
def _(z):
    """You collect a 1 where the neuron fires, and nothing where it is silent, so that numbers are missing. There it
    gives 0.
    """
    return np.ones(np.sum(z >= 0))


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
