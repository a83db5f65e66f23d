"""Lesson losses: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.lessons import losses, neuron

RNG = np.random.default_rng(0)
SIDES = np.repeat([0, 1], 20)
CLOUD = RNG.normal(0.8 * (2 * SIDES - 1)[:, None], 1.0, (40, 2))
CROSS_ENTROPY = losses.binary_cross_entropy_with_logits
SCORES, LABELS = 2 * RNG.normal(size=(80, 5)) + 2 * np.eye(5)[np.arange(80) % 5], np.arange(80) % 5
CONFIDENCE = np.array([0.98, 0.92, 0.65, 0.55])


EXPLORERS = {
    "losses.landscape": lambda: explore.losses.landscape(CLOUD, SIDES),
    "losses.landscape with arrow": lambda: explore.losses.landscape(
        CLOUD, SIDES, {"cross-entropy": CROSS_ENTROPY}, losses.numerical_gradient
    ),
    "losses.surprise": explore.losses.surprise,
    "losses.calibration": lambda: explore.losses.calibration(
        {"all": (SCORES, LABELS), "half": (SCORES[:40], LABELS[:40])}
    ),
}


FIGURES = {
    "error_squares": (
        lambda ax: figures.error_squares([1.0, 2.0], [1.0, 3.0], [2.0, 2.5], "T", ax),
        "the errors are 1.00, −0.50; the mean of their squares is 0.625",
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
