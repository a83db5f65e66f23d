"""Each weight as the whole number of its nearest step: rounded, moved, and kept within what a few bits can say."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.weights import rounding
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.quantize,
    points=1,
    minutes=2,
    cases=rounding,
    integers=True,
    hints=[
        "With steps of 0.5, and 0 at the whole number 6: at which whole number lies the weight 0.5, at which 0.6, and "
        "at which 100, if 15 is the last one?",
        "How many steps is a weight away from 0, and at which number does the counting begin? What lies beyond the "
        "ends gets the end itself, *before* the numbers go into eight bits.",
        "Elsewhere: `np.rint(a)` rounds each number of `a` to the nearest whole one, but leaves it a float; "
        "`np.clip(a, 5, 9)` moves what is below 5 or above 9 to there; `a.astype(np.int16)` changes what it is stored "
        "as.",
    ],
    solved="weights in whole numbers, one byte each.",
    equivalent_mutants={
        "bits = 1 if np.ndim(bits) == 0 and bits == 0 else bits": "there is one bit at least",
    },
)


def stored(places):
    """Whole numbers in eight bits, as they go round where they do not fit."""
    return np.asarray(places).astype(np.int64).astype(np.uint8)


@exercise.mistake("not kept within the ends", hint=2)
def _(W, *, scale, zero_point, bits):
    """What lies beyond the ends goes round: in eight bits, -1 becomes 255 and 256 becomes 0, so that the smallest
    weight of all comes back as a large one. Move it to the nearest end, while the numbers can still be below 0.
    """
    return stored(np.rint(W / scale) + zero_point)


@exercise.mistake("kept within from below only", hint=2)
def _(W, *, scale, zero_point, bits):
    """You keep the numbers from falling below 0. What is beyond the *last* number, 2^bits - 1, must stay there, too."""
    return stored(np.maximum(np.rint(W / scale) + zero_point, 0))


@exercise.mistake("kept within from above only", hint=2)
def _(W, *, scale, zero_point, bits):
    """You keep the numbers from going beyond the last one. Those below 0 must stay at 0, too: in eight bits -1 becomes
    255.
    """
    return stored(np.minimum(np.rint(W / scale) + zero_point, 2**bits - 1))


@exercise.mistake("kept within too late", hint=2)
def _(W, *, scale, zero_point, bits):
    """You keep the numbers within the ends when they are in eight bits already. There nothing is below 0 any more: -1
    has become 255. First the ends, then the bits.
    """
    return np.clip(stored(np.rint(W / scale) + zero_point), 0, 2**bits - 1).astype(np.uint8)


@exercise.mistake("put into eight bits before the zero point", hint=2)
def _(W, *, scale, zero_point, bits):
    """The steps go into eight bits before the zero point is added: below 0 they go round, and -1 becomes 255. Into
    eight bits they go last.
    """
    return np.clip(stored(np.rint(W / scale)).astype(int) + zero_point, 0, 2**bits - 1).astype(np.uint8)


@exercise.also("put into eight bits before the zero point")
def _(W, *, scale, zero_point, bits):
    return np.clip(stored(np.trunc(W / scale)) + zero_point, 0, 2**bits - 1).astype(np.uint8)


@exercise.mistake("kept within before the zero point", hint=2)
def _(W, *, scale, zero_point, bits):
    """You keep the steps within the ends, and add the zero point afterwards. So every weight below 0 comes to lie at 0,
    and large ones beyond the last number. First add, then see what is beyond.
    """
    return stored(np.clip(np.rint(W / scale), 0, 2**bits - 1) + zero_point)


@exercise.mistake("always eight bits")
def _(W, *, scale, zero_point, bits):
    """Your last number is always 255. With fewer bits it is smaller: `bits` says what there is."""
    return np.clip(np.rint(W / scale) + zero_point, 0, 255).astype(np.uint8)


exercise.edit(
    "one number too many",
    {"2**bits - 1": "2**bits"},
    "Your last number is 2^bits. There are so many numbers, and the first is 0: what is the last one?",
)


@exercise.also("one number too many")
def _(W, *, scale, zero_point, bits):
    return stored(np.clip(np.rint(W / scale) + zero_point, 0, 2**bits))


@exercise.also("kept within too late")
def _(W, *, scale, zero_point, bits):
    return np.clip(stored(np.trunc(W / scale + zero_point)), 0, 2**bits - 1).astype(np.uint8)


def up_to(last):
    """An answer with another last number, `last(bits)`."""

    def answer(W, *, scale, zero_point, bits):
        return stored(np.clip(np.rint(W / scale) + zero_point, 0, last(bits)))

    return answer


@exercise.mistake("twice the bits for a power of two")
def _(W, *, scale, zero_point, bits):
    """Your last number is made of 2 times `bits`. Every bit *doubles* what can be told apart: `2**bits`."""
    return up_to(lambda bits: 2 * bits - 1)(W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.mistake("`^` for a power")
def _(W, *, scale, zero_point, bits):
    """Your last number is made of `2 ^ bits`, which in Python is no power: `^` compares bits. A power is `**`."""
    return up_to(lambda bits: (2 ^ bits) - 1)(W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.also("`^` for a power")
def _(W, *, scale, zero_point, bits):
    return up_to(lambda bits: 2 ^ (bits - 1))(W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.mistake("the bits squared")
def _(W, *, scale, zero_point, bits):
    """Your last number is made of `bits**2`, bits times bits. Every bit *doubles* what can be told apart: `2**bits`."""
    return up_to(lambda bits: bits**2 - 1)(W, scale=scale, zero_point=zero_point, bits=bits)


@exercise.mistake("the bits for the last number")
def _(W, *, scale, zero_point, bits):
    """Your last number is `bits`. Every bit doubles what can be told apart: the numbers go up to 2^bits - 1."""
    return stored(np.clip(np.rint(W / scale) + zero_point, 0, bits))


@exercise.mistake("the ends of numbers with a sign")
def _(W, *, scale, zero_point, bits):
    """You keep the numbers between the ends of numbers *with* a sign, half of them below 0. Here they go from 0 to
    2^bits - 1: the zero point has moved them there.
    """
    return stored(np.clip(np.rint(W / scale) + zero_point, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1))


@exercise.also("the ends of numbers with a sign")
def _(W, *, scale, zero_point, bits):
    return stored(np.clip(np.rint(W / scale), -(2 ** (bits - 1)), 2 ** (bits - 1) - 1))


exercise.edit(
    "rounded down",
    {"np.rint(W / scale)": "np.floor(W / scale)"},
    """You round down: `astype` and `int` cut off what stands behind the point. The *nearest* step is wanted, so a
    weight may move up, too: round first.""",
    hint=3,
)


@exercise.mistake("cut off", hint=3)
def _(W, *, scale, zero_point, bits):
    """What stands behind the point is cut off, so all weights move towards 0. The *nearest* step is wanted: round."""
    return np.clip(np.trunc(W / scale) + zero_point, 0, 2**bits - 1).astype(np.uint8)


exercise.edit("rounded up", {"np.rint(W / scale)": "np.ceil(W / scale)"}, "You round up. The *nearest* step is wanted.")
exercise.edit(
    "half a step always up",
    {"np.rint(W / scale)": "np.floor(W / scale + 0.5)"},
    """In the middle between two steps, yours always goes up. Wanted is the even one, as `np.rint` does it: always up
    would make all weights together a little larger.""",
)


@exercise.mistake("half a step away from 0")
def _(W, *, scale, zero_point, bits):
    """In the middle between two steps, yours goes away from 0. Wanted is the even one, as `np.rint` does it: away from
    0 would make all weights together a little larger.
    """
    return np.clip(np.sign(W) * np.floor(np.abs(W) / scale + 0.5) + zero_point, 0, 2**bits - 1).astype(np.uint8)


@exercise.also("half a step always up")
def _(W, *, scale, zero_point, bits):
    return np.clip(np.floor(W / scale + zero_point + 0.5), 0, 2**bits - 1).astype(np.uint8)


exercise.edit(
    "zero point taken away",
    {"+ zero_point": "- zero_point"},
    "You take the zero point away. 0 lies at the number `zero_point`, so it is added; on the way back it is taken "
    "away.",
)


@exercise.mistake("zero point forgotten")
def _(W, *, scale, zero_point, bits):
    """The zero point is nowhere: in yours the weight 0 gets the number 0, and all below it, too."""
    return np.clip(np.rint(W / scale), 0, 2**bits - 1).astype(np.uint8)


@exercise.also("zero point forgotten")
def _(W, *, scale, zero_point, bits):
    return stored(np.rint(W / scale))


@exercise.mistake("one scale for all channels")
def _(W, *, scale, zero_point, bits):
    """You take the first scale and the first zero point for all. Each channel has its own: arrays stretch over W by
    themselves.
    """
    first, zero = np.ravel(scale)[0], np.ravel(zero_point)[0]
    return stored(np.clip(np.rint(W / first) + zero, 0, 2**bits - 1))


exercise.edit(
    "times the scale",
    {"W / scale": "W * scale"},
    """You multiply by the scale. It is how wide a step is: how many steps a weight is long is the weight *over* it.
    (Back again one multiplies.)""",
)


@exercise.mistake("zero point counted in weights")
def _(W, *, scale, zero_point, bits):
    """You add the zero point to the weight, before dividing. It is counted in steps, not in weights: divide first."""
    return np.clip(np.rint((W + zero_point) / scale), 0, 2**bits - 1).astype(np.uint8)


@exercise.also("zero point counted in weights")
def _(W, *, scale, zero_point, bits):
    return np.clip(np.rint((W - zero_point) / scale), 0, 2**bits - 1).astype(np.uint8)


@exercise.mistake("not in eight bits", hint=3)
def _(W, *, scale, zero_point, bits):
    """The numbers are right, but each of them is stored in several bytes: nothing is saved yet, or not enough. Give
    them the type `np.uint8`.
    """
    return np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1)


@exercise.also("not in eight bits")
def _(W, *, scale, zero_point, bits):
    return np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1).astype(int)


@exercise.mistake("with a sign")
def _(W, *, scale, zero_point, bits):
    """Your eight bits have a sign: they end at 127, and what is larger turns negative. Without a sign, as `np.uint8`,
    they go from 0 to 255.
    """
    return np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1).astype(np.int64).astype(np.int8)


@exercise.mistake("the weight again")
def _(W, *, scale, zero_point, bits):
    """What comes back is the rounded *weight*. Wanted is the whole number that is stored."""
    q = np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1)
    return scale * (q - zero_point)


@exercise.accepts("by the two ends, the zero point added first")
def _(W, *, scale, zero_point, bits):
    places = np.asarray(np.round(W / scale + zero_point))
    places[places < 0] = 0
    places[places > 2**bits - 1] = 2**bits - 1
    return np.array(places, dtype="uint8")


@exercise.accepts("the whole numbers in 64 bits, minimum and maximum")
def _(W, *, scale, zero_point, bits):
    q = np.rint(W / scale).astype(int) + zero_point
    return np.maximum(np.minimum(q, (1 << bits) - 1), 0).astype(np.uint8)


@exercise.accepts("number by number")
def _(W, *, scale, zero_point, bits):
    scales, zeros = np.broadcast_to(scale, W.shape), np.broadcast_to(zero_point, W.shape)
    q = np.empty(W.shape, np.uint8)
    for place in np.ndindex(W.shape):
        q[place] = min(max(round(float(W[place] / scales[place])) + int(zeros[place]), 0), 2**bits - 1)
    return q
