"""Lesson diffusion: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

NUMBERS = np.array([1.0, 2.0])

FIGURES = {
    "diffusion_numbers": (
        lambda ax: figures.diffusion_numbers(NUMBERS, 3 * NUMBERS, "T", ax, guess=5.0),
        "Your guess: 5.00",
    ),
}
