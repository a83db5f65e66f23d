"""Measure what takes too long for a notebook of lesson 19, and store it in dlcourse/data/files.

Run ``python scripts/measure_language.py`` in the repository; ``--only colours`` measures one table. Twice on the same
machine gives the same file.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.language import curve, measuring


def colours():
    """How far colours are from what people meant by a name, for six models."""
    store("language_colours", measuring.colours_table(), small=True)


def topics():
    """Texts on eight topics, split by kind and by text."""
    store("language_topics", measuring.topics_table(), small=True)


def vectors():
    """Neighbours of the same kind: trained vectors and counted ones."""
    store("language_vectors", measuring.vectors_table(), small=True)


def texts():
    """Six ways to name a topic, by the number of texts to learn from."""
    store("language_curve", curve.curve_table(), small=True)


TABLES = {"colours": colours, "topics": topics, "vectors": vectors, "curve": texts}


if __name__ == "__main__":
    measure(TABLES, __doc__)
