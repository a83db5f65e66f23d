"""Measure what takes too long for a notebook of lesson 13, and store it in dlcourse/data/files.

Run ``python scripts/measure_autoencoder.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.autoencoder import anomaly, bars_measured, deeper, holes, unlabelled_tables
from dlcourse.lessons import autoencoder


def codes():
    """Codes of 2, 8 and 16 numbers, plain and with several weights: what is rebuilt, and what is drawn."""
    store("autoencoder_codes", holes.measure())


def deeper_networks():
    """Unseen digits through codes of 2 and 8 numbers, rebuilt by four sides."""
    store("autoencoder_deeper", deeper.codes_table())


def strange_digits():
    """Each digit left out in turn, and found again by what cannot be rebuilt."""
    store("autoencoder_anomaly", anomaly.areas_table())


def few_labels():
    """Digits from few labels and many examples without."""
    ways = unlabelled_tables.ways_table()
    amounts = unlabelled_tables.amounts_table(ways["best"])
    store(
        "autoencoder_few_labels",
        {"ways": ways, "amounts": amounts, "piles": unlabelled_tables.piles_table(ways["best"])},
    )


def bars():
    """Bars and stripes: the divergence and the error of reconstruction, for chains of several kinds."""
    store("autoencoder_bars", bars_measured.bars_table(autoencoder.contrastive_divergence, autoencoder.rbm_free_energy))


TABLES = {"deeper": deeper_networks, "anomaly": strange_digits, "codes": codes, "few_labels": few_labels, "bars": bars}


if __name__ == "__main__":
    measure(TABLES, __doc__)
