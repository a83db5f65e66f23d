"""Measure what takes too long for a notebook of lesson 10, and store it in dlcourse/data/files.

Run ``python scripts/measure_transfer.py`` in the repository; ``--only digits`` measures one table. Twice on the same
machine gives the same file.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import FOLDER, measure, store

from dlcourse.experiments.transfer import adapting, measuring
from dlcourse.experiments.transfer.digits import source_parameters
from dlcourse.lessons import transfer

SOURCES = ("which digit", "where is it")
FUNCTIONS = transfer.few_shot_split, transfer.replace_head, transfer.fine_tune_step


def digits():
    """The digits 5 to 9 from few labels, in six ways: a line for each way and number of labels."""
    seeds = (*adapting.TUNING, *adapting.SEEDS)
    sources = {(asked, seed): source_parameters(seed, asked=asked) for asked in SOURCES for seed in seeds}
    lines = ["way,labels,learning_rate," + ",".join(f"seed {seed}" for seed in adapting.SEEDS)]
    for labels in adapting.LABELS:
        found = adapting.compared(FUNCTIONS, sources, labels)
        print(f"{labels} labels a class\n{found}", flush=True)
        for name, side in found.sides.items():
            print(f"  {name:20}", *(f"{trial['learning_rate']:g}: {value:.1f}" for trial, value in side.tried))
            numbers = ",".join(f"{number:.1f}" for number in side.numbers)
            lines.append(f"{name},{labels},{side.best['learning_rate']:g},{numbers}")
    (FOLDER / adapting.TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def objects():
    """From six drawn objects to four new ones."""
    store("transfer_objects", measuring.objects_table())


def patches():
    """From turned windows of photographs to "person or not"."""
    store("transfer_patches", measuring.patches_table())


def layers():
    """The first layers taken along, for two things that are asked."""
    store("transfer_layers", measuring.layers_table())


def forgetting():
    """The old objects while new ones are learned."""
    store("transfer_forgetting", measuring.forgetting_table())


TABLES = {"digits": digits, "objects": objects, "patches": patches, "layers": layers, "forgetting": forgetting}


if __name__ == "__main__":
    measure(TABLES, __doc__)
