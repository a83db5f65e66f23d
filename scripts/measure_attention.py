"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.attention import date_tables


def dates():
    """Dates in twenty languages, with and without attention."""
    store("attention_dates", date_tables.table())


TABLES = {"dates": dates}


if __name__ == "__main__":
    measure(TABLES, __doc__)
