"""Measure what takes too long for a notebook of lesson 13, and store it in dlcourse/data/files.

Run ``python scripts/measure_autoencoder.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.autoencoder import bars_measured
from dlcourse.lessons import autoencoder


def bars():
    """Bars and stripes: the divergence and the error of reconstruction, for chains of several kinds."""
    store("autoencoder_bars", bars_measured.bars_table(autoencoder.contrastive_divergence, autoencoder.rbm_free_energy))


TABLES = {"bars": bars}


if __name__ == "__main__":
    measure(TABLES, __doc__)
