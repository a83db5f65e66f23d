"""Lesson autoencoder, codes to walk in: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

LINES = {"two numbers": np.eye(3, 64), "sixteen": np.ones((2, 64))}
NOTES = {"two numbers": ["0.5", "1.2", "0.6"], "sixteen": ["0.1", "3.4"]}

FIGURES = {
    "picture_lines": (
        lambda ax: figures.picture_lines(LINES, "T", ax, notes=NOTES),
        "two numbers: 3 pictures, and under them 0.5, 1.2, 0.6; sixteen: 2 pictures, and under them 0.1, 3.4.",
    ),
    "two_terms": (
        lambda ax: figures.two_terms([[80, 1], [60, 3], [31, 4]], "T", ax),
        "over 3 epochs: reconstruction 80 in the first epoch and 31 in the last; KL 1 in the first epoch and 4 in",
    ),
}
