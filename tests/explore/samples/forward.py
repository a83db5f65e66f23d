"""Lesson forward: how to make each explorer."""

import numpy as np

from dlcourse import explore

RNG = np.random.default_rng(0)
PHOTOGRAPH = RNG.uniform(size=(40, 50, 3))
NETWORK = [(RNG.normal(size=(192, 8)), np.zeros(8)), (RNG.normal(size=(8, 3)), np.zeros(3))]

EXPLORERS = {
    "forward.network": explore.forward.network,
    "forward.temperature": explore.forward.temperature,
    "forward.photograph": lambda: explore.forward.photograph(PHOTOGRAPH, NETWORK, ["cat", "dog", "tree"], start=(3, 4)),
    "forward.steps": explore.forward.steps,
}
