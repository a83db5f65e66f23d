"""Measure what takes too long for a notebook of lesson 19, and store it in dlcourse/data/files.

Run ``python scripts/measure_language.py`` in the repository; ``--only colours`` measures one table. Twice on the same
machine gives the same file.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import json

from storing import FOLDER, measure

from dlcourse.experiments.language import curve, measuring


def store(name, table):
    """Write a table of dicts, lists, text and numbers to dlcourse/data/files/NAME.json, with four digits a number."""
    table = json.loads(json.dumps(table), parse_float=lambda text: float(f"{float(text):.4g}"))
    (FOLDER / f"{name}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def colours():
    """How far colours are from what people meant by a name, for six models."""
    store("language_colours", measuring.colours_table())


def topics():
    """Texts on eight topics, split by kind and by text."""
    store("language_topics", measuring.topics_table())


def vectors():
    """Neighbours of the same kind: trained vectors and counted ones."""
    store("language_vectors", measuring.vectors_table())


def texts():
    """Six ways to name a topic, by the number of texts to learn from."""
    store("language_curve", curve.curve_table())


TABLES = {"colours": colours, "topics": topics, "vectors": vectors, "curve": texts}


if __name__ == "__main__":
    measure(TABLES, __doc__)
