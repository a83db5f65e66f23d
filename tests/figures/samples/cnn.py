"""Lesson cnn: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "picture_row": (
        lambda ax: figures.picture_row({"half": np.array([[0.0, 0.5]]), "one": np.array([[-1.0, 1.0]])}, "T", ax),
        "2 pictures: half from 0.00 to 0.50; one from −1.00 to 1.00",
    ),
}
