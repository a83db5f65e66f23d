"""Lesson medicine: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

CURVE = np.array([0.0, 0.2, 1.0]), np.array([0.0, 0.7, 1.0]), 0.75
RATES = {"here": (0.98, 0.95, 0.99), "there": (0.97, 0.83, 1.0)}
RIGHT = {("tossed", "by recording"): [0.8, 0.9], ("tossed", "by person"): [0.5, 0.4]}

FIGURES = {
    "people_tested": (
        lambda ax: figures.people_tested(0.9, 0.91, 0.01, "T", ax),
        "9 ill, positive, 1 ill, negative, 89 healthy, positive, 901 healthy, negative",
    ),
    "roc_curves": (
        lambda ax: figures.roc_curves({"a test": CURVE}, "T", ax),
        "areas: a test 0.750",
    ),
    "paired_differences": (
        lambda ax: figures.paired_differences({"all": [0.01, -0.02, 0.0]}, "T", ax, xlabel="area, one minus the other"),
        "all -0.0033 (-0.0180 to +0.0090)",
    ),
    "rates_by_place": (
        lambda ax: figures.rates_by_place(RATES, "T", ax, guess=90.0),
        "there 97.0, 83.0, 100.0",
    ),
    "right_by_division": (
        lambda ax: figures.right_by_division(RIGHT, "T", ax, guess=60.0),
        "tossed, by recording 85 %, tossed, by person 45 %",
    ),
}
