"""Lesson start_here: how to make each explorer."""

import numpy as np

from dlcourse import explore

RNG = np.random.default_rng(0)

EXPLORERS = {
    "start_here.threshold": lambda: explore.start_here.threshold(RNG.uniform(size=64)),
    "start_here.reader": explore.start_here.reader,
    "start_here.writer": explore.start_here.writer,
    "start_here.finder": explore.start_here.finder,
}
