"""Digits out of noise: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

RNG = np.random.default_rng(0)
PICTURES = RNG.random((4, 64))
BLACK, WHITE = np.ones((2, 64)), np.zeros((2, 64))
RESULTS = {"one": {1: [8, 9, 10], 10: [2, 3, 4]}, "other": {1: [20, 21, 22], 10: [5, 5, 6]}}

FIGURES = {
    "picture_rows": (
        lambda ax: figures.picture_rows({"real": PICTURES, "made": PICTURES}, "T", ax),
        "2 rows of 4 small pictures: real; made.",
    ),
    "beside_nearest": (
        lambda ax: figures.beside_nearest(PICTURES, PICTURES, [0.5, 1.25, 0, 2], "T", ax),
        "4 made pictures, and below each the nearest seen one; their distances: 0.50, 1.25, 0.00, 2.00.",
    ),
    "back_from_noise": (
        lambda ax: figures.back_from_noise({9: (BLACK, BLACK), 4: (BLACK, WHITE), 0: (WHITE, WHITE)}, "T", ax),
        "One sample at the steps 9, 4, 0, and below what is believed to be there, which is so far from the end: 8.0, "
        "0.0, 0.0.",
    ),
    "frechet_by_steps": (
        lambda ax: figures.frechet_by_steps(RESULTS, "T", ax),
        "the median of 3 seeds: one 9.0 with 1, 3.0 with 10; other 21.0 with 1, 5.0 with 10.",
    ),
    "there_and_back": (
        lambda ax: figures.there_and_back(WHITE[0], {5: (BLACK, WHITE), 9: (BLACK, BLACK)}, "T", ax),
        "A picture, noisy, and 2 ways back from there; how far these end from it on average: 0.0 after 5 steps, 8.0 "
        "after 9 steps.",
    ),
}
