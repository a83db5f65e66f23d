"""Lesson attention: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.lessons.attention import positional_encoding

FIGURES = {
    "by_width": (
        lambda ax: figures.by_width(
            {"divided": {4: 0.34, 16: 0.36}, "not divided": {4: 0.52, 16: 0.75}}, "T", ax, ylabel="largest weight"
        ),
        "not divided from 0.52 to 0.75",
    ),
    "looked_at": (
        lambda ax: figures.looked_at(np.array([[0.25, 0.75, 0.0], [1.0, 0.0, 0.0]]), "??", "abc", "T", ax),
        "? number 0 most at b number 1 (0.75)",
    ),
    "places_as_rows": (
        lambda ax: figures.places_as_rows(positional_encoding(20, width=4), "T", ax),
        "The sines change their sign 6, 0 times",
    ),
}
