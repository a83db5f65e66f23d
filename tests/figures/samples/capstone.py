"""Lesson capstone: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

LINES = {"all": (60, 100, 0.502, 0.691), "noisy": (20, 50, 0.276, 0.538)}

FIGURES = {
    "model_card": (
        lambda ax: figures.model_card(LINES, "T", ax, guess=0.7),
        "noisy 20 of 50, 28 to 54 %",
    ),
}
