"""The gradient of rounding that pretends there were none, and stops where a weight was clipped."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.weights import gradients
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.fake_quantize_backward,
    points=2,
    minutes=4,
    form="derive",
    first="compression.slope_through_rounding",
    cases=gradients,
    hints=[
        "Two bits, steps of 1, 0 at the number 1: which weights are there? A weight of 2.3 is rounded to one of them, "
        "and one of 2.7? Which of the two feels it if it is moved a little further out?",
        "Work out which number each weight would get if there were no ends, and see which of these numbers exist. "
        "There the gradient passes as it came; where there is no such number, nothing passes.",
        "Elsewhere: `np.where((hour >= 9) & (hour <= 17), pay, 0)` gives `pay` within the hours, both ends counted, "
        "and 0 outside of them.",
    ],
    solved="a way past the stairs: weights learn, though what is used of them are steps.",
    equivalent_mutants={
        "return np.where((step <= 2 ** bits - 1) & (step >= 0), d_out, 0.0)": "both must hold, in any order",
    },
)


def passed(mask):
    """An answer that passes the gradient where `mask(step, bits)` is True; `step` without ends."""

    def answer(d_out, W, *, scale, zero_point, bits):
        return np.where(mask(np.rint(W / scale) + zero_point, bits), d_out, 0)

    return answer


@exercise.mistake("passed everywhere")
def _(d_out, W, *, scale, zero_point, bits):
    """You pass the gradient everywhere. Beyond the ends a weight can move as it likes, and what is used of it stays the
    last step: there the slope is truly 0.
    """
    return d_out.copy()


@exercise.also("passed everywhere")
def _(d_out, W, *, scale, zero_point, bits):
    return d_out


@exercise.mistake("passed nowhere")
def _(d_out, W, *, scale, zero_point, bits):
    """That is the true slope of stairs, 0 nearly everywhere, and nothing would ever learn. The trick is to pass the
    gradient through the rounding as if there were none.
    """
    return np.zeros(d_out.shape)


@exercise.mistake("half a step too narrow", hint=1)
def _(d_out, W, *, scale, zero_point, bits):
    """You compare the weight itself with the two ends. A weight up to half a step beyond the last one is still
    *rounded* to it, and not clipped: it passes the gradient.
    """
    place = W / scale + zero_point
    return np.where((place > -0.01) & (place < 2**bits - 0.99), d_out, 0)


@exercise.also("half a step too narrow")
def _(d_out, W, *, scale, zero_point, bits):
    low, high = -scale * zero_point, scale * (2**bits - 1 - zero_point)
    return np.where((low <= W) & (high >= W), d_out, 0)


@exercise.mistake("half a step beyond let in")
def _(d_out, W, *, scale, zero_point, bits):
    """A weight exactly half a step beyond an end passes with you always. Halves are rounded to the *even* number, so
    some of them go to a number that does not exist.
    """
    place = W / scale + zero_point
    return np.where((place >= -0.5) & (place <= 2**bits - 0.5), d_out, 0)


@exercise.mistake("half a step beyond kept out")
def _(d_out, W, *, scale, zero_point, bits):
    """A weight exactly half a step beyond an end never passes with you. Halves are rounded to the *even* number, so
    some of them are rounded to the end itself.
    """
    place = W / scale + zero_point
    return np.where((place > -0.5) & (place < 2**bits - 0.5), d_out, 0)


@exercise.also("half a step beyond kept out")
def _(d_out, W, *, scale, zero_point, bits):
    step = np.sign(W) * np.floor(np.abs(W) / scale + 0.5) + zero_point
    return np.where((step >= 0) & (step <= 2**bits - 1), d_out, 0)


@exercise.mistake("the steps in eight bits")
def _(d_out, W, *, scale, zero_point, bits):
    """You put the steps into eight bits before you look where they lie: there they go round, and steps far beyond an
    end come back between the two.
    """
    step = (np.rint(W / scale) + zero_point).astype(np.int64).astype(np.uint8)
    return np.where(step <= 2**bits - 1, d_out, 0)


@exercise.mistake("only weights on a step")
def _(d_out, W, *, scale, zero_point, bits):
    """With you the gradient passes only where a weight is exactly on a step. Rounding is to be passed as if there were
    none: every weight passes whose nearest step exists.
    """
    q = np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1)
    return np.where(np.abs(scale * (q - zero_point) - W) <= 1e-9 * np.abs(W), d_out, 0)


@exercise.mistake("the ends at -1 and 1")
def _(d_out, W, *, scale, zero_point, bits):
    """Your ends are -1 and 1, as in networks of one bit. Here scale, zero point and bits say where they are."""
    return np.where(np.abs(W) <= 1, d_out, 0)


@exercise.mistake("the ends of numbers with a sign")
def _(d_out, W, *, scale, zero_point, bits):
    """Your ends are those of whole numbers *with* a sign. Here they go from 0 to 2^bits - 1, and the zero point is
    added.
    """
    step = np.rint(W / scale)
    return np.where((step >= -(2 ** (bits - 1))) & (step <= 2 ** (bits - 1) - 1), d_out, 0)


@exercise.mistake("only those that pass")
def _(d_out, W, *, scale, zero_point, bits):
    """What comes back are the gradients that pass, in one row: an index of True and False picks, and loses the places.
    The shape stays, with 0 where nothing passes.
    """
    step = np.rint(W / scale) + zero_point
    return d_out[(step >= 0) & (step <= 2**bits - 1)]


@exercise.mistake("zero point forgotten")
def _(d_out, W, *, scale, zero_point, bits):
    """You compare steps counted from 0 with the two ends, without the zero point: weights below 0 would all
    be clipped.
    """
    return passed(lambda step, bits: (step >= zero_point) & (step <= 2**bits - 1 + zero_point))(
        d_out, W, scale=scale, zero_point=zero_point, bits=bits
    )


exercise.edit("lower end left out", {"step >= 0": "step > 0"}, "The number 0 exists, too: there the gradient passes.")
exercise.edit(
    "upper end left out",
    {"step <= 2**bits - 1": "step < 2**bits - 1"},
    "The last number, 2^bits - 1, exists, too: there the gradient passes.",
)


@exercise.mistake("both ends left out")
def _(d_out, W, *, scale, zero_point, bits):
    """At both ends nothing passes with you. The first and the last number exist: what is rounded to them passes."""
    return passed(lambda step, bits: (step > 0) & (step < 2**bits - 1))(
        d_out, W, scale=scale, zero_point=zero_point, bits=bits
    )


exercise.edit(
    "one number too many",
    {"2**bits - 1": "2**bits"},
    "The number 2^bits does not exist: there are so many numbers, and they begin at 0.",
)


@exercise.mistake("always eight bits")
def _(d_out, W, *, scale, zero_point, bits):
    """Your last number is always 255. With fewer bits it is smaller."""
    return passed(lambda step, bits: (step >= 0) & (step <= 255))(
        d_out, W, scale=scale, zero_point=zero_point, bits=bits
    )


@exercise.mistake("only from above")
def _(d_out, W, *, scale, zero_point, bits):
    """You stop the gradient above the last number, and not below the first one."""
    return passed(lambda step, bits: step <= 2**bits - 1)(d_out, W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.mistake("only from below")
def _(d_out, W, *, scale, zero_point, bits):
    """You stop the gradient below the first number, and not above the last one."""
    return passed(lambda step, bits: step >= 0)(d_out, W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.mistake("the other way round")
def _(d_out, W, *, scale, zero_point, bits):
    """You pass the gradient where a weight was clipped, and stop it everywhere else. It is the other way round."""
    return passed(lambda step, bits: (step < 0) | (step > 2**bits - 1))(
        d_out, W, scale=scale, zero_point=zero_point, bits=bits
    )


@exercise.mistake("over the scale")
def _(d_out, W, *, scale, zero_point, bits):
    """You divide the gradient by the scale. The weight is divided by it and multiplied by it again: the two slopes
    cancel.
    """
    return compression.fake_quantize_backward(d_out, W, scale=scale, zero_point=zero_point, bits=bits) / scale


@exercise.mistake("times the scale")
def _(d_out, W, *, scale, zero_point, bits):
    """You multiply the gradient by the scale. The weight is divided by it and multiplied again: the two
    slopes cancel.
    """
    return compression.fake_quantize_backward(d_out, W, scale=scale, zero_point=zero_point, bits=bits) * scale


@exercise.mistake("the gradient clipped")
def _(d_out, W, *, scale, zero_point, bits):
    """You clip the *gradient*. Its size is not asked about: it passes or it does not, as the weight decides."""
    low, high = -scale * zero_point, scale * (2**bits - 1 - zero_point)
    return np.clip(d_out, low, high)


@exercise.also("the gradient clipped")
def _(d_out, W, *, scale, zero_point, bits):
    return np.clip(d_out, 0, 2**bits - 1)


@exercise.mistake("where it passes")
def _(d_out, W, *, scale, zero_point, bits):
    """What comes back says where the gradient passes. Wanted is the gradient that has passed."""
    step = np.rint(W / scale) + zero_point
    return np.where((step >= 0) & (step <= 2**bits - 1), 1.0, 0.0)


@exercise.also("where it passes")
def _(d_out, W, *, scale, zero_point, bits):
    step = np.rint(W / scale) + zero_point
    return (step >= 0) & (step <= 2**bits - 1)


@exercise.mistake("rounded down")
def _(d_out, W, *, scale, zero_point, bits):
    """You round down. The *nearest* step decides: 0.4 below the first one is still rounded to it, and 0.6 above the
    last is not.
    """
    step = np.floor(W / scale) + zero_point
    return np.where((step >= 0) & (step <= 2**bits - 1), d_out, 0.0)


@exercise.mistake("cut off")
def _(d_out, W, *, scale, zero_point, bits):
    """You cut off what stands behind the point, so a weight almost a whole step beyond an end still counts
    as the end.
    """
    step = np.trunc(W / scale) + zero_point
    return np.where((step >= 0) & (step <= 2**bits - 1), d_out, 0.0)


@exercise.mistake("the weight as it is used")
def _(d_out, W, *, scale, zero_point, bits):
    """What comes back is the rounded weight: that is the way forward. Wanted is what becomes of the gradient."""
    q = np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1)
    return scale * (q - zero_point)


@exercise.accepts("where clipping changes nothing")
def _(d_out, W, *, scale, zero_point, bits):
    step = np.round(W / scale + zero_point)
    return d_out * (step == np.clip(step, 0, 2**bits - 1))


@exercise.accepts("in a copy, place by place")
def _(d_out, W, *, scale, zero_point, bits):
    dW = d_out.copy()
    scales, zeros = np.broadcast_to(scale, W.shape), np.broadcast_to(zero_point, W.shape)
    for place in np.ndindex(W.shape):
        if not 0 <= round(float(W[place] / scales[place])) + zeros[place] < 2**bits:
            dW[place] = 0
    return dW
