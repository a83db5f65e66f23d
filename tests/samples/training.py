"""Lesson training: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures

EPOCHS = np.arange(12)
FALLING, RISING = 2.0 / (1 + EPOCHS), 0.5 + 0.02 * (EPOCHS - 5.0) ** 2
COUNTS = np.diag(np.full(10, 48)) + np.eye(10, k=1, dtype=int) * 2 + np.eye(10, k=-5, dtype=int) * 7
SIZES = [20, 80, 320, 1280]
ERRORS = 2.0 / np.sqrt(SIZES)[:, None] * np.array([0.9, 1.0, 1.1])


EXPLORERS = {
    "training.signal": explore.training.signal,
    "training.patience": lambda: explore.training.patience(FALLING, RISING),
    "training.search": explore.training.search,
}


FIGURES = {
    "signal_by_layer": (
        lambda ax: figures.signal_by_layer({"He": [0.9, 0.8, 1.0], "zeros": [0.0, 0.0, 0.0]}, "T", ax),
        "He: 0.9 after layer 1, 1 after layer 3; zeros: 0 after layer 1",
    ),
    "curves_by_epoch": (
        lambda ax: figures.curves_by_epoch({"training": FALLING, "validation": RISING}, "T", ax, keep=5),
        "training from 2.00 to 0.17; validation from 1.00 to 1.22; kept is epoch 6, where validation is 0.50",
    ),
    "confusion_table": (
        lambda ax: figures.confusion_table(COUNTS, "T", ax),
        "480 of 533 on the diagonal; most often confused: 5 taken for 0 7 times",
    ),
    "tried_settings": (
        lambda ax: figures.tried_settings(
            np.array([[0.1, 8.0], [1.0, 8.0], [0.1, 64.0]]), [0.5, 0.2, 0.9], ("rate", "neurons"), "T", ax
        ),
        "3 settings with 2 different values of rate; the best: rate 0.1, neurons 64, with the score 0.90",
    ),
    "errors_by_data": (
        lambda ax: figures.errors_by_data(SIZES, ERRORS, "T", ax, line=ERRORS[:, 1]),
        "mean of 3 seeds: 20 examples 44.7 %, 80 examples 22.4 %",
    ),
    "accuracy_by_cost": (
        lambda ax: figures.accuracy_by_cost([1, 2, 3, 4], [0.6, 0.9, 0.94, 0.96], (0.9, 0.95, 0.99), "T", ax),
        "90 % at 2, 95 % at 4",
    ),
}
