"""Lesson vision: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

SHEET = np.linspace(0, 1, 12 * 16).reshape(12, 16)
BOXES = np.array([[1, 1, 5, 7], [6, 2, 11, 9]])
PANELS = {
    "a sheet\n1 of 3 found": {
        "image": SHEET,
        "boxes": BOXES,
        "labels": [3, 8],
        "hits": np.array([True, False]),
    },
    "a photograph": {"image": np.dstack([SHEET] * 3), "boxes": np.zeros((0, 4))},
    "a crowd": {"image": SHEET, "boxes": np.repeat(BOXES, 10, axis=0)},
}
CURVES = {
    "reader": (np.array([0.9, 0.4, 0.6]), np.array([True, False, True]), 4, 0.5),
    "nothing": (np.zeros(0), np.zeros(0, dtype=bool), 4, 0.0),
}
ROWS = {"budget": [0.0, 0.1, 0.2], "against it": [0.9, 0.4, 0.1], "random signs": [0.9, 0.9, 0.8]}

FIGURES = {
    "boxes_on_pictures": (
        lambda ax: figures.boxes_on_pictures(PANELS, "T", ax),
        "a sheet 1 of 3 found: 2 boxes with 3, 8, 1 of them hits; a photograph: 0 boxes; a",
    ),
    "precision_by_recall": (
        lambda ax: figures.precision_by_recall(CURVES, "T", ax, guess=70.0),
        "reader ends at 50 % found with 67 % right, average precision 0.50; nothing no box",
    ),
    "right_by_budget": (
        lambda ax: figures.right_by_budget(ROWS, "T", ax),
        "against it from 90 to 10; random signs from 90 to 80",
    ),
}
