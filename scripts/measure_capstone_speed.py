"""Measure how long the course's clear functions take beside its fast forms and PyTorch: lesson 25 shows it.

It needs PyTorch: ``pip install torch``. Run it on a machine that does nothing else.
"""

import importlib.util

import numpy as np
from storing import measure, store

from dlcourse.exercises import find
from dlcourse.experiments.capstone import speed

RUNS = 7


def ratios():
    """Store the median of several runs."""
    if not importlib.util.find_spec("torch"):
        raise SystemExit("PyTorch is missing: pip install torch")
    runs = [speed.ratios(lambda key: find(key).reference) for _ in range(RUNS)]
    table = {part: {side: np.median([run[part][side] for run in runs]) for side in runs[0][part]} for part in runs[0]}
    store("capstone_speed", table, small=True)


if __name__ == "__main__":
    measure({"ratios": ratios}, __doc__)
