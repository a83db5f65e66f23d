"""Lesson driving: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

PICTURES = {"dark": np.full((4, 8), 0.25), "bright": np.full((4, 8), 0.75), "another": np.eye(4, 8)}
OFFSETS = np.array([[0.0, 1.0, 2.5, 2.5], [0.0, -0.5, 0.5, 0.0]])
ERRORS = {"calm": [0.001, 0.002, 0.003], "gusts": [0.002, 0.002, 0.004]}
STEPS = {"calm": [100, 150, 200], "gusts": [490, 500, 500]}
LINES = {"calm": [[0.0, 4.0, 16.0, 64.0], [1.0, 4.0, 16.0, 64.0]], "gusts": [[1.0, 2.0, 4.0, 8.0]] * 2}

FIGURES = {
    "camera_views": (
        lambda ax: figures.camera_views(PICTURES, "T", ax),
        "dark (mean 0.25), bright (mean 0.75)",
    ),
    "ways_driven": (
        lambda ax: figures.ways_driven(OFFSETS, "T", ax, half_width=2.0),
        "2 cars over 4 steps, between edges 2.0 m from the middle: 1 of them leave",
    ),
    "error_and_steps": (
        lambda ax: figures.error_and_steps(ERRORS, STEPS, "T", ax),
        "calm 0.002 and 150; gusts 0.002 and 500",
    ),
    "growing_mistakes": (
        lambda ax: figures.growing_mistakes([10, 20, 40, 80], LINES, "T", ax, ylabel="steps off the road"),
        "gusts from 1 to 8",
    ),
}
