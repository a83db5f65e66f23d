"""Lesson cnn: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "picture_row": (
        lambda ax: figures.picture_row({"half": np.array([[0.0, 0.5]]), "one": np.array([[-1.0, 1.0]])}, "T", ax),
        "2 pictures: half from 0.00 to 0.50; one from −1.00 to 1.00",
    ),
    "gradients_by_layer": (
        lambda ax: figures.gradients_by_layer(
            {"plain": [[1.0, 0.1, 0.01], [1.0, 0.2, 0.03]], "residual": [[1.0, 2.0, 4.0], [1.0, 3.0, 8.0]]}, "T", ax
        ),
        "the median of 2 seeds after 2 layers: plain 2e-02; residual 6e+00",
    ),
}
