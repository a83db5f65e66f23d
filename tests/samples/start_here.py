"""Lesson start_here: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore

RNG = np.random.default_rng(0)


EXPLORERS = {
    "start_here.threshold": lambda: explore.start_here.threshold(RNG.uniform(size=64)),
}
