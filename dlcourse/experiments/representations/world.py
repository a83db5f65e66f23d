"""A small world of line drawings whose every part is known: six objects, each of a body and two of five parts.

No part gives an object away: each stands in two or three of the six. So who names the object must put parts together.
The other four pairs of parts are objects that lesson 10 keeps for a network that has never seen them.

A drawing is made of polylines and circles in a plane whose x grows to the right and whose y grows downwards, in pixels;
the body is 12 wide and 7 high, with its middle at (0, 0), before it is turned, mirrored, made larger or smaller, and
moved to a random place of the sheet.
"""

from dataclasses import dataclass

import numpy as np

SIDE = 28  # pixels of a sheet
MARGIN = 1.0  # pixels that stay empty at the edge
PEN = 0.75  # half the width of a line, in pixels
NOISE = 0.15  # standard deviation of what is added to each pixel
SIZES, INKS, TURN = (0.7, 1.15), (0.5, 1.0), 0.12  # ranges: times as large, how black, radians to either side
PARTS = ("wheels", "legs", "window", "roof", "head")
OBJECTS = {
    "car": ("wheels", "window"),
    "wagon": ("wheels", "roof"),
    "house": ("window", "roof"),
    "animal": ("legs", "head"),
    "hut on stilts": ("legs", "roof"),
    "toy horse": ("wheels", "head"),
}
NEW_OBJECTS = {
    "lookout": ("legs", "window"),
    "barrow": ("wheels", "legs"),
    "tortoise": ("window", "head"),
    "snail": ("roof", "head"),
}


@dataclass(frozen=True)
class Lines:
    """What is drawn: segments `start` to `end`, arrays (S, 2), and circles, `middle` (C, 2) and `radius` (C,)."""

    start: np.ndarray
    end: np.ndarray
    middle: np.ndarray
    radius: np.ndarray

    def moved(self, M, t):
        """The same after x -> M x + t, where M turns, mirrors, and makes all directions larger alike."""
        scale = np.sqrt(abs(np.linalg.det(M)))
        return Lines(self.start @ M.T + t, self.end @ M.T + t, self.middle @ M.T + t, scale * self.radius)

    def box(self):
        """The corners (x, y) and (x, y) of the smallest box around all: two arrays (2,)."""
        r = self.radius[:, None]
        points = np.concatenate([self.start, self.end, self.middle - r, self.middle + r])
        return points.min(axis=0), points.max(axis=0)


def lines(*polylines, circles=()):
    """Polylines, each a list of points, and circles (x, y, radius)."""
    pairs = [pair for points in polylines for pair in zip(points, points[1:])]
    ends = np.array(pairs, float).reshape(-1, 2, 2)
    rings = np.array(circles, float).reshape(-1, 3)
    return Lines(ends[:, 0], ends[:, 1], rings[:, :2], rings[:, 2])


def together(drawn):
    """Several lines as one."""
    return Lines(*(np.concatenate(arrays) for arrays in zip(*(vars(each).values() for each in drawn))))


def _frame(x, y):
    return [(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)]


BODY = lines(_frame(6, 3.5))
PART_LINES = {
    "wheels": lines(circles=[(-3.5, 5.6, 2.1), (3.5, 5.6, 2.1)]),
    "legs": lines([(-4.5, 3.5), (-4.5, 8), (-3.2, 8)], [(3.2, 3.5), (3.2, 8), (4.5, 8)]),
    "window": lines(_frame(2.2, 1.9), [(0, -1.9), (0, 1.9)], [(-2.2, 0), (2.2, 0)]),
    "roof": lines([(-7, -3.5), (0, -8.5), (7, -3.5)]),
    "head": lines([(6.2, -7), (5.6, -8.8)], [(8.1, -7), (8.6, -8.8)], circles=[(7.2, -5.2, 2.1)]),
}


def object_lines(parts):
    """A body with these parts."""
    return together([BODY, *(PART_LINES[part] for part in parts)])


def rendered(drawn, ink):
    """Lines as a sheet (28, 28): 0 is paper, `ink` is the middle of a line, and its border is smooth."""
    pixels = np.indices((SIDE, SIDE)).reshape(2, -1).T[:, ::-1, None].astype(float)  # (784, 2, 1): x and y
    along = (drawn.end - drawn.start).T  # (2, S)
    off = pixels - drawn.start.T  # (784, 2, S)
    share = np.clip((off * along).sum(axis=1) / np.maximum((along**2).sum(axis=0), 1e-9), 0, 1)
    to_segments = np.sqrt(((off - share[:, None] * along) ** 2).sum(axis=1))
    to_circles = np.abs(np.sqrt(((pixels - drawn.middle.T) ** 2).sum(axis=1)) - drawn.radius)
    distance = np.concatenate([to_segments, to_circles], axis=1).min(axis=1).reshape(SIDE, SIDE)
    return ink * np.clip(PEN + 0.5 - distance, 0, 1)


@dataclass(frozen=True)
class Look:
    """How an object is drawn: times as large, turned (radians), mirrored (-1) or not (1), how black, and where.

    `place` are the shares, from 0 to 1, of the room that is left of it and above it.
    """

    size: float
    turn: float
    mirror: int
    ink: float
    place: tuple

    def matrix(self):
        """What is done to the lines before they are moved to their place: array (2, 2)."""
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return self.size * np.array([[cos, -sin], [sin, cos]]) @ np.diag([self.mirror, 1])

    def shift(self, drawn):
        """How far the lines, after :meth:`matrix`, are moved: array (2,), x and y."""
        low, high = drawn.box()
        room = np.maximum(SIDE - 1 - 2 * MARGIN - (high - low), 0)
        return MARGIN - low + np.array(self.place) * room


def random_look(rng):
    """A :class:`Look` out of the ranges of this module."""
    size, turn, ink = rng.uniform(*SIZES), rng.uniform(-TURN, TURN), rng.uniform(*INKS)
    return Look(size, turn, int(rng.choice([-1, 1])), ink, tuple(rng.uniform(0, 1, size=2)))


def still_look(rng):
    """A :class:`Look` in the middle of the sheet, of one size; turned, mirrored and inked at random."""
    look = random_look(rng)
    return Look(sum(SIZES) / 2, look.turn, look.mirror, look.ink, (0.5, 0.5))


def sheet(drawn, look):
    """Lines on a sheet, without noise: array (28, 28)."""
    ready = drawn.moved(look.matrix(), 0)
    return rendered(ready.moved(np.eye(2), look.shift(ready)), look.ink)


def part_box(parts, part, look):
    """Where a part of an object is: its first and last row and its first and last column, four numbers in pixels."""
    whole = object_lines(parts).moved(look.matrix(), 0)
    low, high = PART_LINES[part].moved(look.matrix(), look.shift(whole)).box()
    return low[1], high[1], low[0], high[0]


@dataclass(frozen=True)
class Drawings:
    """Drawings and all that is true of them.

    Parameters
    ----------
    X : array (N, 28, 28, 1)
        Sheets: 0 is paper, 1 is black, with noise.
    y : int array (N,)
        Which of `names` it is.
    names : tuple of str
    parts : bool array (N, 5)
        Which of ``PARTS`` it has.
    boxes : array (N, 5, 4)
        First and last row, first and last column of each part, in pixels; nan where there is none.
    looks : list of Look
    """

    X: np.ndarray
    y: np.ndarray
    names: tuple
    parts: np.ndarray
    boxes: np.ndarray
    looks: list

    def __len__(self):
        return len(self.y)

    def each_once(self):
        """The first drawing of each name, in the order of the names."""
        first = [int(np.flatnonzero(self.y == c)[0]) for c in range(len(self.names))]
        arrays = (array[first] for array in (self.X, self.y))
        return Drawings(*arrays, self.names, self.parts[first], self.boxes[first], [self.looks[n] for n in first])


def drawings(count, rng, *, objects=OBJECTS, noise=NOISE, look=random_look):
    """Draw so many objects, each equally likely.

    Parameters
    ----------
    count : int
    rng : numpy.random.Generator
    objects : dict of str to tuple of str
        Their names and parts: ``OBJECTS``, ``NEW_OBJECTS``, or some of both.
    noise : float
        Standard deviation of what is added to each pixel.
    look : function
        ``look(rng) -> Look``.

    Returns
    -------
    Drawings

    Examples
    --------
    >>> found = drawings(3, np.random.default_rng(0))
    >>> found.X.shape, [found.names[c] for c in found.y]
    ((3, 28, 28, 1), ['toy horse', 'animal', 'animal'])
    """
    names, built = tuple(objects), [object_lines(parts) for parts in objects.values()]
    y, X = rng.integers(len(names), size=count), np.empty((count, SIDE, SIDE))
    boxes, looks = np.full((count, len(PARTS), 4), np.nan), [look(rng) for _ in range(count)]
    for n, (c, each) in enumerate(zip(y, looks)):
        X[n] = sheet(built[c], each)
        for part in objects[names[c]]:
            boxes[n, PARTS.index(part)] = part_box(objects[names[c]], part, each)
    X += noise * rng.normal(size=X.shape)
    return Drawings(X[..., None], y, names, ~np.isnan(boxes[..., 0]), boxes, looks)
