"""How many bytes a network takes: its weights in so many bits, and a map of those that stay."""

import math

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.networks import sizes
from dlcourse.exercises.compression._cases.other_sizes import bytes_for_each, one_row_of_maps, total
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.memory_of,
    points=2,
    minutes=3.5,
    cases=sizes,
    hints=[
        "Fifteen weights of four bits are 60 bits. How many bytes of eight bits must be taken for them, and what is "
        "stored besides if only three of the fifteen stay?",
        "Count bits for one array: of the weights that stay, and one for each place if there is a map. Then whole "
        "bytes, rounded up, before the next array is added.",
        "Elsewhere: 50 eggs in boxes of 6 need `math.ceil(50 / 6)` boxes, or `(50 + 5) // 6`; `np.count_nonzero(ripe)` "
        "counts how often `ripe` is True, and `ripe.size` all of it.",
    ],
    solved="a size in bytes that counts what must be kept, the map of places, too.",
    equivalent_mutants={
        "taken = W.size * bits if masks is None else masks[name].sum() * bits + W.size": "NumPy's whole numbers are "
        "whole numbers, too",
    },
)


@exercise.mistake("the map forgotten", hint=2)
def _(weights, *, bits, masks=None):
    """You count the weights that stay, and nothing that says *where* they stand: nobody could put them back. The map is
    one bit for each place, whether a weight stays there or not.
    """
    return total(weights, bits, masks, taken=lambda W, mask, bits: (W.size if mask is None else int(mask.sum())) * bits)


@exercise.mistake("a map without masks")
def _(weights, *, bits, masks=None):
    """You count a map of places where nothing was pruned, too. If all weights stay, nothing need say where they are."""
    return total(
        weights, bits, masks, taken=lambda W, mask, bits: (W.size if mask is None else int(mask.sum())) * bits + W.size
    )


@exercise.mistake("all weights, the masks not looked at")
def _(weights, *, bits, masks=None):
    """You count all weights, whatever the masks say. What was pruned is not stored."""
    return total(weights, bits, None)


@exercise.also("all weights, the masks not looked at")
def _(weights, *, bits, masks=None):
    return total(weights, bits, masks, taken=lambda W, mask, bits: W.size * (bits + (mask is not None)))


@exercise.mistake("those that go counted")
def _(weights, *, bits, masks=None):
    """You count the weights that *go*. A mask is True where a weight stays."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else int((~mask).sum()) * bits + W.size,
    )


@exercise.mistake("a map of those that stay")
def _(weights, *, bits, masks=None):
    """Your map has a bit for each weight that *stays*. It must say of every place whether a weight stands there."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else int(mask.sum()) * (bits + 1),
    )


@exercise.mistake("a map of bytes")
def _(weights, *, bits, masks=None):
    """Your map takes a byte for each place, or as many bits as a weight. Yes or no is *one* bit."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else int(mask.sum()) * bits + 8 * W.size,
    )


@exercise.also("a map of bytes")
def _(weights, *, bits, masks=None):
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else (int(mask.sum()) + W.size) * bits,
    )


@exercise.mistake("a map of those that go")
def _(weights, *, bits, masks=None):
    """Your map has a bit for each weight that *goes*. It must say of every place whether a weight stands there."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else int(mask.sum()) * (bits - 1) + W.size,
    )


@exercise.mistake("places as numbers", hint=2)
def _(weights, *, bits, masks=None):
    """You store a number beside each weight that says where it stands. Wanted is a map: one bit for each place."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else int(mask.sum()) * (bits + 32),
    )


@exercise.mistake("the smaller of both ways")
def _(weights, *, bits, masks=None):
    """Where the map costs more than it saves, you store all weights instead. That would be wise, but it is not asked:
    with masks there is a map of every array.
    """
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: W.size * bits if mask is None else min(W.size * bits, mask.sum() * bits + W.size),
    )


@exercise.mistake("whole bytes for each weight", hint=2)
def _(weights, *, bits, masks=None):
    """You give each weight whole bytes. In one row, weights of four bits stand two in a byte: round up once for each
    array.
    """
    return total(weights, -(-bits // 8) * 8, masks)


@exercise.also("whole bytes for each weight")
def _(weights, *, bits, masks=None):
    maps = 0 if masks is None else sum(-(-W.size // 8) for W in weights.values())
    stay = sum(W.size if masks is None else int(masks[name].sum()) for name, W in weights.items())
    return -(-bits // 8) * stay + maps


@exercise.mistake("a number for each array")
def _(weights, *, bits, masks=None):
    """There is a number for each array. Wanted is one for the whole network: add them up."""
    own = masks or {}
    return {name: total({name: W}, bits, masks and {name: own[name]}) for name, W in weights.items()}


@exercise.also("a number for each array")
def _(weights, *, bits, masks=None):
    own = masks or {}
    return [total({name: W}, bits, masks and {name: own[name]}) for name, W in weights.items()]


@exercise.mistake("one map for the whole network")
def _(weights, *, bits, masks=None):
    """Your maps take one bit for each array. Every *place* needs a bit of its own."""
    return total(
        weights, bits, masks, taken=lambda W, mask, bits: W.size * bits if mask is None else int(mask.sum()) * bits + 1
    )


@exercise.mistake("rounded once, at the end", hint=2)
def _(weights, *, bits, masks=None):
    """You add up the bits of all arrays and round once. Each array begins at a byte of its own, so each is rounded up
    by itself.
    """
    return -(-total(weights, bits, masks, rounded=int) // 8)


@exercise.mistake("weights and map rounded apart", hint=2)
def _(weights, *, bits, masks=None):
    """You round up the weights and their map each by itself. Together they are one row of bits: round up their sum."""
    maps = 0 if masks is None else sum(-(-W.size // 8) for W in weights.values())
    kept = total(weights, bits, masks, taken=lambda W, mask, bits: (W.size if mask is None else int(mask.sum())) * bits)
    return kept + maps


exercise.mistake("the map of all in one row", hint=2)(one_row_of_maps)
exercise.mistake("whole bytes of each weight, rounded down", hint=2)(bytes_for_each)


@exercise.mistake("rounded down", hint=3)
def _(weights, *, bits, masks=None):
    """You round down, and a few bits have no byte to stand in. Bytes are rounded up."""
    return total(weights, bits, masks, rounded=lambda bits: bits // 8)


@exercise.also("rounded down")
def _(weights, *, bits, masks=None):
    return total(weights, bits, masks, rounded=int) // 8


@exercise.mistake("always one byte more", hint=3)
def _(weights, *, bits, masks=None):
    """Where the bits are whole bytes already, you take one more: `n // 8 + 1` adds it always."""
    return total(weights, bits, masks, rounded=lambda bits: bits // 8 + 1)


@exercise.mistake("rounded to the nearest", hint=3)
def _(weights, *, bits, masks=None):
    """You round to the nearest whole number of bytes. A few bits over need a byte, too: round up."""
    return total(weights, bits, masks, rounded=lambda bits: round(bits / 8))


@exercise.mistake("parts of bytes")
def _(weights, *, bits, masks=None):
    """You count parts of bytes. There are only whole ones: each array is rounded up."""
    return total(weights, bits, masks, rounded=lambda bits: bits / 8)


@exercise.mistake("bits")
def _(weights, *, bits, masks=None):
    """What comes back are bits. A byte has eight of them."""
    return total(weights, bits, masks, rounded=int)


@exercise.also("bits")
def _(weights, *, bits, masks=None):
    return total(weights, bits, masks, rounded=lambda bits: -(-bits // 8) * 8)


@exercise.mistake("as NumPy stores them now")
def _(weights, *, bits, masks=None):
    """You count the bytes that the arrays take *now*, mostly eight for a weight. Wanted is what they take with `bits`
    bits each.
    """
    return sum(W.nbytes for W in weights.values())


@exercise.mistake("rows counted")
def _(weights, *, bits, masks=None):
    """You count rows: `len(W)` is how long the first axis is. All numbers of an array are `W.size`."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: len(W) * bits if mask is None else int(mask.sum()) * bits + len(W),
    )


@exercise.mistake("weights that are not 0")
def _(weights, *, bits, masks=None):
    """You count the weights that are not 0. Which ones stay, the masks say; without masks all are stored."""
    return total(
        weights,
        bits,
        masks,
        taken=lambda W, mask, bits: int(np.count_nonzero(W)) * bits + (0 if mask is None else W.size),
    )


@exercise.mistake("masks taken in their order", hint=2)
def _(weights, *, bits, masks=None):
    """You take the first mask for the first array, and so on. They belong together by *name*: the masks may stand in
    another order.
    """
    if masks is None:
        return total(weights, bits, None)
    pairs = zip(weights.values(), masks.values())
    return sum(-(-(int(mask.sum()) * bits + W.size) // 8) for W, mask in pairs)


@exercise.accepts("with math.ceil")
def _(weights, *, bits, masks=None):
    return sum(
        math.ceil((np.sum(masks[name]) * bits + W.size if masks else W.size * bits) / 8) for name, W in weights.items()
    )


@exercise.accepts("with 7 more")
def _(weights, *, bits, masks=None):
    size = 0
    for name in weights:
        n = np.prod(weights[name].shape)
        if masks is not None:
            size += (np.count_nonzero(masks[name]) * bits + n + 7) // 8
        else:
            size += (n * bits + 7) // 8
    return int(size)
