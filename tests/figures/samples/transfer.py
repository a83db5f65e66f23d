"""Lesson transfer: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

RESULTS = {"fine-tuned": {1: [20, 30, 40], 10: [60, 70, 80]}, "from scratch": {1: [20, 21, 22], 10: [50, 55, 60]}}

FIGURES = {
    "accuracy_by_labels": (
        lambda ax: figures.accuracy_by_labels(RESULTS, "T", ax, chance=20, guess=5.0),
        "fine-tuned from 30 to 70; from scratch from 21 to 55. Your guess: 5.",
    ),
}
