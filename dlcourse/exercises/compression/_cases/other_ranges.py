"""Other ways to lay steps over weights: what wrong answers are made of."""

import numpy as np


def fitted(W, bits, axis, *, ends=lambda low, high: (low, high), steps=lambda bits: 2**bits - 1, zero=None, more=0.0):
    """Scale and zero point by other ends, another number of steps, another zero, or with a little more."""
    others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
    low, high = (part(axis=others, keepdims=axis is not None) for part in (W.min, W.max))
    low, high = ends(low, high)
    with np.errstate(all="ignore"):
        scale = np.where(high > low, (high - low) / steps(bits), 0.0 if more else 1.0) + more
        place = np.rint(-low / scale).astype(int) if zero is None else np.asarray(zero(low, scale))
    return (scale, place) if axis is not None else (scale.item(), place.item())


def with_zero(low, high):
    """Ends between which 0 lies."""
    return np.minimum(low, 0), np.maximum(high, 0)


def reduced(W, bits, others, keepdims=True):
    """Scale and zero point with other axes reduced."""
    low = np.minimum(W.min(axis=others, keepdims=keepdims), 0)
    high = np.maximum(W.max(axis=others, keepdims=keepdims), 0)
    scale = np.where(high > low, (high - low) / (2**bits - 1), 1.0)
    return scale, np.rint(-low / scale).astype(int)


def by_ends(ends, advice=None):
    """An answer whose range has other ends."""

    def answer(W, *, bits, axis=None):
        return fitted(W, bits, axis, ends=ends)

    answer.__doc__ = advice
    return answer


def by_steps(steps, advice=None):
    """An answer with another number of steps, `steps(bits)`."""

    def answer(W, *, bits, axis=None):
        return fitted(W, bits, axis, ends=with_zero, steps=steps)

    answer.__doc__ = advice
    return answer


def by_zero(zero, advice=None):
    """An answer whose zero point is what `zero(low, scale, bits)` says."""

    def answer(W, *, bits, axis=None):
        return fitted(W, bits, axis, ends=with_zero, zero=lambda low, scale: zero(low, scale, bits))

    answer.__doc__ = advice
    return answer


# Ways to choose the ends: (advice, function of the smallest and the largest weight).
ENDS = {
    "only stretched down": (
        "Weights above 0 are right. Where all are *below* 0, the upper end must be moved up to 0, too.",
        lambda low, high: (np.minimum(low, 0), high),
    ),
    "only stretched up": (
        "Weights below 0 are right. Where all are *above* 0, the lower end must be moved down to 0, too.",
        lambda low, high: (low, np.maximum(high, 0)),
    ),
    "steps from 0 to the largest": (
        "Your range begins at 0, so that nothing is left for weights below 0. It begins at the smallest weight.",
        lambda low, high: (0 * low, np.maximum(high, 0)),
    ),
    "from 0 to the largest size": (
        "You take the largest *size* of a weight for the upper end, so a large weight below 0 counts on both sides.",
        lambda low, high: (np.minimum(low, 0), np.maximum(np.abs(low), np.abs(high))),
    ),
    "a little added": (
        "You add a little something against a division by 0. That moves all other scales, too, and those of tiny "
        "weights by much: take 1 where all is 0, and leave the rest alone.",
        lambda low, high: (np.minimum(low, 0), np.maximum(high, 0) + 1e-8),
    ),
}

# Ways to count the steps: (advice, functions of the bits).
STEPS = {
    "always eight bits": (
        "Your steps are those of eight bits, 255 of them. With fewer bits there are fewer.",
        lambda bits: 255,
    ),
    "twice the bits for a power of two": (
        "Your number of steps is made of 2 times `bits`. Every bit *doubles* what can be told apart: 2 to the power of "
        "`bits`, `2**bits`.",
        lambda bits: 2 * bits - 1,
        lambda bits: 2 * bits,
    ),
    "`^` for a power": (
        "Your number of steps is that of `2 ^ bits`, which in Python is no power: `^` compares bits. A power is `**`.",
        lambda bits: np.float64((2 ^ bits) - 1),
        lambda bits: np.float64(2 ^ (bits - 1)),
    ),
}

# Ways to choose the zero point: (advice, functions of the lower end, the scale and the bits).
ZEROS = {
    "zero point not rounded": (
        "Your zero point is where 0 lies, in steps, but it is no whole number: it is to be *one of the numbers* that "
        "are stored. Round it to the nearest.",
        lambda low, scale, bits: -low / scale,
    ),
    "the lower end for the zero point": (
        "In place of the zero point stands the lower end of the range, a weight. Wanted is a place: how many steps "
        "there are from the lower end up to 0.",
        lambda low, scale, bits: low,
        lambda low, scale, bits: -low,
    ),
    "the zero point counted from the other end": (
        "You count the steps between 0 and the *upper* end. The whole number 0 stands at the lower one.",
        lambda low, scale, bits: 2**bits - 1 + np.rint(low / scale).astype(int),
    ),
    "the zero point of numbers with a sign": (
        "Your zero point is that of whole numbers with a sign, half of which lie below 0. Here they begin at 0: how "
        "many steps are there from the lower end up to 0?",
        lambda low, scale, bits: np.rint(-low / scale).astype(int) - 2 ** (bits - 1),
        lambda low, scale, bits: np.rint(-low / scale - 2 ** (bits - 1)).astype(int),
    ),
}


def by_range(found, advice=None):
    """An answer that is what `found(low, high, bits)` makes of the smallest and the largest weight of each channel."""

    def answer(W, *, bits, axis=None):
        others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
        low, high = (part(axis=others, keepdims=axis is not None) for part in (W.min, W.max))
        with np.errstate(all="ignore"):
            scale, zero = (np.asarray(part) for part in found(low, high, bits))
        return (scale, zero.astype(int)) if axis is not None else (scale.item(), int(zero))

    answer.__doc__ = advice
    return answer


def _plain(low, high, bits):
    """The width of a step, 0 where all is 0, and where 0 lies."""
    low, high = with_zero(low, high)
    scale = (high - low) / (2**bits - 1)
    return scale, np.rint(-low / np.where(scale == 0, 1, scale))


def _from_the_top(low, high, bits):
    low, high = with_zero(low, high)
    scale = (high - low) / (2**bits - 1)
    scale = np.where(scale == 0, 1, scale)
    return scale, 2**bits - 1 - np.rint(high / scale)


def _at_least(least):
    def found(low, high, bits):
        scale, zero = _plain(low, high, bits)
        wide = np.maximum(scale, least)
        return wide, np.where(scale < least, np.rint(-np.minimum(low, 0) / wide), zero)

    return found


def _one_value(low, high, bits):
    scale, zero = _plain(low, high, bits)
    same = low == high
    return np.where(same, 1.0, scale), np.where(same, np.rint(-np.minimum(low, 0)), zero)


# Ways to make both of the ends: (advice, functions of the smallest and the largest weight and the bits).
RANGES = {
    "counted back from the upper end": (
        "You count the steps above 0 and take them from the last number. Where all is 0, that makes the last number "
        "the zero point; and where 0 lies in the middle between two steps, it goes to the odd one. Count from the "
        "lower end.",
        _from_the_top,
    ),
    "steps of a least width": (
        "You give the steps a least width, against a division by 0. That stretches those of tiny weights, too. Take 1 "
        "where all is 0, and leave the rest alone.",
        *map(_at_least, (1e-8, 1e-10, 1e-6)),
    ),
    "equal weights taken for zeros": (
        "Where all weights are equal, your steps are 1 wide. Only where all are *0* is there no range: else it goes "
        "from 0 to what they are.",
        _one_value,
    ),
}
