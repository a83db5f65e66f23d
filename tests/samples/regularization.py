"""Lesson regularization: explorers and figures for the tests that run over all."""

import numpy as np

from dlcourse import explore, figures

RNG = np.random.default_rng(0)
SEEDS = np.array([[1.0, 0.9], [1.0, 0.8], [0.98, 0.88]])  # training and test accuracy of three seeds

EXPLORERS = {
    "regularization.dropout": explore.regularization.dropout,
    "regularization.batchnorm": explore.regularization.batchnorm,
    "regularization.augmentation": explore.regularization.augmentation,
}


FIGURES = {
    "gap_by_epoch": (
        lambda ax: figures.gap_by_epoch([0.5, 0.9, 1.0], [0.5, 0.85, 0.8], "T", ax),
        "After 3 epochs 100 % of the training digits are right and 80 % of the test digits; the most were 85 %, after "
        "epoch 2",
    ),
    "accuracy_gaps": (
        lambda ax: figures.accuracy_gaps({"nothing": SEEDS, "dropout": SEEDS - 0.02}, "T", ax, names=False),
        "nothing 99 % and 86 %; dropout 97 % and 84 %",
    ),
    "loss_by_rate": (
        lambda ax: figures.loss_by_rate(
            [0.1, 1.0], {"without": [[1.0, 2.0], [2.3, 2.3]], "with": [[0.5], [0.25]]}, "T", ax
        ),
        "without: 1.50 at 0.1, 2.30 at 1; with: 0.50 at 0.1, 0.25 at 1",
    ),
    "rate_curves": (
        lambda ax: figures.rate_curves({0.1: np.linspace(2, 1, 30), 1.0: np.full(30, 9.0)}, "T", ax, smooth=1),
        "0.1 ends at 1.00; 1 ends at 9.00",
    ),
}
