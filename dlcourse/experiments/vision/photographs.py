"""People in photographs: the boxes that the small network of lesson 00 makes out of what it sees through windows."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.start_here import person_shares

SIZES = range(24, 97, 8)  # pixels: sides of the boxes that are tried, upright ones
STEP = 8
ROOM = 1.0  # of a box's sides: how far around it one looks for more of the person
THRESHOLD = 0.1  # of the suppression
LEAST = 0.2  # score of a box that is told


def people(name, *, non_max_suppression):
    """Boxes around what a network takes for a person in a photograph.

    Every box of some sizes is scored by how well it fits: what share of the person that is seen in it, or a little
    around it, lies in the box, and how much of the box it fills; both in one number, as IoU has it.

    Parameters
    ----------
    name : str
        "portrait", "temple" or "flower".
    non_max_suppression : function
        The learner's.

    Returns
    -------
    dict
        "image", array (104, 104, 3); "boxes" (N, 4) and "scores" (N,), the best first.
    """
    shares, _ = person_shares(name)
    edge = datasets.WINDOW // 2
    shares = np.pad(shares, ((edge, datasets.WINDOW - 1 - edge),) * 2)  # a window counts for its middle
    boxes = _tried()
    scores = _fits(shares, boxes)
    good = scores >= LEAST
    boxes, scores = boxes[good], scores[good]
    kept = non_max_suppression(boxes, scores, threshold=THRESHOLD)
    return {"image": datasets.photograph(name), "boxes": boxes[kept], "scores": scores[kept]}


def _tried():
    """All boxes that are tried: array (N, 4)."""
    boxes = [
        (left, top, left + width, top + height)
        for width in SIZES
        for height in SIZES
        if width <= height <= 2 * width
        for left in range(0, datasets.SIDE - width + 1, STEP)
        for top in range(0, datasets.SIDE - height + 1, STEP)
    ]
    return np.array(boxes, dtype=float)


def _fits(shares, boxes):
    """How well each box fits what is seen: its IoU with the person, as far as that lies in the box or around it."""
    room = ROOM * np.tile(boxes[:, 2:] - boxes[:, :2], 2) * np.array([-1, -1, 1, 1])
    inside = _sums(shares, boxes)
    around = _sums(shares, np.clip(np.round(boxes + room), 0, datasets.SIDE))
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return inside / (areas + around - inside)


def _sums(values, boxes):
    """The sum of the values in each box, from a table of the sums of all that is left of and above a place."""
    table = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    left, top, right, bottom = boxes.astype(int).T
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
