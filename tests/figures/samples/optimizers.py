"""Lesson optimizers: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.experiments.optimizers import LANDSCAPES, descend
from dlcourse.lessons import optimizers

LAND = LANDSCAPES["ravine"]
PATHS = {
    name: descend(step, LAND.gradient, LAND.start, 30, learning_rate=0.03)
    for name, step in {"SGD": optimizers.sgd_step, "momentum": optimizers.momentum_step}.items()
}
CURVES = np.geomspace(2, 0.05, 20) * np.array([[0.9], [1.0], [1.1]])

FIGURES = {
    "valley_directions": (
        lambda ax: figures.valley_directions(LANDSCAPES["turned ravine"], "T", ax),
        "curvature 1 along (0.71, 0.71), curvature 40 along (−0.71, 0.71)",
    ),
    "steps_by_condition": (
        lambda ax: figures.steps_by_condition([10, 40], {"SGD": [18, 68], "momentum": [9, 21]}, "T", ax, guess=50),
        "condition numbers 10, 40: SGD 18, 68; momentum 9, 21. Your guess: 50.",
    ),
    "what_is_left": (
        lambda ax: figures.what_is_left({"one rate": np.full(4, 0.2)}, 1.0, 9.0, "T", ax, allowed=0.5),
        "along curvatures from 1 to 9: one rate at most 0.41; allowed 0.5",
    ),
    "descent_paths": (
        lambda ax: figures.descent_paths(LANDSCAPES["ravine"], PATHS, "T", ax),
        "Paths on the ravine, after 30 steps: SGD at (−1.60, 0.00) with loss 1.286;",
    ),
    "one descent_paths": (
        lambda ax: figures.descent_paths(LANDSCAPES["saddle"], {"still": np.zeros((3, 2))}, "T", ax),
        "still at (0.00, 0.00) with loss 0.250",
    ),
    "race_curves": (
        lambda ax: figures.race_curves({"SGD": 2 * CURVES, "Adam": CURVES}, "T", ax, target=0.2),
        "Mean losses after 190 steps: SGD 0.100, Adam 0.050",
    ),
    "guess race_curves": (
        lambda ax: figures.race_curves({"SGD": 2 * CURVES, "Adam": CURVES}, "T", ax, guess=40.0),
        "SGD 0.100, Adam 0.050. Your guess: 40.",
    ),
    "rate_sweep": (
        lambda ax: figures.rate_sweep(
            [0.01, 0.1, 1.0], {"SGD": [300.0, 90.0, np.inf], "Adam": [40.0, np.inf, np.inf]}, "T", ax
        ),
        "SGD needs fewest steps, 90, at a rate of 0.1; Adam needs fewest steps, 40, at a rate of 0.01",
    ),
    "step_lengths": (
        lambda ax: figures.step_lengths({"with": np.ones(50), "without": np.linspace(3, 6, 50)}, "T", ax),
        "with 1.00 in the first step, 1.00 at most; without 3.00 in the first step, 6.00 at most",
    ),
}
