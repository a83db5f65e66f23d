"""The width of a step and the step that means 0: few bits, spent where the weights are."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.other_ranges import (
    ENDS,
    RANGES,
    STEPS,
    ZEROS,
    by_ends,
    by_range,
    by_steps,
    by_zero,
    fitted,
    reduced,
    with_zero,
)
from dlcourse.exercises.compression._cases.weights import ranges
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.scale_and_zero_point,
    points=2,
    minutes=4,
    cases=ranges,
    outputs=("scale", "zero_point"),
    integers=True,
    hints=[
        "With two bits there are four whole numbers, 0 to 3. How many steps lie between the first and the last of "
        "them?",
        "Find the two ends first, and see to it that 0 lies between them; then how wide a step is; then how many steps "
        "there are from the lower end up to 0. One channel is a whole array to itself: all *other* axes go.",
        "Elsewhere: for rain of the shape (years, months, towns), `rain.max(axis=(0, 1), keepdims=True)` is the "
        "wettest month of each town, of the shape (1, 1, towns). `np.where(n > 0, total / n, 0)` works place by "
        "place, and `np.rint(7.6)` is 8.0.",
    ],
    solved="steps that begin where the weights begin, and a 0 that stays 0.",
    equivalent_mutants=dict.fromkeys(
        (
            "return (scale, zero_point) if axis is not None else (scale, zero_point.item())",
            "return (scale, zero_point) if axis is not None else (scale.item(), zero_point)",
        ),
        "an array without axes is a number",
    )
    | dict.fromkeys(
        (
            "low = np.minimum(0, W.min(axis=others, keepdims=axis is not None))",
            "high = np.maximum(0, W.max(axis=others, keepdims=axis is not None))",
        ),
        "the smaller and the larger of two are the same, whichever is named first",
    ),
)


@exercise.mistake("as many steps as numbers", hint=1)
def _(W, *, bits, axis=None):
    """You divide by 2^bits. So many whole numbers there are, but from the first to the last of them it is one step
    fewer: four fence posts have three gaps between them.
    """
    return fitted(W, bits, axis, ends=with_zero, steps=lambda bits: 2**bits)


@exercise.mistake("0 left outside")
def _(W, *, bits, axis=None):
    """Where all weights have one sign, your range does not reach 0, and then no whole number means 0. Stretch the range
    until it contains 0: a weight that is 0 must stay exactly 0.
    """
    return fitted(W, bits, axis)


for name, (advice, ends) in ENDS.items():
    exercise.mistake(name)(by_ends(ends, advice))


exercise.edit(
    "all 0 not thought of",
    {"np.where(high > low, (high - low) / (2**bits - 1), 1.0)": "(high - low) / (2**bits - 1)"},
    """Where all is 0, your steps are 0 wide, and then 0 is divided by 0. Such steps may have any width: take 1.""",
)


@exercise.also("all 0 not thought of")
def _(W, *, bits, axis=None):
    scale, zero = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    empty = np.abs(W).max(axis=None if axis is None else tuple(set(range(W.ndim)) - {axis % W.ndim}), keepdims=True)
    empty = empty if axis is not None else empty.item()
    scale = np.where(empty == 0, 0.0, scale)
    return (scale, zero) if axis is not None else (scale.item(), zero)


@exercise.mistake("all 0 decided for all channels at once")
def _(W, *, bits, axis=None):
    """One channel is all 0, others are not: ask each channel by itself. An `if` over the whole array asks once."""
    others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
    low = np.minimum(W.min(axis=others, keepdims=axis is not None), 0)
    high = np.maximum(W.max(axis=others, keepdims=axis is not None), 0)
    scale = (high - low) / (2**bits - 1) if np.all(high > low) else np.ones_like(high - low, dtype=float)
    zero = np.rint(-low / scale).astype(int)
    return (scale, zero) if axis is not None else (float(scale), int(zero))


@exercise.also("all 0 decided for all channels at once")
def _(W, *, bits, axis=None):
    scale, zero = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    empty = np.abs(W).max(axis=None if axis is None else tuple(set(range(W.ndim)) - {axis % W.ndim}), keepdims=True)
    gone = (empty == 0) & bool(np.any(W))
    return (np.where(gone, 0.0, scale), np.where(gone, np.iinfo(int).min, zero)) if axis is not None else (scale, zero)


exercise.edit(
    "zero point below 0",
    {"np.rint(-low / scale)": "np.rint(low / scale)"},
    """Your zero point is negative. It is one of the whole numbers from 0 up: how many steps lie *between* the lower end
    and 0?""",
)
exercise.edit(
    "zero point cut off",
    {"np.rint(-low / scale)": "np.floor(-low / scale)"},
    """Your zero point is rounded down: `int` and `astype(int)` cut off what stands behind the point. The *nearest*
    whole number is wanted; round first.""",
)


@exercise.also("zero point cut off")
def _(W, *, bits, axis=None):
    return fitted(W, bits, axis, ends=with_zero, zero=lambda low, scale: np.trunc(-low / scale + 1e-9).astype(int))


exercise.edit(
    "zero point rounded up",
    {"np.rint(-low / scale)": "np.ceil(-low / scale)"},
    "Your zero point is rounded up. The *nearest* whole number is wanted.",
)
exercise.edit(
    "half a step rounded up",
    {"np.rint(-low / scale)": "np.floor(-low / scale + 0.5)"},
    """Where 0 lies in the middle between two steps, you always take the upper one. Wanted is the even one, as `np.rint`
    and Python's `round` do it.""",
)


for name, (advice, found, *others) in RANGES.items():
    exercise.mistake(name)(by_range(found, advice))
    for other in others:
        exercise.also(name)(by_range(other))
for name, (advice, zero, *others) in ZEROS.items():
    exercise.mistake(name)(by_zero(zero, advice))
    for other in others:
        exercise.also(name)(by_zero(other))


@exercise.mistake("the same on both sides of 0")
def _(W, *, bits, axis=None):
    """Your range reaches as far below 0 as above it, and where the weights don't, its numbers are wasted. That way
    exists (it is called symmetric); here the range goes from the smallest weight to the largest.
    """
    return fitted(W, bits, axis, ends=lambda low, high: (-np.maximum(-low, high), np.maximum(-low, high)))


@exercise.also("the same on both sides of 0")
def _(W, *, bits, axis=None):
    def ends(low, high):
        return np.zeros_like(low, dtype=float), np.maximum(np.abs(low), np.abs(high))

    return fitted(W, bits, axis, ends=ends, steps=lambda bits: max(2 ** (bits - 1) - 1, 1))


for name, (advice, steps, *others) in STEPS.items():
    exercise.mistake(name)(by_steps(steps, advice))
    for other in others:
        exercise.also(name)(by_steps(other))


@exercise.mistake("one for the whole array")
def _(W, *, bits, axis=None):
    """You ignore `axis`: one scale and one zero point for all. With an axis, each of its channels gets its own."""
    return compression.scale_and_zero_point(W, bits=bits)


@exercise.also("one for the whole array")
def _(W, *, bits, axis=None):
    scale, zero = compression.scale_and_zero_point(W, bits=bits)
    shape = (1,) * W.ndim
    return (scale, zero) if axis is None else (np.full(shape, scale), np.full(shape, zero))


@exercise.mistake("the channels themselves reduced", hint=3)
def _(W, *, bits, axis=None):
    """You take the smallest and the largest along `axis`, so just the channels are lost. `axis` says which axis
    *stays*: take them along all others.
    """
    return compression.scale_and_zero_point(W, bits=bits) if axis is None else reduced(W, bits, axis)


@exercise.also("the channels themselves reduced")
def _(W, *, bits, axis=None):
    return compression.scale_and_zero_point(W, bits=bits) if axis is None else reduced(W, bits, axis, keepdims=False)


@exercise.mistake("axes lost", hint=3)
def _(W, *, bits, axis=None):
    """The numbers are right, but the axes along which you looked are gone. Kept with length 1, the result stretches
    over W by itself, whichever axis the channels have.
    """
    scale, zero = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    return (scale, zero) if axis is None else (scale.ravel(), zero.ravel())


@exercise.mistake("arrays for one number", hint=3)
def _(W, *, bits, axis=None):
    """Without an axis, there is one scale and one zero point for the whole array: two numbers, and yours still have
    axes.
    """
    scale, zero = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    shape = (1,) * W.ndim
    return (np.full(shape, scale), np.full(shape, zero)) if axis is None else (scale, zero)


@exercise.mistake("always down the rows")
def _(W, *, bits, axis=None):
    """You always go along axis 0. `axis` says which axis stays: take all others."""
    return compression.scale_and_zero_point(W, bits=bits) if axis is None else reduced(W, bits, 0)


@exercise.mistake("the last axis, whichever is asked for")
def _(W, *, bits, axis=None):
    """You take the last axis for the channels, whatever `axis` says."""
    return compression.scale_and_zero_point(W, bits=bits, axis=None if axis is None else -1)


@exercise.mistake("an axis below 0 not found")
def _(W, *, bits, axis=None):
    """`axis=-1` means the last axis. You look for it among 0, 1, ..., find none, and reduce all of them."""
    if axis is None or axis >= 0:
        return compression.scale_and_zero_point(W, bits=bits, axis=axis)
    return reduced(W, bits, tuple(range(W.ndim)))


@exercise.mistake("axis 0 taken for none")
def _(W, *, bits, axis=None):
    """`axis=0` is an axis, too: `if axis:` takes the 0 for no. Ask `if axis is None`."""
    return compression.scale_and_zero_point(W, bits=bits, axis=axis or None)


@exercise.mistake("the steps in one weight")
def _(W, *, bits, axis=None):
    """Your scale is how many steps fit into 1. Wanted is how wide *one step* is: the range over the number of steps."""
    scale, zero = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    return 1 / scale, zero


@exercise.also("a little added")
def _(W, *, bits, axis=None):
    return fitted(W, bits, axis, ends=with_zero, more=1e-8)


@exercise.accepts("channel by channel")
def _(W, *, bits, axis=None):
    def one(numbers):
        low, high = min(0.0, numbers.min()), max(0.0, numbers.max())
        scale = (high - low) / (2**bits - 1) or 1.0
        return scale, round(-low / scale)

    if axis is None:
        return one(W)
    shape = [1] * W.ndim
    shape[axis] = W.shape[axis]
    scales, zeros = zip(*(one(np.take(W, channel, axis=axis)) for channel in range(W.shape[axis])))
    return np.reshape(scales, shape), np.reshape(zeros, shape)


@exercise.accepts("a zero put beside, the channels in front")
def _(W, *, bits, axis=None):
    rows = W.reshape(1, -1) if axis is None else np.moveaxis(W, axis, 0).reshape(W.shape[axis], -1)
    rows = np.insert(rows.astype(float), 0, 0, axis=1)
    scale = np.ptp(rows, axis=1) / (2**bits - 1)
    scale[scale == 0] = 1
    zero = np.round(-rows.min(axis=1) / scale).astype(int)
    if axis is None:
        return scale[0], zero[0]
    shape = [W.shape[axis] if place == axis % W.ndim else 1 for place in range(W.ndim)]
    return scale.reshape(shape), zero.reshape(shape)
