"""What was drawn on a pad as the pixels that a network reads, made as the course's digits were made.

The digits were scanned, scaled to a box of 32 × 32 points and counted in blocks of 4 × 4: a pixel says how many of its
points are ink. They fill the height of their box, and three quarters of its width at most. MNIST's fill a box of 20 of
28 pixels, and their centre of mass is in the middle.
"""

import numpy as np

POINTS = 4  # a pixel counts POINTS × POINTS points
LOOKS = {"digits": (1.0, 0.75), "mnist": (20 / 28, 20 / 28)}  # the most of height and width that is filled
PENS = {"digits": 0.08, "mnist": 0.05}  # radius of the pen as a share of the side: measured on the digits
MOST_SIDE = 256  # pixels: more is no longer a small picture, and takes seconds


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
        From 0 (paper) to 1 (ink); zeros where nothing was drawn.

    Raises
    ------
    ValueError
        For a size that is no whole number from 1 to 256, or another `like`.
    """
    if not isinstance(size, (int, np.integer)) or not 1 <= size <= MOST_SIDE:
        raise ValueError(f"size is {size!r}: want a whole number from 1 to {MOST_SIDE}")
    if like not in LOOKS:
        raise ValueError(f"like is {like!r}: want one of {', '.join(LOOKS)}")
    lines = [np.asarray(line, dtype=float).reshape(-1, 2) for line in strokes if len(line)]
    if not lines:
        return np.zeros((size, size))
    placed = _placed(lines, *LOOKS[like], PENS[like])
    picture = _counted(placed, size, PENS[like])
    return _mass_in_the_middle(picture) if like == "mnist" else picture


def _placed(lines, height, width, pen):
    """The lines scaled into the box, their own box in the middle."""
    every = np.vstack(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    room = np.array([width, height]) - 2 * pen
    scale = np.minimum(room / extent, room[1] / extent[1])
    if max(extent) < 0.02:  # a dot stays a dot
        scale = np.zeros(2)
    return [(line - (low + high) / 2) * scale + 0.5 for line in lines]


def _counted(lines, size, pen):
    """The share of ink in each pixel."""
    side = size * POINTS
    centres = (np.arange(side) + 0.5) / side
    x, y = np.meshgrid(centres, centres)
    ink = np.zeros((side, side), dtype=bool)
    for line in lines:
        for start, end in zip(line, line[1:] if len(line) > 1 else line):
            ink |= _near(x, y, start, end) <= pen
    return ink.reshape(size, POINTS, size, POINTS).mean(axis=(1, 3))


def _near(x, y, start, end):
    """The distance of each point from the piece of line between two ends."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    t = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    return np.hypot(x - start[0] - t * along[0], y - start[1] - t * along[1])


def _mass_in_the_middle(picture):
    """The picture moved by whole pixels until its centre of mass is in the middle."""
    places = np.arange(len(picture))
    down, across = ((picture.sum(axis) @ places) / picture.sum() for axis in (1, 0))
    middle = (len(picture) - 1) / 2
    return np.roll(picture, (round(middle - down), round(middle - across)), axis=(0, 1))
