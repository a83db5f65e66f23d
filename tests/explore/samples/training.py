"""Lesson training: how to make each explorer."""

import numpy as np

from dlcourse import explore

EPOCHS = np.arange(12)
FALLING, RISING = 2.0 / (1 + EPOCHS), 0.5 + 0.02 * (EPOCHS - 5.0) ** 2

EXPLORERS = {
    "training.signal": explore.training.signal,
    "training.patience": lambda: explore.training.patience(FALLING, RISING),
    "training.search": explore.training.search,
}
