"""Lesson training: how to make each explorer."""

import numpy as np

from dlcourse import explore

EPOCHS = np.arange(12)
FALLING, RISING = 2.0 / (1 + EPOCHS), 0.5 + 0.02 * (EPOCHS - 5.0) ** 2

WEIGHTS = np.cumsum(np.random.default_rng(0).normal(size=(6, 64, 5)), axis=0)
CURVES = {"training": [0.1, 0.5, 0.7, 0.8, 0.9, 0.95], "validation": [0.1, 0.4, 0.6, 0.7, 0.75, 0.8]}

EXPLORERS = {
    "training.weights": lambda: explore.training.weights(WEIGHTS, CURVES, names="abcde"),
    "training.signal": explore.training.signal,
    "training.patience": lambda: explore.training.patience(FALLING, RISING),
    "training.search": explore.training.search,
}
