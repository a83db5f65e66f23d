"""The occlusion map: how much a score falls when a part of the picture is covered."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.representations._cases.covers import all_at_once, covered, on_one_sheet, painted
from dlcourse.exercises.representations._cases.looked import occlusion_cases
from dlcourse.lessons import representations
from dlcourse.lessons.cnn import places

exercise = Exercise(
    reference=representations.occlusion_map,
    points=3,
    minutes=6,
    cases=occlusion_cases,
    hints=[
        "On the row (1, 2, 4) with a cover of size 1: which three rows does the score get to see, and which fourth one "
        "do you compare them with?",
        "Lesson 08 counted the places of a kernel that does not stick out; a cover has as many. Each place wants a "
        "fresh picture, covered nowhere else.",
        "`np.repeat(row[None], 3, axis=0)` is three copies that can be changed one by one; `for i, j in "
        "np.ndindex(2, 3)` goes through the pairs row by row, as `numbers.reshape(2, 3)` puts them.",
    ],
    solved="a question that any model answers, even one that you cannot open: what if this were not there.",
    equivalent_mutants={
        "size = 1 if np.ndim(size) == 0 and size == 0 else size": "a cover without pixels is none: sizes begin at 1",
    },
)


FALL = "(score(picture[None]) - score(covered))"

exercise.edit(
    "sign turned",
    {FALL: "(score(covered) - score(picture[None]))"},
    """Your map is negative where covering does harm: you subtract the old score from the new one. Asked is how far the
    score *falls*.""",
)
exercise.edit(
    "score of the covered picture",
    {FALL: "score(covered)"},
    """That is the score that is left. How far it has fallen is the score of the whole picture minus that.""",
)
exercise.edit(
    "rises cut off",
    {FALL: "np.maximum(0, score(picture[None]) - score(covered))"},
    """You cut off at 0 what is negative. A score that *rises* under a cover is worth knowing, too: what was covered
    spoke against the class. Leave such places below 0.""",
)
exercise.edit(
    "size of the change",
    {FALL: "np.abs(score(picture[None]) - score(covered))"},
    """You take off the sign. A score that *rises* under a cover is worth knowing, too: what was covered spoke against
    the class. Leave such places below 0.""",
)
exercise.edit(
    "share of the score",
    {FALL: "((score(picture[None]) - score(covered)) / score(picture[None]))"},
    """You divide by the score. The map is in units of the score itself, which can be 0 or negative.""",
)


@exercise.mistake("no copy of the picture")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The covers are painted on the caller's own picture and stay there, under all that come after. `P = picture` is a
    second name of it and no copy: begin each place with `picture.copy()`.
    """
    return on_one_sheet(picture, score, size, stride, fill, whole="last")


for whole, at_once in (("first", True), ("first", False), ("each", False)):
    exercise.also("no copy of the picture")(painted(whole, at_once))


@exercise.mistake("nothing covered")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Your map is 0 everywhere: the scores that you compare are of the same picture. Does the cover go onto what
    `score` is given, and is the other one still whole?
    """
    return 0 * covered(picture, score, size, stride, fill)


@exercise.mistake("covers pile up")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Each cover stays on the picture when the next one comes. Begin each place with a fresh copy, `picture.copy()`."""
    return on_one_sheet(picture.copy(), score, size, stride, fill, whole="first", at_once=False)


@exercise.also("covers pile up")
def _(picture, score, *, size, stride=1, fill=0.0):
    return on_one_sheet(picture.copy(), score, size, stride, fill, whole="first")


@exercise.mistake("fill not used")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The cover is always 0. Its number is `fill`: what counts as "nothing there" depends on the pictures."""
    return covered(picture, score, size, stride, 0.0)


@exercise.mistake("stride not used")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The cover stands at every pixel, as with a stride of 1. From one place to the next it moves `stride` pixels."""
    return covered(picture, score, size, 1, fill)


@exercise.mistake("stride only in the count")
def _(picture, score, *, size, stride=1, fill=0.0):
    """There are as many places as there should be, but they lie one pixel apart: place (r, s) begins at row stride · r,
    column stride · s.
    """
    rows, columns = ((side - size) // stride + 1 for side in picture.shape)
    return covered(picture, score, size, 1, fill, rows=rows, columns=columns)


@exercise.mistake("one place too few")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The last place is missing, in both directions: `range(side - size)` ends one before it. A cover as large as the
    picture has one place, and not none, where `score` would be given an empty heap of pictures.
    """
    rows, columns = (max((side - size - 1) // stride + 1, 0) for side in picture.shape)
    return covered(picture, score, size, stride, fill, rows=rows, columns=columns)


@exercise.also("one place too few")
def _(picture, score, *, size, stride=1, fill=0.0):
    return all_at_once(picture, score, size, stride, fill, [len(range(0, s - size, stride)) for s in picture.shape])


@exercise.mistake("steps counted instead of places")
def _(picture, score, *, size, stride=1, fill=0.0):
    """You count the steps of the cover: (side - size) // stride. Where it stands before the first step is a place, too.
    A cover as high as the picture takes no step and has a place; without it, `score` is given an empty heap.
    """
    rows, columns = ((side - size) // stride for side in picture.shape)
    return covered(picture, score, size, stride, fill, rows=rows, columns=columns)


@exercise.also("steps counted instead of places")
def _(picture, score, *, size, stride=1, fill=0.0):
    return all_at_once(picture, score, size, stride, fill, [(side - size) // stride for side in picture.shape])


@exercise.mistake("cover sticks out")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The cover also stands where it sticks out of the picture: there it hides less than elsewhere. The last place is
    the one where it still fits in.
    """
    rows, columns = (-(-side // stride) for side in picture.shape)
    return covered(picture, score, size, stride, fill, rows=rows, columns=columns)


@exercise.mistake("rounded up")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Where the steps do not come out even, you count a place more, and there the cover sticks out. Round down."""
    rows, columns = (-(-(side - size) // stride) + 1 for side in picture.shape)
    return covered(picture, score, size, stride, fill, rows=rows, columns=columns)


@exercise.mistake("all but the square covered")
def _(picture, score, *, size, stride=1, fill=0.0):
    """You cover everything *except* the square: that asks whether the square is enough. Asked is whether it is
    missed.
    """

    def around(sheet, r, s):
        kept = sheet[r : r + size, s : s + size].copy()
        sheet[...] = fill
        sheet[r : r + size, s : s + size] = kept

    return covered(picture, score, size, stride, fill, cover=around)


@exercise.mistake("fill added")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The pixels under the cover are still to be seen: you add `fill` to them. A cover replaces what it lies on."""

    def add(sheet, r, s):
        sheet[r : r + size, s : s + size] += fill

    return covered(picture, score, size, stride, fill, cover=add)


@exercise.mistake("one pixel covered")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Only the upper left pixel of each place is covered. The cover has `size` rows and `size` columns."""

    def pixel(sheet, r, s):
        sheet[r, s] = fill

    return covered(picture, score, size, stride, fill, cover=pixel)


@exercise.mistake("cover one pixel too small")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The cover is a row and a column too small: the end of a slice does not belong to it, so `r : r + size` has `size`
    rows.
    """

    def small(sheet, r, s):
        sheet[r : r + size - 1, s : s + size - 1] = fill

    return covered(picture, score, size, stride, fill, cover=small)


@exercise.mistake("cover one pixel too large")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The cover is a row and a column too large: `r : r + size` already has `size` rows."""

    def large(sheet, r, s):
        sheet[r : r + size + 1, s : s + size + 1] = fill

    return covered(picture, score, size, stride, fill, cover=large)


@exercise.mistake("cover around its place")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Your cover has place (r, s) in its *middle*, so at the edge a part of it is outside. In the formula the place is
    its upper left corner.
    """

    def centred(sheet, r, s):
        top, left = max(r - size // 2, 0), max(s - size // 2, 0)
        sheet[top : r - size // 2 + size, left : s - size // 2 + size] = fill

    return covered(picture, score, size, stride, fill, cover=centred)


@exercise.mistake("whole rows covered")
def _(picture, score, *, size, stride=1, fill=0.0):
    """You cover whole rows, from the left edge to the right one. The cover is a square: give it columns as well."""

    def band(sheet, r, _s):
        sheet[r : r + size] = fill

    return covered(picture, score, size, stride, fill, cover=band)


@exercise.mistake("rows and columns exchanged")
def _(picture, score, *, size, stride=1, fill=0.0):
    """The map is turned over: row r of it should belong to the rows of the picture that begin at stride · r."""
    return covered(picture, score, size, stride, fill).T


@exercise.mistake("as many rows as columns")
def _(picture, score, *, size, stride=1, fill=0.0):
    """You count the places of one side and use them for both. A picture can be wider than high: `picture.shape` has two
    numbers.
    """
    rows = (picture.shape[0] - size) // stride + 1
    return covered(picture, score, size, stride, fill, rows=rows, columns=rows)


@exercise.mistake("written on every pixel of the cover")
def _(picture, score, *, size, stride=1, fill=0.0):
    """Your map has the size of the picture. It has one number for each *place* of the cover: fewer, for it must not
    stick out.
    """
    out = np.zeros_like(picture)
    small = covered(picture, score, size, stride, fill)
    for r, s in np.ndindex(small.shape):
        out[stride * r : stride * r + size, stride * s : stride * s + size] = small[r, s]
    return out


@exercise.accepts("place by place")
def _(picture, score, *, size, stride=1, fill=0.0):
    H, L = picture.shape
    whole = score(picture[np.newaxis])[0]
    falls = []
    for top in range(0, H - size + 1, stride):
        row = []
        for left in range(0, L - size + 1, stride):
            sheet = np.array(picture)
            sheet[top : top + size, left : left + size] = fill
            row.append(whole - score(sheet[np.newaxis])[0])
        falls.append(row)
    return np.array(falls)


@exercise.accepts("row by row, with masks")
def _(picture, score, *, size, stride=1, fill=0.0):
    rows, columns = np.indices(picture.shape)
    maps = []
    for top in range(0, len(picture) - size + 1, stride):
        lefts = np.arange(0, picture.shape[1] - size + 1, stride)[:, None, None]
        under = (rows >= top) & (rows < top + size) & (columns >= lefts) & (columns < lefts + size)
        maps.append(score(picture[None]) - score(np.where(under, picture.dtype.type(fill), picture)))
    return np.stack(maps)


@exercise.accepts("with places")
def _(picture, score, *, size, stride=1, fill=0.0):
    rows, columns = [(side - size) // stride + 1 for side in picture.shape]
    found = np.empty((rows, columns), picture.dtype)
    for r in range(rows):
        sheets = np.stack([picture] * columns)
        for s in range(columns):
            sheets[s, places(stride * r, size), places(stride * s, size)] = fill
        found[r] = score(picture[None]) - score(sheets)
    return found
