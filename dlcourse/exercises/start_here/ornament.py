"""A challenge: a picture with so much ink that looks the same in two mirrors; there are many."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed

SIDE = 8


def ornament(ink):
    """Make a picture of 0s and 1s that looks the same mirrored left to right, and upside down.

    ink: int, how many pixels are 1: a multiple of 4 from 0 to 64 -> array (8, 8)

    >>> picture = ornament(20)
    >>> picture.shape, int(picture.sum()), bool((picture == picture[:, ::-1]).all())
    ((8, 8), 20, True)
    """
    quarter = np.zeros(16)
    quarter[: ink // 4] = 1
    half = np.vstack([quarter.reshape(4, 4), quarter.reshape(4, 4)[::-1]])  # (4, 4) -> (8, 4)
    return np.hstack([half, half[:, ::-1]])  # (8, 4) -> (8, 8)


def cases(rng):
    amounts = rng.permutation(np.arange(2, 15)) * 4
    return [Case(4), Case(20), Case(0), Case(64), Case(60), *(Case(int(ink)) for ink in amounts[:4])]


def observe(arguments, value):
    """What can be said of a picture: its values, its ink, and whether two mirrors change it."""
    try:
        picture = np.asarray(value)
        numbers = picture.dtype.kind in "iufb"
    except ValueError:
        numbers = False
    if not numbers or picture.shape != (SIDE, SIDE):
        raise Malformed(f"An array of shape (8, 8) is wanted, but this is {describe(value)}.")
    picture = picture.astype(float)
    return {
        "pixels": "0 or 1" if np.isin(picture, [0, 1]).all() else "other numbers, too",
        "ink, all pixels added up": float(picture.sum()),
        "left and right": "alike" if np.array_equal(picture, picture[:, ::-1]) else "not alike",
        "above and below": "alike" if np.array_equal(picture, picture[::-1]) else "not alike",
    }


exercise = Exercise(
    reference=ornament,
    points=2,
    form="challenge",
    minutes=8,
    cases=cases,
    observe=observe,
    hints=[
        "If one pixel of the upper left quarter has ink, which three others must have some, too?",
        "So one quarter says everything: it has room for 16 pixels of ink, a fourth of the whole, anywhere in it. Then "
        "write its mirror images into the other three quarters.",
        "Elsewhere: `table[::-1]` has the rows from the last to the first, `table[:, ::-1]` the columns; "
        "`big[2:4, 0:2] = small` writes a small table into a part of a large one.",
    ],
    solved="a pattern of your own: many different answers pass, because what must hold was said, and not how.",
    since=2,
)


@exercise.mistake("not the same in the mirror beside it")
def _(ink):
    """Left and right differ. Column 1 must look like column 8, column 2 like column 7, and so on."""
    half = np.zeros(SIDE * SIDE // 2)
    half[: ink // 2] = 1
    return np.vstack([half.reshape(4, 8), half.reshape(4, 8)[::-1]])


@exercise.mistake("not the same upside down")
def _(ink):
    """Above and below differ. Row 1 must look like row 8, row 2 like row 7, and so on."""
    half = np.zeros(SIDE * SIDE // 2)
    half[: ink // 2] = 1
    return np.hstack([half.reshape(8, 4), half.reshape(8, 4)[:, ::-1]])


@exercise.mistake("filled up in order")
def _(ink):
    """The amount of ink is right, but neither mirror leaves the picture as it is. Begin with one quarter."""
    picture = np.zeros(SIDE * SIDE)
    picture[:ink] = 1
    return picture.reshape(SIDE, SIDE)


@exercise.also("filled up in order")
def _(ink):
    quarter = np.zeros(SIDE * SIDE // 4)
    quarter[: ink // 4] = 1
    return np.tile(quarter.reshape(4, 4), (2, 2))  # copied, not mirrored


@exercise.mistake("four times as much ink")
def _(ink):
    """There is too much ink: every pixel of a quarter appears four times in the whole."""
    quarter = np.zeros(SIDE * SIDE // 4)
    quarter[:ink] = 1
    half = np.vstack([quarter.reshape(4, 4), quarter.reshape(4, 4)[::-1]])
    return np.hstack([half, half[:, ::-1]])


@exercise.mistake("a quarter of the ink")
def _(ink):
    """There is too little ink, though the mirrors are right: how many pixels of one quarter make `ink` in the whole?"""
    quarter = np.zeros(SIDE * SIDE // 4)
    quarter[: ink // 16] = 1
    half = np.vstack([quarter.reshape(4, 4), quarter.reshape(4, 4)[::-1]])
    return np.hstack([half, half[:, ::-1]])


@exercise.mistake("only one quarter drawn")
def _(ink):
    """There is ink in one quarter, and the three others are empty. Each of its pixels has three mirror images: these
    get ink as well.
    """
    picture = np.zeros((SIDE, SIDE))
    picture[:4, :4].flat[: ink // 4] = 1  # a slice shares the pixels of its table
    return picture


@exercise.mistake("mirror images one place off")
def _(ink):
    """The mirror images are one place off. Counted from the end, the first row is `-1`, while `-0` is the first one
    again: row 0 belongs to row -1, row 1 to row -2.
    """
    picture = np.zeros((SIDE, SIDE))
    for place in range(ink // 4):
        row, column = divmod(place, 4)
        for r in (row, -row):
            for c in (column, -column):
                picture[r, c] = 1
    return picture


@exercise.mistake("whole rows only")
def _(ink):
    """You fill whole rows, above and below alike. Two of them hold 16 pixels of ink, and `ink` may be 4, or 20: a row
    can be filled in part, too, from its middle or from both of its ends.
    """
    rows = ink // (2 * SIDE)
    picture = np.zeros((SIDE, SIDE))
    picture[:rows] = picture[SIDE - rows :] = 1
    return picture


@exercise.mistake("squares only")
def _(ink):
    """You draw a full square in the middle, and few amounts of ink fill one. The rest of the ink must go somewhere,
    too: think of single pixels and their three mirror images.
    """
    half = int(ink**0.5) // 2
    picture = np.zeros((SIDE, SIDE))
    picture[4 - half : 4 + half, 4 - half : 4 + half] = 1
    return picture


@exercise.mistake("grey all over")
def _(ink):
    """The amounts add up and the mirrors are right, but a pixel is to be 0 or 1, and yours are grey."""
    return np.full((SIDE, SIDE), ink / SIDE**2)


@exercise.mistake("always the same picture")
def _(ink):
    """The picture does not depend on `ink`: its pixels that are 1 should be as many as that."""
    picture = np.zeros((SIDE, SIDE))
    picture[3:5, 3:5] = 1
    return picture


@exercise.also("always the same picture")
def _(ink):
    return np.zeros((SIDE, SIDE))


@exercise.also("always the same picture")
def _(ink):
    picture = np.zeros((SIDE, SIDE))
    picture[2:6, 2:6] = 1
    return picture


@exercise.accepts("from the middle outwards")
def _(ink):
    quarter = np.zeros(16)
    quarter[16 - ink // 4 :] = 1
    quarter = quarter.reshape(4, 4)
    return np.block([[quarter, np.fliplr(quarter)], [np.flipud(quarter), np.flipud(np.fliplr(quarter))]])


@exercise.accepts("pixel by pixel, as a list of lists turned into an array")
def _(ink):
    picture, left = np.zeros((SIDE, SIDE), int), ink
    for row in range(4):
        for column in range(4):
            if left >= 4:
                for r in (row, 7 - row):
                    for c in (column, 7 - column):
                        picture[r, c] = 1
                left -= 4
    return picture
