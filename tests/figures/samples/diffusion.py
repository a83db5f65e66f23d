"""Lesson diffusion, the plane: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

POINTS = np.array([[0.0, 1.0], [2.0, -1.0], [-1.0, 9.0]])
DATA = np.array([[1.0, 0.0], [-1.0, 0.5]])
PATH = np.array([POINTS[:2], POINTS[:2] + 0.5, DATA + 1.0])

FIGURES = {
    "point_clouds": (
        lambda ax: figures.point_clouds({"now": POINTS, "then": DATA}, "T", ax),
        "now: 3 points at 0.3 ± 1.2 and 3.0 ± 4.3, 1 of them beyond its rim; then: 2 points at 0.0 ± 1.0 and 0.2 ± 0.2",
    ),
    "belief_arrows": (
        lambda ax: figures.belief_arrows({"early": (POINTS[:2], DATA)}, "T", ax, shown=DATA),
        "early: 2 ways, 2.4 long on average",
    ),
    "every_way": (
        lambda ax: figures.every_way({"one walk": PATH}, "T", ax, shown=DATA),
        "one walk: 2 ways of 2 steps, 2.6 from end to end",
    ),
}
