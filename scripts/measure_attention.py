"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.attention import recalling


def first_letter():
    """The first of many letters, by networks with a state and by looking back; and at lags that were never met."""
    table = recalling.table("first letter", tuned_to=128)
    store("attention_first_letter", table | {"other_lags": recalling.other_lags(table["rates"])})


def copying():
    """A block of letters, told again: the learning rates are chosen at lags to 20."""
    store("attention_copying", recalling.table("copying", tuned_to=20))


TABLES = {"first letter": first_letter, "copying": copying}


if __name__ == "__main__":
    measure(TABLES, __doc__)
