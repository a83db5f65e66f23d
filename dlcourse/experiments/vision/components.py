"""The sceptic's way to read a scene: cut out what hangs together, and ask which known digit is most like it."""

from functools import cache

import numpy as np

from dlcourse.experiments.vision.scenery import cut_out, digits_of, resized

SIZE = 8  # a blob is scaled to SIZE x SIZE pixels, as the known digits are
THRESHOLD, NEIGHBOURS = 0.5, 3
# As chosen on validation scenes of all kinds by scripts/measure_vision.py; a lower threshold is better for digits that
# lie apart, whose ink holds together, and worse for those that touch.
WHOLE = {"threshold": 0.5, "neighbours": 1}
CUT = {"threshold": 0.4, "widest": 0.8}
LEAST = 8  # pixels: less is a speck


def components(mask):
    """Number what hangs together, over edges and corners: 0 where there is nothing.

    Parameters
    ----------
    mask : bool array (H, L)

    Returns
    -------
    int array (H, L)
        1, 2, ... in the order in which one meets them, row by row.
    """
    numbers = np.zeros(mask.shape, dtype=int)
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    count = 0
    for row, column in np.argwhere(mask):
        start = int(row), int(column)
        if start not in left:
            continue
        count += 1
        left.remove(start)
        todo = [start]
        while todo:
            r, c = todo.pop()
            numbers[r, c] = count
            near = {(r + i, c + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            todo.extend(near)
    return numbers


def blobs(image, *, threshold=THRESHOLD, neighbours=NEIGHBOURS, widest=np.inf):
    """Read a sheet without a detector: connected blobs of ink, each named after the training digits most like it.

    Parameters
    ----------
    image : array (H, L)
        From 0 (paper) to 1 (ink).
    threshold : float
        A pixel with more ink belongs to a blob.
    neighbours : int
        How many of the most similar digits vote.
    widest : float
        A blob wider than so many times its height is cut at the column with the least ink, and the parts again;
        with infinity none is cut.

    Returns
    -------
    tuple (array (N, 4), array (N,), int array (N,))
        Boxes, scores (the votes for the digit, weighted by likeness) and labels.
    """
    numbers = components(image > threshold)
    pieces, boxes = [], []
    for number in range(1, numbers.max(initial=0) + 1):
        here = numbers == number
        if here.sum() >= LEAST:
            parts = _parts(np.where(here, image, 0), here, widest)
            boxes += [box for box, _ in parts]
            pieces += [resized(piece, SIZE, SIZE).ravel() for _, piece in parts]
    if not boxes:
        return np.zeros((0, 4)), np.zeros(0), np.zeros(0, dtype=int)
    scores, labels = _read(np.array(pieces), neighbours)
    return np.array(boxes, dtype=float), scores, labels


def _parts(image, here, widest):
    """Boxes and pictures of a blob, or of the pieces that it is cut into."""
    rows, columns = (np.flatnonzero(here.any(axis=axis)) for axis in (1, 0))
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    piece = image[top:bottom, left:right]
    height, width = piece.shape
    if width <= widest * height or width < 6:
        return [((left, top, right, bottom), piece)]
    middle = slice(width // 4, width - width // 4)
    cut = left + width // 4 + int(piece[:, middle].sum(axis=0).argmin())
    parts = []
    for side in (np.s_[:, :cut], np.s_[:, cut:]):
        half = np.zeros_like(here)
        half[side] = here[side]
        if half.any():
            parts += _parts(image, half, widest)
    return parts


def _read(pieces, neighbours):
    """Score and label of each piece (N, 64), by the digits most like it."""
    known, y = _known()
    distances = ((pieces[:, None] - known) ** 2).mean(axis=2)  # (N, 1000)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :neighbours]
    likeness = np.exp(-20 * np.take_along_axis(distances, nearest, axis=1)) / neighbours
    votes = np.zeros((len(pieces), 10))
    for k in range(neighbours):
        votes[np.arange(len(pieces)), y[nearest[:, k]]] += likeness[:, k]
    return votes.max(axis=1), votes.argmax(axis=1)


@cache
def _known():
    """The training digits as blobs come: scaled up as in a scene, cut out and scaled to SIZE x SIZE."""
    X, y = digits_of("train")
    pictures = []
    for picture in X:
        ink = cut_out(picture)
        larger = resized(ink, 14, max(3, round(14 * ink.shape[1] / ink.shape[0])))
        pictures.append(resized(cut_out(larger), SIZE, SIZE).ravel())
    return np.array(pictures), y
