"""Lesson autoencoder, its first sitting: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

PICTURES = np.linspace(0, 1, 3 * 64).reshape(3, 64)
CODES = np.array([[0.0, -1.5], [2.0, 0.5], [1.0, 1.0]])
BLIND = np.array([0.0, 1.0]), np.array([0.0, 1.0])

FIGURES = {
    "rebuilt_rows": (
        lambda ax: figures.rebuilt_rows({"as it is": PICTURES, "paper": 0 * PICTURES + PICTURES[:1]}, "T", ax),
        "3 pictures in 2 rows, each with its mean squared distance to the first row: as it is (0.0), paper (12.0)",
    ),
    "codes_as_digits": (
        lambda ax: figures.codes_as_digits({"PCA": CODES, "deep": 2 * CODES}, [3, 0, 8], "T", ax),
        "PCA, first number across from 0.0 to 2.0, second from −1.5 to 1.0; deep, first number across from 0.0 to 4.0",
    ),
    "feature_sheets": (
        lambda ax: figures.feature_sheets({"plain": PICTURES.T - 0.5, "sparse": -PICTURES.T}, "T", ax, columns=2),
        "plain: 50 % of the weights reinforce; sparse: 0 % of the weights reinforce",
    ),
    "alarm_curves": (
        lambda ax: figures.alarm_curves({"deep": (np.array([0, 0.5, 1]), np.array([0, 1, 1])), "coin": BLIND}, "T", ax),
        "deep with an area of 0.75; coin with an area of 0.50",
    ),
}
