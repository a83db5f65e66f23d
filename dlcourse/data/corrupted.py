"""Digits as they come in from outside: turned, shifted, noisy, and with a part missing."""

import numpy as np

from dlcourse.data.handwritten import digits

SIDE = 12  # pixels: the digit has 8, and room to turn and to move
KINDS = ("turned", "shifted", "noisy", "covered")
MOST_TURNED = 30.0  # degrees, either way
MOST_SHIFTED = 2  # pixels, either way
NOISE = 0.25  # standard deviation
BLOCK = (3, 5)  # sides of what is missing, in pixels: the least and the most
DAMAGED = 0.5  # the chance of each kind


def corrupted_digits(count, *, seed, part="training"):
    """Handwritten digits that were damaged, each with some of four kinds of damage, drawn from a seed.

    Each kind comes to a picture with a chance of one half, so that one in sixteen has none: it may be turned (by up to
    30 degrees either way), shifted (by up to 2 pixels), noisy, and covered (a block of 3 to 5 pixels a side is
    missing). The same seed gives the same pictures.

    Parameters
    ----------
    count : int
    seed : int, or list of int
    part : str
        Which of the :func:`dlcourse.data.datasets.digits` are drawn from, again and again: "training" or "test".

    Returns
    -------
    tuple (array (count, 12, 12), int array (count,), bool array (count, 4))
        Pixels from 0 (paper) to 1 (ink), the labels 0 to 9, and which of the `KINDS` of damage each picture has.

    Raises
    ------
    ValueError
        If there is no part of that name.
    """
    parts = dict(zip(("training", "test"), (digits()[:2], digits()[2:]), strict=True))
    if part not in parts:
        raise ValueError(f"there is no part {part!r} of the digits: want training or test")
    pictures, labels = parts[part]
    rng = np.random.default_rng(seed)
    which = rng.integers(len(labels), size=count)
    kinds = rng.random((count, len(KINDS))) < DAMAGED
    X = damaged(pictures[which].reshape(-1, 8, 8), kinds, rng)
    return X, labels[which], kinds


def damaged(pictures, kinds, rng):
    """Pictures of 8 x 8 pixels put onto a larger paper, with damage.

    Parameters
    ----------
    pictures : array (N, 8, 8)
    kinds : bool array (N, 4)
        Which of the `KINDS` comes to each.
    rng : numpy.random.Generator

    Returns
    -------
    array (N, 12, 12)
    """
    count = len(pictures)
    angles = np.radians(rng.uniform(-MOST_TURNED, MOST_TURNED, count)) * kinds[:, 0]
    shifts = rng.uniform(-MOST_SHIFTED, MOST_SHIFTED, (count, 2)) * kinds[:, 1, None]
    noise = rng.normal(scale=NOISE, size=(count, SIDE, SIDE)) * kinds[:, 2, None, None]
    sides = rng.integers(BLOCK[0], BLOCK[1] + 1, (count, 2))
    corners = np.floor(rng.random((count, 2)) * (SIDE - 1 - sides)).astype(int) + 1
    X = np.clip(moved(pictures, angles, shifts) + noise, 0, 1)
    X[_blocks(corners, sides) & kinds[:, 3, None, None]] = 0
    return np.round(X, 3)  # the same numbers on any processor: sines differ in their last digits


def moved(pictures, angles, shifts):
    """Each picture turned about its middle and shifted, between the pixels by the means of four.

    Parameters
    ----------
    pictures : array (N, 8, 8)
    angles : array (N,)
        In radians.
    shifts : array (N, 2)
        Pixels down and across.

    Returns
    -------
    array (N, 12, 12)
    """
    paper = np.pad(pictures, ((0, 0), (1, 2), (1, 2)))  # a rim of paper: what is outside is paper, too
    middle = (SIDE - 1) / 2
    rows, columns = np.mgrid[:SIDE, :SIDE] - middle  # (S, S) each
    rows = rows - shifts[:, 0, None, None]
    columns = columns - shifts[:, 1, None, None]  # (N, S, S)
    cosine, sine = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    y = np.clip(cosine * rows - sine * columns + 4.5, 0, 9)  # where each pixel was: 0 and 9 are on the rim
    x = np.clip(sine * rows + cosine * columns + 4.5, 0, 9)
    top, left = y.astype(int), x.astype(int)
    down, right = y - top, x - left
    each = np.arange(len(pictures))[:, None, None]
    upper = paper[each, top, left] * (1 - right) + paper[each, top, left + 1] * right
    lower = paper[each, top + 1, left] * (1 - right) + paper[each, top + 1, left + 1] * right
    return upper * (1 - down) + lower * down


def _blocks(corners, sides):
    """Where the missing block of each picture is: bool array (N, S, S)."""
    place = np.arange(SIDE)
    inside = (place >= corners[..., None]) & (place < (corners + sides)[..., None])  # (N, 2, S)
    return inside[:, 0, :, None] & inside[:, 1, None, :]
