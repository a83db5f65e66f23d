"""What was drawn on a pad as the pixels that a network reads, made as the course's digits were made.

The digits were scanned and scaled to 32 × 32 points, and counted in blocks of 4 × 4: a pixel says how many of its
points are ink. The rest is measured on the files. They fill the height, and about 20 of the 32 columns. They were set
upright: sheared until the leftmost ink of the top row and that of the bottom row stood in one column, for each of the
ten digits. And there is about as much ink in all of them, so the pen here is thicker where little is drawn. MNIST's
digits lean as they were written; they keep their proportions, fill a box of 20 of 28 pixels, and their centre of mass
is in the middle.

The numbers below were chosen by drawings of half the hands in ``tests/explore/drawn_digits.py``. Of 240 drawings of the
other half the course's network reads 234; 217 if they are not set upright, 199 with a thin pen (0.05).
"""

from typing import NamedTuple

import numpy as np

POINTS = 4  # a pixel counts POINTS × POINTS points; more where a picture would have fewer than LEAST across
LEAST = 32
MOST_SIDE = 256  # pixels: more is no longer a small picture, and takes seconds
DOT = 0.02  # what is smaller is a dot, and is not made larger
LEVEL = 1e-9  # a piece of line that goes down less is level
ROW = 0.06  # of the height: what counts as the top or the bottom row of ink


class Look(NamedTuple):
    """How pictures of one kind were made; lengths as shares of the picture's side."""

    height: float  # of the box that a drawing fills
    width: float
    pens: tuple  # radii, the thinnest first: the first one that gives enough ink is taken
    ink: float  # share of the picture that is enough
    lean: float  # how far a drawing is set upright at most: columns for each row
    wider: float  # how many times more it is stretched across than down
    taller: float  # and down than across
    by_mass: bool  # is the centre of mass in the middle, or that of the box?


LOOKS = {
    "digits": Look(0.97, 20 / 32, (0.08, 0.09, 0.1, 0.11, 0.12), 0.26, lean=0.5, wider=1.5, taller=3.0, by_mass=False),
    "mnist": Look(20 / 28, 20 / 28, (0.05,), 0.0, lean=0.0, wider=1.0, taller=1.0, by_mass=True),
}


def pixels(strokes, size=8, *, like="digits"):
    """Strokes as a picture of ink on paper, scaled and centred.

    Parameters
    ----------
    strokes : list of list of (x, y)
        Lines of a pen, from 0 to 1 across and down; a line of one point is a dot.
    size : int
        Rows and columns of the picture.
    like : {"digits", "mnist"}
        Whose place and size in the picture: the course's own digits', or MNIST's.

    Returns
    -------
    array (size, size)
        From 0 (paper) to 1 (ink), from size 8 on in steps of 1/16; zeros where nothing was drawn.

    Raises
    ------
    ValueError
        For a size that is no whole number from 1 to 256, or another `like`.
    """
    whole = isinstance(size, (int, np.integer)) and not isinstance(size, bool)
    if not whole or not 1 <= size <= MOST_SIDE:
        raise ValueError(f"size is {size!r}: want a whole number from 1 to {MOST_SIDE}")
    if not isinstance(like, str) or like not in LOOKS:
        raise ValueError(f"like is {like!r}: want one of {', '.join(LOOKS)}")
    lines = [np.asarray(line, dtype=float).reshape(-1, 2) for line in strokes if len(line)]
    if not lines:
        return np.zeros((size, size))
    look = LOOKS[like]
    upright = _upright(lines, look.lean)
    pen = _pen(upright, look)
    picture = _counted(_placed(upright, look, pen), size, pen)
    return _mass_in_the_middle(picture) if look.by_mass else picture


def _upright(lines, most):
    """The lines sheared until the leftmost ink of the top row is above that of the bottom row."""
    every = np.vstack(lines)
    top, height = every[:, 1].min(), np.ptp(every[:, 1])
    if height < DOT or not most:
        return lines
    left = [min(_leftmost(line, *row) for line in lines) for row in _rows(top, height)]
    lean = np.clip((left[1] - left[0]) / height, -most, most)
    return [line - np.outer(line[:, 1] - top, [lean, 0]) for line in lines]


def _rows(top, height):
    """From where to where the top row goes down, and the bottom row."""
    return (top, top + ROW * height), (top + (1 - ROW) * height, top + height)


def _leftmost(line, high, low):
    """The smallest x of a line where it runs between two heights; infinite where it does not."""
    starts, ends = (line[:-1], line[1:]) if len(line) > 1 else (line, line)
    down = ends[:, 1] - starts[:, 1]
    level = np.abs(down) < LEVEL
    # Where each piece enters and leaves the row, as shares of its length.
    at = (np.array([[high], [low]]) - starts[:, 1]) / np.where(level, 1, down)
    at = np.sort(np.where(level, [[0], [1]], at), axis=0)
    enters, leaves = np.maximum(at[0], 0), np.minimum(at[1], 1)
    inside = (enters <= leaves) & (~level | ((starts[:, 1] >= high - LEVEL) & (starts[:, 1] <= low + LEVEL)))
    x = starts[:, 0] + np.array([enters, leaves]) * (ends[:, 0] - starts[:, 0])
    return x[:, inside].min(initial=np.inf)


def _pen(lines, look):
    """The thinnest of the pens that gives enough ink, or the thickest."""
    if len(look.pens) == 1:
        return look.pens[0]
    near = _squared_distances(_placed(lines, look, look.pens[0]), LEAST, look.pens[-1])
    return next((pen for pen in look.pens if (near <= pen**2).mean() >= look.ink), look.pens[-1])


def _placed(lines, look, pen):
    """The lines scaled into the box, their own box in the middle."""
    every = np.vstack(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    across, down = (np.array([look.width, look.height]) - 2 * pen) / extent
    scale = np.array([min(across, look.wider * down), min(down, look.taller * across)])
    if max(extent) < DOT:
        scale = np.zeros(2)
    return [(line - (low + high) / 2) * scale + 0.5 for line in lines]


def _counted(lines, size, pen):
    """The share of ink in each pixel."""
    points = max(POINTS, -(-LEAST // size))
    ink = _squared_distances(lines, size * points, pen) <= pen**2
    return ink.reshape(size, points, size, points).mean(axis=(1, 3))


def _squared_distances(lines, side, reach):
    """How far each of side × side points is from the lines, squared; infinite beyond the reach of the pen."""
    centres = (np.arange(side) + 0.5) / side
    found = np.full((side, side), np.inf)
    for line in lines:
        line = _thinned(line, 0.5 / side)
        for start, end in zip(line, line[1:] if len(line) > 1 else line):
            # Only the points around a piece can be near it.
            low, high = np.minimum(start, end) - reach, np.maximum(start, end) + reach
            (left, above), (right, below) = np.searchsorted(centres, low), np.searchsorted(centres, high)
            around = found[above:below, left:right]
            np.minimum(around, _near(centres[left:right], centres[above:below, None], start, end), out=around)
    return found


def _thinned(line, step):
    """The line without points that are nearer to the last one kept than `step`; its end stays."""
    kept = [0]
    for k, point in enumerate(line):
        if np.abs(point - line[kept[-1]]).max() >= step:
            kept.append(k)
    return line[[*kept, *({len(line) - 1} - set(kept))]]


def _near(x, y, start, end):
    """The squared distance of points, columns `x` and rows `y`, from the piece of line between two ends."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    t = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    return (x - start[0] - t * along[0]) ** 2 + (y - start[1] - t * along[1]) ** 2


def _mass_in_the_middle(picture):
    """The picture moved by whole pixels until its centre of mass is in the middle; no ink leaves it."""
    return _moved(_moved(picture, 0), 1)


def _moved(picture, axis):
    ink = picture.sum(axis=1 - axis)
    if not ink.any():
        return picture
    places, used = np.arange(len(ink)), np.flatnonzero(ink)
    way = round((len(ink) - 1) / 2 - (ink @ places) / ink.sum())
    return np.roll(picture, min(max(way, -used[0]), len(ink) - 1 - used[-1]), axis=axis)
