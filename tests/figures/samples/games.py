"""Lesson games: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

BOARD = np.array([1, 1, 0, -1, -1, 0, 0, 0, 0])
VALUES = np.array([-np.inf, -np.inf, 1.0, -np.inf, -np.inf, 0.0, -1.0, 0.25, -1.0])
LINES = [[30, 2, 0], [40, 0, 0]]
SIDES = {"with": [[1.0, 2.0, 3.0], [2.0, 3.0, 5.0]], "without": [[1.0, 1.0, 1.0], [0.0, 1.0, 2.0]]}

FIGURES = {
    "game_board": (
        lambda ax: figures.game_board(BOARD, VALUES, "T", ax),
        "XX_/OO_/___: square 2 win",
    ),
    "lines_beaten": (
        lambda ax: figures.lines_beaten(
            [100, 200, 300], LINES, "T", ax, live=[(100, 12), (200, 3), (300, 0)], guess=150.0
        ),
        "Of 2 stored seeds, 2 end with no line",
    ),
    "over_seeds": (
        lambda ax: figures.over_seeds([5, 10, 20], SIDES, "T", ax, xlabel="x", ylabel="y", log=True),
        "with from 1.5 to 4",
    ),
}
