"""Back from whole numbers to weights: the zero point taken away where there is room for numbers below 0."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.weights import stored_numbers
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.dequantize,
    points=1,
    minutes=2,
    cases=stored_numbers,
    hints=[
        "With steps of 0.5 and 0 at the number 6: which weight is meant by 8, and which by 5? And can an array of "
        "`np.uint8` hold what comes out before the scale?",
        "How many steps is a number away from the zero point? Some are below it, and eight bits without a sign go "
        "round there: the numbers need more room first.",
        "Elsewhere: with `a = np.array([3], dtype=np.uint8)`, `a - 5` is 254, and `a.astype(int) - 5` is -2.",
    ],
    solved="weights that can be used again, each at most half a step from what it was.",
    equivalent_mutants={
        "scale = 1 if np.ndim(scale) == 0 and scale == 0 else scale": "no step has a width of 0",
    },
)


@exercise.mistake("gone round below 0", hint=3)
def _(q, *, scale, zero_point):
    """Numbers below the zero point come back large and positive: the difference is taken in eight bits without a sign,
    and there 0 - 1 is 255. Give the numbers another type first.
    """
    return scale * ((q.astype(int) - zero_point) % 256)


@exercise.also("gone round below 0")
def _(q, *, scale, zero_point):
    return scale * (q - zero_point)


@exercise.also("gone round below 0")
def _(q, *, scale, zero_point):
    return (q - np.asarray(zero_point).astype(np.uint8)).astype(float) * scale


@exercise.mistake("eight bits with a sign", hint=3)
def _(q, *, scale, zero_point):
    """You give the numbers a sign, but leave them in eight bits: there is room only up to 127, and larger ones have
    turned negative. Give them more room: `int`, or a float.
    """
    return scale * (q.astype(np.int8).astype(int) - zero_point)


@exercise.also("eight bits with a sign")
def _(q, *, scale, zero_point):
    return scale * (q.astype(int) - zero_point).astype(np.int8)


@exercise.also("eight bits with a sign")
def _(q, *, scale, zero_point):
    return scale * (q.astype(np.int8) - np.asarray(zero_point).astype(np.int8))


@exercise.also("eight bits with a sign")
def _(q, *, scale, zero_point):
    return scale * (q.astype(np.int8) - zero_point)  # an error where the zero point does not fit


@exercise.mistake("zero point added")
def _(q, *, scale, zero_point):
    """You add the zero point. That was done on the way to the whole numbers; back again it is taken away."""
    return scale * (q.astype(int) + zero_point)


@exercise.also("zero point added")
def _(q, *, scale, zero_point):
    return scale * q.astype(float) + zero_point


@exercise.also("zero point added")
def _(q, *, scale, zero_point):
    return (q.astype(float) + zero_point) / scale


@exercise.mistake("scaled twice")
def _(q, *, scale, zero_point):
    """Your zero point is multiplied by the scale twice. Take it away first, and then multiply once."""
    return scale * (q.astype(float) - scale * zero_point)


@exercise.mistake("zero point forgotten")
def _(q, *, scale, zero_point):
    """The zero point is nowhere: the number that means 0 comes back as something else."""
    return scale * q.astype(float)


@exercise.mistake("zero point taken from the weight")
def _(q, *, scale, zero_point):
    """You take the zero point away after the scale. It counts steps, not weights: take it away before the scale."""
    return scale * q.astype(float) - zero_point


@exercise.mistake("scale forgotten")
def _(q, *, scale, zero_point):
    """What comes back says how many *steps* a weight is away from 0. Each step is `scale` wide."""
    return q.astype(float) - zero_point


@exercise.mistake("half a step moved")
def _(q, *, scale, zero_point):
    """All weights come back half a step too large. A number stands for its step itself, not for the middle between two:
    the zero point means 0.
    """
    return scale * (q.astype(float) - zero_point + 0.5)


@exercise.mistake("back in eight bits", hint=3)
def _(q, *, scale, zero_point):
    """The weights are put into eight bits without a sign again: there is no room for what stands behind the point, nor
    for what is below 0. (An array made by `np.zeros_like(q)` or `q.copy()` has the type of q.)
    """
    return (scale * (q.astype(int) - zero_point)).astype(int).astype(np.uint8)


@exercise.mistake("the size without its sign")
def _(q, *, scale, zero_point):
    """The sizes are right, and the signs are lost: numbers below the zero point mean weights below 0."""
    return scale * np.abs(q.astype(float) - zero_point)


@exercise.mistake("divided by the scale")
def _(q, *, scale, zero_point):
    """You divide by the scale. It is how wide a step is, so a weight is so many steps *times* the scale."""
    return (q.astype(int) - zero_point) / scale


@exercise.mistake("the difference turned round")
def _(q, *, scale, zero_point):
    """All signs are turned. A number *above* the zero point means a weight above 0."""
    return scale * (zero_point - q.astype(int))


@exercise.mistake("whole weights")
def _(q, *, scale, zero_point):
    """What stands behind the point is gone: weights are seldom whole numbers. Turn the numbers into another type before
    the scale, not after it.
    """
    return (scale * (q.astype(int) - zero_point)).astype(int)


@exercise.also("whole weights")
def _(q, *, scale, zero_point):
    return np.rint(scale * (q.astype(int) - zero_point))


@exercise.mistake("numbers below the zero point cut off")
def _(q, *, scale, zero_point):
    """All numbers below the zero point come back as 0. They mean weights below 0."""
    return scale * np.maximum(q.astype(int) - zero_point, 0)


@exercise.accepts("scale and zero point multiplied first")
def _(q, *, scale, zero_point):
    return q * scale - zero_point * scale


@exercise.accepts("as floats")
def _(q, *, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale


@exercise.accepts("number by number")
def _(q, *, scale, zero_point):
    W = np.zeros(q.shape)
    scales, zeros = np.broadcast_to(scale, q.shape), np.broadcast_to(zero_point, q.shape)
    for place in np.ndindex(q.shape):
        W[place] = scales[place] * (int(q[place]) - zeros[place])
    return W
