"""Lesson language: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

COLOURS = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 0.5]])
VECTORS = np.array([[0.0, 1.0, 0.1], [0.5, 1.5, 0.0], [-2.0, 0.0, 0.0]])
RESULTS = {"words": {100: [20, 30, 40], 800: [60, 70, 80]}, "network": {100: [20, 21, 22], 800: [50, 55, 60]}}

FIGURES = {
    "painted_names": (
        lambda ax: figures.painted_names(["lemon", "leaf", "night"], COLOURS, COLOURS[[0, 1, 1]], "T", ax),
        "night #000080, truly #00ff00, 0.65 apart",
    ),
    "words_on_a_map": (
        lambda ax: figures.words_on_a_map(["dog", "cat", "seven"], VECTORS, ["animals", "animals", "numbers"], "T", ax),
        "numbers (seven) around −1.0, 0.0; animals (cat, dog) around 0.5, 0.0.",
    ),
    "right_by_texts": (
        lambda ax: figures.right_by_texts(RESULTS, "T", ax, chance=12.5),
        "medians of 3 seeds, with 100, 800 texts: words 30, 70; network 21, 55.",
    ),
}
