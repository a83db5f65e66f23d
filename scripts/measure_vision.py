"""Measure what takes too long for a notebook of lesson 17, and store it in dlcourse/data/files.

Run ``python scripts/measure_vision.py`` in the repository; ``--only scenes`` measures one table. Twice on the same
machine gives the same file. The reader must be there: ``scripts/train_weights.py`` makes it.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.vision import measuring


def scenes():
    """Ways to read scenes, tuned on validation scenes."""
    store("vision_scenes", measuring.scenes_table())


def adversary():
    """Three ways to train a network that somebody wants to mislead."""
    store("vision_adversary", measuring.adversary_table())


def augmented():
    """A reader that learns from few scenes, as they are or moved under their frame."""
    store("vision_augmented", measuring.augmented_table())


TABLES = {"scenes": scenes, "adversary": adversary, "augmented": augmented}


if __name__ == "__main__":
    measure(TABLES, __doc__)
