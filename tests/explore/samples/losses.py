"""Lesson losses: how to make each explorer."""

import numpy as np

from dlcourse import explore
from dlcourse.lessons import losses

RNG = np.random.default_rng(0)
SIDES = np.repeat([0, 1], 20)
CLOUD = RNG.normal(0.8 * (2 * SIDES - 1)[:, None], 1.0, (40, 2))
CROSS_ENTROPY = losses.binary_cross_entropy_with_logits
SCORES, LABELS = 2 * RNG.normal(size=(80, 5)) + 2 * np.eye(5)[np.arange(80) % 5], np.arange(80) % 5

EXPLORERS = {
    "losses.landscape": lambda: explore.losses.landscape(CLOUD, SIDES),
    "losses.landscape with lens": lambda: explore.losses.landscape(CLOUD, SIDES, lens=True),
    "losses.landscape with arrow": lambda: explore.losses.landscape(
        CLOUD, SIDES, {"cross-entropy": CROSS_ENTROPY}, losses.numerical_gradient
    ),
    "losses.surprise": explore.losses.surprise,
    "losses.calibration": lambda: explore.losses.calibration(
        {"all": (SCORES, LABELS), "half": (SCORES[:40], LABELS[:40])}
    ),
}
