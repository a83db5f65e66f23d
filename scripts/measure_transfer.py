"""Measure what takes too long for a notebook of lesson 10, and store it in dlcourse/data/files.

Run ``python scripts/measure_transfer.py`` in the repository; ``--only layers`` measures one table. Twice on the same
machine gives the same file.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import argparse
import json
from pathlib import Path

from dlcourse.experiments.transfer import measuring

FOLDER = Path(__file__).parents[1] / "dlcourse" / "data" / "files"


def objects():
    """From six drawn objects to four new ones."""
    _store("objects", measuring.objects_table())


def patches():
    """From turned windows of photographs to "person or not"."""
    _store("patches", measuring.patches_table())


def layers():
    """The first layers taken along, for two things that are asked."""
    _store("layers", measuring.layers_table())


def forgetting():
    """The old objects while new ones are learned."""
    _store("forgetting", measuring.forgetting_table())


def _store(name, table):
    table = json.loads(json.dumps(table), parse_float=lambda text: round(float(text), 4))
    (FOLDER / f"transfer_{name}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


TABLES = {"objects": objects, "patches": patches, "layers": layers, "forgetting": forgetting}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=TABLES)
    for name in [parser.parse_args().only] if parser.parse_args().only else TABLES:
        TABLES[name]()
