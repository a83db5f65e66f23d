"""Lesson representations: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

KERNELS = np.stack([np.eye(3), np.ones((3, 3)), -np.eye(3)])

FIGURES = {
    "kernel_sheet": (
        lambda ax: figures.kernel_sheet(KERNELS, "T", ax, oriented=[True, False, True]),
        "3 kernels of 3×3 weights, low is black and high is white; 2 are framed",
    ),
    "direction_rose": (
        lambda ax: figures.direction_rose([0.0, 90.0, 91.0, 179.0], [1.0, 2.0, 2.0, 0.0], "T", ax),
        "0° 20 %; 45° 0 %; 90° 80 %; 135° 0 %. Most at 90°",
    ),
    "code_sheet": (
        lambda ax: figures.code_sheet([[0.0, 1.0], [0.5, 1.0], [1.0, 0.0]], "ABC", {"two": 2, "one": 1}, "T", ax),
        "Means of units 1 to 2: two 0.2, 1.0; one 1.0, 0.0",
    ),
}
