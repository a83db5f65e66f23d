"""Random shifts: a digit that is moved is still the same digit."""

from functools import partial
from itertools import product

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Exercise, drawn_seed, drawn_sizes
from dlcourse.exercises.regularization._cases import (
    ORDERS,
    around,
    evenness,
    framed_and_cut,
    moved,
    numbers,
    otherwise,
    places_of,
    reach,
)
from dlcourse.lessons import regularization

OFTEN = 2000  # images, with which chance no longer hides that some shifts come more often


def cases(rng):
    def images(*shape):
        return rng.uniform(0.2, 1, size=shape)  # ink everywhere: a 0 is what was uncovered

    H, W, few = drawn_sizes(rng, 3, 4)
    return [
        Case(np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]), 1, Seed(0)),
        Case(images(few, W, H), 0, drawn_seed(rng)),  # nothing moves
        Case(images(160, 5, 6), 2, drawn_seed(rng)),
        Case(images(120, H, W), 1, drawn_seed(rng)),
        Case(images(180, 6, 5), 3, drawn_seed(rng)),
        Case(images(110, 4, 5).astype(np.float32), 1, drawn_seed(rng)),
        Case(images(OFTEN, 3, 3), 1, drawn_seed(rng)),
    ]


def observe(arguments, value):
    """What was done to each picture, and which shifts there are."""
    images, most = arguments["images"].astype(float), arguments["most"]
    shifted = numbers(value, "What came back", images.shape)
    places = places_of(images, shifted, most, moved)
    if places is None:
        return {"each picture": otherwise(images, shifted, most)}
    seen = {"each picture": "is moved, and what is uncovered is 0"}
    if len(images) >= 100:
        down, across = places.T
        alike = len(np.unique(places, axis=0)) == 1
        for name, shifts in (("shifts down", down), ("shifts across", across)):
            seen[name] = "the same for all pictures" if alike else reach(shifts)
        together = np.ptp(down) > 0 and (np.array_equal(down, across) or np.array_equal(down, -across))
        seen["down and across"] = "always the same number" if together else "drawn separately"
    if len(images) >= OFTEN:
        seen["how often each shift comes"] = evenness(places, most)
    return seen


exercise = Exercise(
    reference=regularization.random_shift,
    points=3,
    cases=cases,
    observe=observe,
    hints=[
        "If a frame of zeros lies around an image, how many places are there for a window of the old size?",
        "Put a frame of `most` zeros around all images. Then cut out of each a window of the old size, at a place of "
        "its own: row and column are drawn by themselves.",
        "Elsewhere: `sheet[4, 2:7, 3:8]` cuts five rows and five columns out of sheet 4. `np.zeros_like(sheets)` "
        "makes room for as many, which a loop over their numbers can fill.",
    ],
    solved="more data from the data you have: a digit that is moved is still the same digit.",
    equivalent_mutants={
        "padded = np.pad(images, ((0, 1), (most, most), (most, most)))": "a further picture, that is never chosen",
    },
)


@exercise.mistake("what leaves comes in again")
def _(images, most, rng):
    """What leaves the picture on one side comes in again on the other, as `np.roll` does. A real picture does not: what
    is uncovered should be 0.
    """
    shifts = rng.integers(-most, most + 1, size=(len(images), 2))
    return np.stack([np.roll(image, shift, (0, 1)) for image, shift in zip(images, shifts)])


def move_each(images, down, across):
    """Each picture moved by its own two numbers, over zeros."""
    return np.stack([moved(image, shift, (0, 1)) for image, *shift in zip(images, down, across)])


@exercise.mistake("one shift for the whole batch")
def _(images, most, rng):
    """All pictures are moved alike, or none at all. Draw a shift for each of them: `rng.integers(...,
    size=len(images))`, or in the loop.
    """
    down, across = rng.integers(-most, most + 1, size=2)
    return move_each(images, [down] * len(images), [across] * len(images))


@exercise.mistake("the last number never drawn")
def _(images, most, rng):
    """The shift +most never occurs. Where does the window begin then, and which numbers do you draw? It may begin at
    0, and `rng.integers(low, high)` stops before `high`.
    """
    down, across = rng.integers(-most, most, size=(2, len(images)))
    return move_each(images, down, across)


@exercise.mistake("last window never chosen")
def _(images, most, rng):
    """No picture moves by -most, up or to the left: the window never stands at 2 · most, because `rng.integers(low,
    high)` stops before `high`. Add 1 to it.
    """
    down, across = rng.integers(-most + 1, most + 1, size=(2, len(images)))
    return move_each(images, down, across)


@exercise.mistake("only down and right")
def _(images, most, rng):
    """Your pictures only move down and to the right. Shifts run from -most to most."""
    down, across = rng.integers(0, most + 1, size=(2, len(images)))
    return move_each(images, down, across)


@exercise.mistake("some shifts come more often")
def _(images, most, rng):
    """All shifts occur, but not equally often: rounding makes the two ends rarer, and a sum of two numbers the middle
    more frequent. Draw one whole number, `rng.integers`.
    """
    down, across = np.round(rng.random((2, len(images))) * 2 * most).astype(int) - most
    return move_each(images, down, across)


@exercise.mistake("only across")
def _(images, most, rng):
    """Your pictures only move to the left and right. Draw a second number for each, for up and down."""
    across = rng.integers(-most, most + 1, size=len(images))
    return move_each(images, 0 * across, across)


@exercise.mistake("the same number down and across")
def _(images, most, rng):
    """Each picture moves as far down as across, along a diagonal. Draw two numbers for each."""
    shift = rng.integers(-most, most + 1, size=len(images))
    return move_each(images, shift, shift)


@exercise.mistake("frame not cut off")
def _(images, most, rng):
    """Your pictures come back larger than they were: cut a window of the old size, H by W, out of the framed
    picture.
    """
    N, H, W = images.shape
    out = np.zeros((N, H + 2 * most, W + 2 * most))
    for n, (i, j) in enumerate(rng.integers(0, 2 * most + 1, size=(N, 2))):
        out[n, i : i + H, j : j + W] = images[n]
    return out


@exercise.mistake("only up and left")
def _(images, most, rng):
    """Your pictures only move up and to the left. Shifts run from -most to most: put the frame on all four sides, and
    let the window begin anywhere from 0 to 2 · most.
    """
    down, across = -rng.integers(0, most + 1, size=(2, len(images)))
    return move_each(images, down, across)


@exercise.mistake("only down")
def _(images, most, rng):
    """Your pictures only move up and down. Draw a second number for each, for left and right."""
    down = rng.integers(-most, most + 1, size=len(images))
    return move_each(images, down, 0 * down)


@exercise.mistake("only the farthest shifts")
def _(images, most, rng):
    """Your pictures move by -most or most, and by nothing between. Draw a whole number from -most to most."""
    down, across = rng.choice([-most, most], size=(2, len(images)))
    return move_each(images, down, across)


exercise.edit(
    "uncovered paper is not 0",
    {"(most, most)))": "(most, most)), mode='edge')"},
    """The pictures move, but what is uncovered is not 0, as if the edge was repeated (`np.pad(..., mode="edge")`) or
    the old picture still showed. Paper is 0.
    """,
)


@exercise.mistake("moved along the wrong axes")
def _(images, most, rng):
    """The rolling goes over the axes 0 and 1: along the first axis of `images` stand the pictures, so that they change
    places. A picture is moved along the axes 1 and 2.
    """
    return np.roll(images, rng.integers(-most, most + 1, size=2), axis=(0, 1))


@exercise.mistake("corner before the frame")
def _(images, most, rng, order=ORDERS[0], filled=True):
    """Your windows begin at places from -most to most. But a place is counted from the corner of the *framed* picture,
    and a negative one from its end: there is no window left there. Where does the first one begin, where the last?
    """
    corners = order(rng, -most, most + 1, len(images))
    return framed_and_cut(images, corners, around(most), images.shape[1:], filled)


@exercise.mistake("height and width exchanged")
def _(images, most, rng, order=ORDERS[0], filled=True):
    """The window is as high as the picture is wide, and as wide as it is high. The axes are (N, H, W): rows come
    first.
    """
    corners = order(rng, 0, 2 * most + 1, len(images))
    return framed_and_cut(images, corners, around(most), images.shape[:0:-1], filled)


@exercise.mistake("size taken after framing")
def _(images, most, rng, order=ORDERS[0], filled=False):
    """Your window has the size of the *framed* picture, and ends at its edge. Take H and W before the frame is put
    around the pictures.
    """
    corners = order(rng, 0, 2 * most + 1, len(images))
    framed = np.pad(images, around(most))
    return framed_and_cut(framed, corners, 0, framed.shape[1:], filled)


for same in exercise.mistakes[-3:]:
    for further in product(ORDERS, (True, False)):
        exercise.also(same.name)(partial(same.answer, order=further[0], filled=further[1]))


@exercise.mistake("batch framed, too")
def _(images, most, rng):
    """The frame goes around the batch as well: `np.pad(images, most)` adds pictures without ink before and after it,
    and the numbers of the pictures no longer fit. The first axis wants no frame.
    """
    corners = ORDERS[0](rng, 0, 2 * most + 1, len(images))
    return framed_and_cut(images, corners, most, images.shape[1:])


@exercise.mistake("frame of one pixel")
def _(images, most, rng):
    """The frame is one pixel wide, whatever `most` is: right for 1 alone."""
    return framed_and_cut(images, ORDERS[0](rng, 0, 3, len(images)), around(1), images.shape[1:])


@exercise.accepts("picture by picture")
def _(images, most, rng):
    N, H, W = images.shape
    padded = np.zeros((N, H + 2 * most, W + 2 * most))
    padded[:, most : most + H, most : most + W] = images
    out = np.zeros_like(images)
    for n in range(N):
        i, j = rng.integers(0, 2 * most + 1), rng.integers(0, 2 * most + 1)
        out[n] = padded[n, i : i + H, j : j + W]
    return out


@exercise.accepts("by rolling framed pictures")
def _(images, most, rng):
    out = []
    for image in images:
        down, across = rng.choice(np.arange(-most, most + 1), size=2)
        framed = np.pad(image, most)
        out.append(np.roll(framed, (down, across), (0, 1))[most : most + image.shape[0], most : most + image.shape[1]])
    return np.array(out)
