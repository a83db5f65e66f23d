"""Letters, which a reader of digits has never met, and what it says of them."""

import numpy as np

from dlcourse.experiments.vision.reader import read_scene
from dlcourse.experiments.vision.scenery import SIDE

PEN = 0.9  # pixels: half the width of a line
LETTERS = {  # lines (x0, y0, x1, y1), from 0 to 1 across and down
    "A": [(0, 1, 0.5, 0), (0.5, 0, 1, 1), (0.2, 0.65, 0.8, 0.65)],
    "E": [(0, 0, 0, 1), (0, 0, 0.9, 0), (0, 0.5, 0.7, 0.5), (0, 1, 0.9, 1)],
    "H": [(0, 0, 0, 1), (1, 0, 1, 1), (0, 0.5, 1, 0.5)],
    "K": [(0, 0, 0, 1), (0, 0.6, 0.9, 0), (0.3, 0.4, 1, 1)],
    "N": [(0, 1, 0, 0), (0, 0, 1, 1), (1, 1, 1, 0)],
    "S": [(0.9, 0, 0.1, 0), (0.1, 0, 0.1, 0.5), (0.1, 0.5, 0.9, 0.5), (0.9, 0.5, 0.9, 1), (0.9, 1, 0.1, 1)],
    "T": [(0, 0, 1, 0), (0.5, 0, 0.5, 1)],
    "X": [(0, 0, 1, 1), (1, 0, 0, 1)],
    "Z": [(0, 0, 1, 0), (1, 0, 0, 1), (0, 1, 1, 1)],
}
PLACES = [(left, top) for top in (2, 18, 34) for left in (4, 20, 36)]
WIDTH, HEIGHT = 8, 11  # pixels of a letter, from the middle of a line to that of another


def letters():
    """A sheet (48, 48) with the nine letters of `LETTERS` on it, in three rows."""
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    points, sheet = np.stack([columns, rows], axis=-1), np.zeros((SIDE, SIDE))
    for (left, top), lines in zip(PLACES, LETTERS.values(), strict=True):
        for line in lines:
            ends = np.array(line).reshape(2, 2) * (WIDTH, HEIGHT) + (left, top)
            along = ends[1] - ends[0]
            share = np.clip((points - ends[0]) @ along / (along @ along), 0, 1)[..., None]
            distance = np.linalg.norm(points - ends[0] - share * along, axis=-1)
            sheet = np.maximum(sheet, np.clip(PEN + 0.5 - distance, 0, 1))
    return sheet


def letters_read(**functions):
    """What the reader sees on a sheet of letters.

    Parameters
    ----------
    **functions
        The learner's, as for :func:`read_scene`.

    Returns
    -------
    dict
        "image", (48, 48), the sheet; "boxes", "scores" and "labels", what is read with a score of at least 0.5;
        "letters", of how many of the nine letters the middle lies in one of the boxes.
    """
    image = letters()
    boxes, scores, labels = read_scene(image, **functions)
    middles = np.array(PLACES) + np.array([WIDTH, HEIGHT]) / 2
    inside = (middles[:, None] > boxes[:, :2]) & (middles[:, None] < boxes[:, 2:])
    taken = int(inside.all(axis=2).any(axis=1).sum())
    return {"image": image, "boxes": boxes, "scores": scores, "labels": labels, "letters": taken}
