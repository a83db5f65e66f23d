"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure

TABLES = {}


if __name__ == "__main__":
    measure(TABLES, __doc__)
