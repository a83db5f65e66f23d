"""Measure what takes too long for a notebook of lesson 18, and store it in dlcourse/data/files.

Run ``python scripts/measure_speech.py`` in the repository; ``--only reading`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.experiments.speech import measuring


def reading():
    """Vowels read from four frequencies: five ways, four divisions, four scales."""
    store("speech_reading", measuring.reading_table(datasets.vowels()))


def few_vowels():
    """The same by how many vowels of a new speaker are known; with the rates that `reading` found."""
    store("speech_few", measuring.few_vowels_table(datasets.vowels(), measurements("speech_reading.json")["sides"]))


def hearing():
    """Vowels read from sound, and in noise."""
    store("speech_hearing", measuring.hearing_table(datasets.vowels()))


TABLES = {"reading": reading, "few": few_vowels, "hearing": hearing}


if __name__ == "__main__":
    measure(TABLES, __doc__)
