"""Lesson regularization: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

SEEDS = np.array([[1.0, 0.9], [1.0, 0.8], [0.98, 0.88]])  # training and validation accuracy of three seeds

FIGURES = {
    "gap_by_epoch": (
        lambda ax: figures.gap_by_epoch([0.5, 0.9, 1.0], [0.5, 0.85, 0.8], "T", ax),
        "After 3 epochs 100 % of the training digits are right and 80 % of the validation digits; the most were 85 %, "
        "after epoch 2",
    ),
    "accuracy_gaps": (
        lambda ax: figures.accuracy_gaps({"nothing": SEEDS, "dropout": SEEDS - 0.02}, "T", ax, names=False),
        "nothing 100 % and 88 %; dropout 98 % and 86 %",
    ),
    "loss_by_rate": (
        lambda ax: figures.loss_by_rate(
            [0.1, 1.0], {"without": [[1.0, 2.0], [2.3, 2.3]], "with": [[0.5], [0.25]]}, "T", ax
        ),
        "without: 1.50 at 0.1, 2.30 at 1; with: 0.50 at 0.1, 0.25 at 1",
    ),
    "gap_by_strength": (
        lambda ax: figures.gap_by_strength([0, 0.1], [[1.0, 0.9], [0.9, 0.8]], [[0.8, 0.8], [0.5, 0.5]], "T", ax),
        "training 95 % at 0, 85 % at 0.1; validation 80 % at 0, 50 % at 0.1",
    ),
    "errors_by_features": (
        lambda ax: figures.errors_by_features([10, 100], {"plain": [[0.5, 0.3], [0.7, 0.9]]}, 100, "T", ax),
        "plain 40 % at 10, 80 % at 100",
    ),
}
