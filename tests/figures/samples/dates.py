"""Lesson attention, the dates: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "reading_map": (
        lambda ax: figures.reading_map("28 mai", "05-28", np.eye(6)[[3, 4, 2, 0, 1]], "T", ax),
        "0 at 'm', 5 at 'a', - at ' ', 2 at '2', 8 at '8'.",
    ),
    "right_by_steps": (
        lambda ax: figures.right_by_steps({"with": [[20, 80], [30, 90]], "without": [[0, 10], [0, 20]]}, 100, "T", ax),
        "with 25 after 100 steps, half of them after 200 steps, 85 after 200; without 0 after 100 steps, never half",
    ),
}
