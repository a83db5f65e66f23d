"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.attention import copying


def readers():
    """Rows that repeat: two layers of attention, one, and an LSTM."""
    store("attention_readers", copying.readers_table())


def heads():
    """One head a layer, and two, each of them cut."""
    store("attention_heads", copying.heads_table())


def leaks():
    """Networks that see what they should not."""
    store("attention_leaks", copying.leaks_table())


TABLES = {"readers": readers, "heads": heads, "leaks": leaks}


if __name__ == "__main__":
    measure(TABLES, __doc__)
