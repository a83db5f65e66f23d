"""Intersection over union: how much two boxes are the same place."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.boxes import overlap_cases
from dlcourse.exercises.vision._cases.overlaps import (
    areas,
    around,
    common_area,
    guarded,
    product,
    product_cut,
    share,
    sides,
    unguarded,
)
from dlcourse.lessons import vision

BOTH = "which of the two boxes is the first makes no difference"
FOUR = "of four numbers, the first two are those before the last two"
SIGNS = "two signs that are turned give the same product"

exercise = Exercise(
    reference=vision.iou,
    points=2,
    cases=overlap_cases,
    hints=[
        "Two boxes side by side: where would their common piece begin, and where would it end? How wide is that?",
        "The common piece is a box itself. It begins where the later of the two begins, and ends where the earlier one "
        "ends; if that is in the wrong order there is none. And what lies in both is counted twice in the two areas.",
        "Elsewhere: with `a` of shape (5, 1, 2) and `b` of shape (1, 3, 2), `np.maximum(a, b)` has shape (5, 3, 2); "
        "`np.maximum(debts, 0)` leaves nothing below 0.",
    ],
    solved="a measure of whether two boxes mean the same place, whatever their size.",
    equivalent_mutants={
        "A, B = (B[None], A[:, None])": BOTH,
        "sides = np.minimum(B[..., 2:], A[..., 2:]) - np.maximum(A[..., :2], B[..., :2])": BOTH,
        "sides = np.minimum(A[..., 2:], B[..., 2:]) - np.maximum(B[..., :2], A[..., :2])": BOTH,
        "sides = np.minimum(A[..., -2:], B[..., 2:]) - np.maximum(A[..., :2], B[..., :2])": FOUR,
        "sides = np.minimum(A[..., 2:], B[..., -2:]) - np.maximum(A[..., :2], B[..., :2])": FOUR,
        "sides = np.minimum(A[..., 2:], B[..., 2:]) - np.maximum(A[..., :-2], B[..., :2])": FOUR,
        "sides = np.minimum(A[..., 2:], B[..., 2:]) - np.maximum(A[..., :2], B[..., :-2])": FOUR,
        "areas_of_A = (A[..., :2] - A[..., 2:]).prod(axis=-1)": SIGNS,
        "areas_of_B = (B[..., :2] - B[..., 2:]).prod(axis=-1)": SIGNS,
        "areas_of_A = (A[..., 2:] - A[..., :-2]).prod(axis=-1)": FOUR,
        "areas_of_B = (B[..., 2:] - B[..., :-2]).prod(axis=-1)": FOUR,
        "areas_of_A = (A[..., -2:] - A[..., :2]).prod(axis=-1)": FOUR,
        "areas_of_B = (B[..., -2:] - B[..., :2]).prod(axis=-1)": FOUR,
        "return common / np.where(union > 0, union, -1)": "0 divided by -1 is 0, too",
        "return common / np.where(union > 0, union, 2)": "0 divided by 2 is 0, too",
    },
)


@exercise.mistake("sides below 0")
def _(A, B):
    """Boxes that lie apart have no common piece, but yours gets an area: its sides come out negative, and two negative
    ones even make a positive area. Cut each side off at 0 before you multiply.
    """
    return share(A, B, product(A, B))


@exercise.mistake("area cut off instead of the sides")
def _(A, B):
    """You cut the *area* off at 0. For boxes that lie apart in both directions both sides are negative, and their
    product is positive: cut off each side by itself, before you multiply.
    """
    return share(A, B, product_cut(A, B))


@exercise.mistake("sides without their sign")
def _(A, B):
    """You take the size of each side without its sign: so two boxes that lie apart overlap by their distance. A side
    below 0 means that there is no common piece.
    """
    return share(A, B, np.abs(sides(A, B)).prod(axis=-1))


@exercise.mistake("the common piece counted twice")
def _(A, B):
    """You divide by the sum of both areas. What lies in both boxes is counted twice in it: two equal boxes get 1/2
    instead of 1. Take it off once.
    """
    return share(A, B, common_area(A, B), areas(A)[:, None] + areas(B))


@exercise.mistake("the common piece taken off twice")
def _(A, B):
    """You take the common piece off twice. In the sum of both areas it is counted twice, and once it belongs there."""
    common = common_area(A, B)
    return share(A, B, common, areas(A)[:, None] + areas(B) - 2 * common)


@exercise.mistake("edges that belong to the box")
def _(A, B):
    """Your boxes are one pixel wider and higher than they should be: right - left + 1. Here the right and the bottom
    edge do not belong to the box.
    """
    common = np.maximum(sides(A, B) + 1, 0).prod(axis=-1)
    return share(A, B, common, areas(A, 1)[:, None] + areas(B, 1) - common)


@exercise.also("edges that belong to the box")
def _(A, B):
    common = np.maximum(sides(A, B) + 1, 0).prod(axis=-1)
    return share(A, B, common)


@exercise.mistake("by the smaller box")
def _(A, B):
    """You divide by the smaller of the two areas: a small box inside a large one gets 1, though they are not the same
    place. Divide by what lies in one of them or in both.
    """
    common = common_area(A, B)
    return share(A, B, common, np.minimum(areas(A)[:, None], areas(B)))


@exercise.mistake("by the larger box")
def _(A, B):
    """You divide by the larger of the two areas. The union is larger than that, unless one box lies in the other."""
    common = common_area(A, B)
    return share(A, B, common, np.maximum(areas(A)[:, None], areas(B)))


@exercise.mistake("by the area of A")
def _(A, B):
    """You divide by the area of the box of A alone: then the overlap of a with b is another one than that of b with
    a. Divide by what lies in one of them or in both.
    """
    common = common_area(A, B)
    return share(A, B, common, np.broadcast_to(areas(A)[:, None], common.shape))


@exercise.mistake("by the area of B")
def _(A, B):
    """You divide by the area of the box of B alone. Divide by what lies in one of them or in both."""
    common = common_area(A, B)
    return share(A, B, common, np.broadcast_to(areas(B), common.shape))


@exercise.mistake("the box around both")
def _(A, B):
    """You divide by the area of the box that holds both, in which there are corners that belong to neither. The union
    is the sum of their areas, less what is counted twice.
    """
    common = common_area(A, B)
    return share(A, B, common, around(A, B))


@exercise.mistake("common area only")
def _(A, B):
    """You give the area of the common piece in pixels. Divide it by the area of the union."""
    return common_area(A, B)


@exercise.mistake("widths only")
def _(A, B):
    """You look at the widths alone: two boxes one above the other share their columns, and no pixel. Widths and heights
    count.
    """
    width = np.maximum(sides(A, B)[..., 0], 0)
    return share(A, B, width, (A[:, 2] - A[:, 0])[:, None] + (B[:, 2] - B[:, 0]) - width)


@exercise.mistake("sides added")
def _(A, B):
    """You add the width and the height of the common piece. Its area is their product."""
    return share(A, B, np.maximum(sides(A, B), 0).sum(axis=-1))


@exercise.mistake("width and height in the last columns")
def _(A, B):
    """You take the last two numbers of a box for its width and its height. They are its right and its bottom edge."""
    A, B = (np.concatenate([each[:, :2], each[:, :2] + each[:, 2:]], axis=1) for each in (A, B))
    return vision.iou(A, B)


@exercise.mistake("nan for boxes without area")
def _(A, B):
    """Two boxes without area have a union of 0, and 0 / 0 is nan. Where there is no common area the answer is 0."""
    return unguarded(common_area)(A, B)


@exercise.mistake("boxes without area get 1")
def _(A, B):
    """Two boxes without area share nothing, and get 1. Where there is no common area the answer is 0."""
    common = common_area(A, B)
    union = areas(A)[:, None] + areas(B) - common
    return np.where(union > 0, common / np.where(union > 0, union, 1), common.dtype.type(1))


@exercise.mistake("a union of at least 1")
def _(A, B):
    """A union smaller than 1 counts as 1: small boxes overlap too little. Only 0 needs a number in its place."""
    common = common_area(A, B)
    return common / np.maximum(areas(A)[:, None] + areas(B) - common, 1)


@exercise.mistake("begin and end exchanged")
def _(A, B):
    """Your common piece begins at the *earlier* of the two begins and ends at the later end: that is the box around
    both. It begins where both have begun, and ends where the first one ends.
    """
    return share(A, B, around(A, B))


@exercise.also("begin and end exchanged")
def _(A, B):
    common = around(A, B)
    union = areas(A)[:, None] + areas(B) - common
    return common / np.where(union > 0, union, 1)


@exercise.mistake("1 less the overlap")
def _(A, B):
    """You give 1 less the overlap: equal boxes get 0. They should get 1."""
    return 1 - vision.iou(A, B)


@exercise.mistake("areas of the wrong columns")
def _(A, B):
    """Your areas multiply top - left by bottom - right. A box is (left, top, right, bottom): its width is the third
    less the first number.
    """
    common = common_area(A, B)
    both = [(each[:, 1] - each[:, 0]) * (each[:, 3] - each[:, 2]) for each in (A, B)]
    return share(A, B, common, both[0][:, None] + both[1] - common)


@exercise.also("areas of the wrong columns")
def _(A, B):
    common = common_area(A, B)
    both = [(each[:, 1] - each[:, 0]) * (each[:, 3] - each[:, 2]) for each in (A, B)]
    union = both[0][:, None] + both[1] - common
    return np.where(common > 0, common / np.where(union == 0, 1, union), common.dtype.type(0))


@exercise.mistake("each with its own only")
def _(A, B):
    """You hold the first box of A against the first of B, the second against the second, and so on. Wanted is a table:
    each box of A with *each* of B.
    """
    return np.array([vision.iou(A[k : k + 1], B[k : k + 1])[0, 0] for k in range(min(len(A), len(B)))])


@exercise.also("each with its own only")
def _(A, B):
    low, high = np.maximum(A[:, :2], B[:, :2]), np.minimum(A[:, 2:], B[:, 2:])  # which fails where N is not M
    common = np.maximum(high - low, 0).prod(axis=-1)
    union = areas(A) + areas(B) - common
    return common / np.where(union > 0, union, 1)


@exercise.mistake("a little added below")
def _(A, B):
    """You add a little to the union, so that it is never 0. Then two equal boxes get a little less than 1. Add nothing
    where the union is not 0.
    """
    common = common_area(A, B)
    return common / (areas(A)[:, None] + areas(B) - common + 1e-6)


for name, common, times in (
    ("sides below 0", product, 1),
    ("area cut off instead of the sides", product_cut, 1),
    ("sides without their sign", lambda A, B: np.abs(sides(A, B)).prod(axis=-1), 1),
    ("the common piece counted twice", common_area, 0),
    ("the common piece taken off twice", common_area, 2),
    ("begin and end exchanged", around, 1),
):
    exercise.also(name)(unguarded(common, times))

for name, common in (("sides below 0", product), ("area cut off instead of the sides", product_cut)):
    exercise.also(name)(guarded(common, 0))
    exercise.also(name)(guarded(common, 1))


@exercise.accepts("box by box")
def _(A, B):
    found = np.zeros((len(A), len(B)), dtype=np.result_type(A, B, np.float32))
    for i, (left, top, right, bottom) in enumerate(A):
        for j, other in enumerate(B):
            width = min(right, other[2]) - max(left, other[0])
            height = min(bottom, other[3]) - max(top, other[1])
            if width > 0 and height > 0:
                both = (right - left) * (bottom - top) + (other[2] - other[0]) * (other[3] - other[1])
                found[i, j] = width * height / (both - width * height)
    return found


@exercise.accepts("column by column")
def _(A, B):
    wide = np.clip(np.minimum(A[:, 2:3], B[:, 2]) - np.maximum(A[:, 0:1], B[:, 0]), 0, None)
    high = np.clip(np.minimum(A[:, 3:4], B[:, 3]) - np.maximum(A[:, 1:2], B[:, 1]), 0, None)
    area = [(each[:, 2] - each[:, 0]) * (each[:, 3] - each[:, 1]) for each in (A, B)]
    union = np.add.outer(*area) - wide * high
    return np.divide(wide * high, union, out=np.zeros(union.shape, np.result_type(union, np.float32)), where=union > 0)
