"""Lesson recommender: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

X = np.array([[1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1]])
TOLD = [{"rarer shown": 0.2, "recall": 0.3}, {"rarer shown": 0.01, "recall": 0.5}]

FIGURES = {
    "interactions": (
        lambda ax: figures.interactions(X, ["os", "re", "io", "ssl"], "T", ax),
        "Commonest: os 3, re 1, io 1 files.",
    ),
    "rare_and_all": (
        lambda ax: figures.rare_and_all(
            TOLD, [0.5, 4], {"popularity": {"rarer shown": 0.0, "recall": 0.4}}, "T", ax, fair=17
        ),
        "popularity 0.0 % and 0.40; factorisation, decay 0.5, 20.0 % and 0.30",
    ),
}
