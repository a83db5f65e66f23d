"""Lesson autoencoder, the machine that guesses: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

ROWS = {"noise": np.eye(4).reshape(1, 16), "dreams": np.ones((2, 16))}
CURVES = {"CD-1": [[8.0, 2.0, 3.0], [8.0, 2.5, 3.5], [8.0, 1.5, 2.5]], "persistent": [[8.0, 4.0, 1.0]] * 3}
CHANCES = {"at its best": np.array([0.2, 0.3, 0.1]), "in the end": np.array([0.01, 0.6, 0.3])}

FIGURES = {
    "pattern_rows": (
        lambda ax: figures.pattern_rows(ROWS, "T", ax),
        "noise: 1 pictures, 25 % ink; dreams: 2 pictures, 100 % ink.",
    ),
    "by_update": (
        lambda ax: figures.by_update([0, 500, 1000], CURVES, "T", ax, ylabel="divergence, nats", guess=2.0),
        "CD-1 8 at first, lowest at update 500 with 2, 3 at the end",
    ),
    "pattern_chances": (
        lambda ax: figures.pattern_chances(CHANCES, "T", ax),
        "in the end from 0.01 to 0.6, 2 of them at least a third of it",
    ),
}
