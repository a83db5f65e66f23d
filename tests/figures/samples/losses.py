"""Lesson losses: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.lessons import losses, neuron

RNG = np.random.default_rng(0)
SIDES = np.repeat([0, 1], 20)
CLOUD = RNG.normal(0.8 * (2 * SIDES - 1)[:, None], 1.0, (40, 2))
CONFIDENCE = np.array([0.98, 0.92, 0.65, 0.55])

FIGURES = {
    "error_squares": (
        lambda ax: figures.error_squares([1.0, 2.0], [1.0, 3.0], [2.0, 2.5], "T", ax),
        "the errors are 1.00, −0.50; the mean of their squares is 0.625",
    ),
    "points_and_lines": (
        lambda ax: figures.points_and_lines(
            [1.0, 2.0, 3.0], [1.0, 2.0, 9.0], {"least squares": (4.0, -4.0), "robust": (1.0, 0.0)}, "T", ax
        ),
        "3 points, and lines through them. least squares: slope 4.00, at x = 0 −4.00; robust: slope 1.00",
    ),
    "loss_landscape": (
        lambda ax: figures.loss_landscape(
            lambda w: losses.mse(neuron.sigmoid(CLOUD @ w), SIDES), {"walk": [[-3, 1], [-1, 1], [2, 2]]}, "T", ax
        ),
        "walk: from (−3.0, 1.0) in 2 steps to (2.0, 2.0), loss 0.",
    ),
    "calibration_bars": (
        lambda ax: figures.calibration_bars(CONFIDENCE, np.array([True, False, True, True]), title="T", ax=ax),
        "says 55 %, right 100 % (1); says 65 %, right 100 % (1); says 95 %, right 50 % (2)",
    ),
}
