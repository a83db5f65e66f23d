"""The ReLU: the larger of each number and 0, in a new array."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.relu,
    points=1,
    form="fault",
    minutes=3.5,
    difficulty=2,
    cases=activations,
    hints=[
        "Which array does the function write into, and whose is it?",
        "What comes in under the name z is the caller's own array, not a copy. The negative numbers may only be "
        "replaced in an array that is new.",
        "Elsewhere: `mine = prices.copy()` is a new array with the same numbers; `np.minimum(prices, 5)` makes a new "
        "one, too, and leaves `prices` as it was.",
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
    return (z > 0).astype(z.dtype)


@exercise.mistake("input changed in place")
def _(z):
    """`z[z < 0] = 0` writes into the caller's own array. Someone else may still need the sums: make a new array."""
    z[z < 0] = 0
    return z


@exercise.mistake("one maximum for all")
def _(z):
    """`np.max` finds the single largest number of an array. Every element is to be compared with 0, by itself."""
    return np.max(z)


@exercise.mistake("largest along an axis")
def _(z):
    """`np.max(z, 0)` takes 0 for an axis and looks for the largest number along it. Every element is to be compared
    with the number 0, by itself.
    """
    return np.max(z, 0)


@exercise.mistake("capped at 1")
def _(z):
    """Numbers above 1 are cut off. A ReLU has no upper limit."""
    return np.clip(z, 0, 1)


@exercise.mistake("nothing replaced")
def _(z):
    """z comes back as it was. If you make a *new* array in which the negative numbers are 0, that one is to be
    returned.
    """
    return z


@exercise.mistake("leaky ReLU")
def _(z):
    """Negative numbers become small instead of 0: that is a *leaky* ReLU. Here they become exactly 0."""
    return np.where(z > 0, z, z.dtype.type(0.01) * z)


@exercise.mistake("negative numbers left out")
def _(z):
    """You leave the negative numbers out, so that the result is shorter than z. They are to be *replaced*, by 0."""
    return z[z > 0]


@exercise.mistake("compared with 1 instead of 0")
def _(z):
    """Everything below 1 becomes 1. A ReLU compares with 0."""
    return np.maximum(z, 1)


@exercise.mistake("capped at 6")
def _(z):
    """Numbers above 6 are cut off: some phones use that, as ReLU6. Here there is no upper limit."""
    return np.clip(z, 0, 6)


@exercise.mistake("exponential below 0")
def _(z):
    """Below 0 your curve is exp(z) - 1, like that of an ELU. A ReLU is 0 there."""
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


@exercise.mistake("softplus instead of ReLU")
def _(z):
    """That is log(1 + exp(z)), a ReLU with its corner smoothed. Here the corner is wanted: the larger of z and 0."""
    return np.logaddexp(z.dtype.type(0), z)


@exercise.mistake("sigmoid instead of ReLU")
def _(z):
    """That is the sigmoid. A ReLU squashes nothing: positive numbers pass as they are."""
    return neuron.sigmoid(z)


@exercise.mistake("laid flat")
def _(z):
    """The numbers are right, but they come in one row. The result has the shape of z."""
    return neuron.relu(z).ravel()


@exercise.mistake("truth values instead of numbers")
def _(z):
    """`z > 0` says *whether* a number is positive. It is the number itself that goes on."""
    return z > 0


@exercise.plants(
    "input changed in place",
    symptom="The answers are right. But afterwards the caller's own sums are no longer what they were.",
)
def relu(z):
    """Pass positive numbers on unchanged, replace negative ones by 0.

    z: array of any shape -> array of the same shape
    """
    z[z < 0] = 0
    return z


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
