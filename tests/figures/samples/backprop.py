"""Lesson backprop: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "gradient_agreement": (
        lambda ax: figures.gradient_agreement(
            [np.array([1.0, 2.0]), np.ones(3)], [np.array([1.0, 2.5]), np.ones(3)], ["W1", "W2"], "T", ax
        ),
        "5 slopes of W1, W2: the largest difference is 0.500",
    ),
    "falling_loss": (
        lambda ax: figures.falling_loss([0, 100, 200], [2.3, 0.5, 0.1], "T", ax),
        "from 2.30 to 0.10 in 200 steps",
    ),
}
