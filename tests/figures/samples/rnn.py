"""Lesson rnn: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "unrolled": (lambda ax: figures.unrolled(3, "T", ax), "drawn 3 times"),
    "perplexity_curve": (
        lambda ax: figures.perplexity_curve([9.0, 5.5], {"letters alone": 20.5}, "T", ax),
        "from 9.0 to 5.5 in 2 epochs; level lines: letters alone 20.5",
    ),
    "gradient_lengths": (
        lambda ax: figures.gradient_lengths({"radius 0.5": 0.5 ** np.arange(21.0)}, "T", ax),
        "radius 0.5: 1e-06 after 20 steps",
    ),
    "letters_plane": (
        lambda ax: figures.letters_plane(
            "abe", np.array([[1.0, 0.0], [-1.0, 1.0], [2.0, 1.0]]), {"vowel": "ae"}, "T", ax
        ),
        "vowel (a, e) around (1.5, 0.5); other (b) around (−1.0, 1.0)",
    ),
}
