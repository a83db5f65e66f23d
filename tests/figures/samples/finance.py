"""Lesson finance: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

CURVES = {"one": (np.array([1.0, 0.5, 0.6]), np.array([0.3, 0.6, 1.0])), "other": (np.ones(2), np.array([0.5, 1.0]))}
STREAMS = {"quiet": np.array([np.nan, 2.0, 2.5]), "changed": np.array([2.0, 1.0, 0.5])}
MONTHS = ["1999-11", "1999-12", "2000-01"]

FIGURES = {
    "precision_recall": (
        lambda ax: figures.precision_recall(CURVES, "T", ax, guess=40.0),
        "one 50 % right at half of the frauds and 60 % at nine of ten",
    ),
    "watched_days": (
        lambda ax: figures.watched_days([30, 31, 32], STREAMS, (0.8, None), "T", ax, change=31, ylabel="hits"),
        "changed ends at 0.5; limit 0.8",
    ),
    "dollar_growth": (
        lambda ax: figures.dollar_growth(
            MONTHS, {"held": [1.0, 2.0, 4.0], "sold": [1.0, 1.0, 1.5]}, "T", ax, guess=3.0
        ),
        "held 4; sold 1.5",
    ),
}
