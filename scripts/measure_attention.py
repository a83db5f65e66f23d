"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.attention import copying, date_tables, recalling


def first_letter():
    """The first of many letters, by networks with a state and by looking back; and at lags that were never met."""
    table = recalling.table("first letter", tuned_to=128)
    store("attention_first_letter", table | {"other_lags": recalling.other_lags(table["rates"])})


def blocks():
    """A block of letters, told again: the learning rates are chosen at lags to 20."""
    store("attention_copying", recalling.table("copying", tuned_to=20))


def readers():
    """Rows that repeat: two layers of attention, one, and an LSTM."""
    store("attention_readers", copying.readers_table())


def heads():
    """One head a layer, and two, each of them cut."""
    store("attention_heads", copying.heads_table())


def leaks():
    """Networks that see what they should not."""
    store("attention_leaks", copying.leaks_table())


def dates():
    """Dates in twenty languages, with and without attention."""
    store("attention_dates", date_tables.table())


TABLES = {
    "first letter": first_letter,
    "copying": blocks,
    "readers": readers,
    "heads": heads,
    "leaks": leaks,
    "dates": dates,
}


if __name__ == "__main__":
    measure(TABLES, __doc__)
