"""Measure what takes too long for a notebook of lesson 16, on fewer weights, and store it in dlcourse/data.

Run ``python scripts/measure_compression_smaller.py`` in the repository, or with ``--only tickets`` a part of it. Twice
on the same machine gives the same files, but for the profile, which is of the machine. Takes about half an hour. All
sides are tuned by :func:`dlcourse.experiments.comparison.compare` over as many values, on seeds of their own; the seeds
of the results are others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.compression import distilling as small
from dlcourse.experiments.compression import profiles
from dlcourse.experiments.compression import pruning as cut
from dlcourse.experiments.compression import tickets as tried
from dlcourse.experiments.compression.networks import TASKS
from dlcourse.lessons.compression import prune_smallest


def found(comparison):
    """A comparison as plain data: how each side was tuned, and what came of each seed."""
    return {
        name: {
            "range": {key: list(values) for key, values in side.range.items()},
            "best": side.best,
            "numbers": list(side.numbers),
        }
        for name, side in comparison.sides.items()
    }


def tickets():
    """What a pruned network reads that begins in one of five ways, after two to six rounds of halving."""
    table = {"0": found(tried.compared(1, {tried.WHOLE: tried.whole_network}))}
    for number in reversed(tried.JUDGED):
        comparison = tried.compared(number)
        print(number, comparison, sep="\n", flush=True)
        table[str(number)] = found(comparison)
        store("compression_tickets", table, small=True)  # each as soon as it is there


def distilling():
    """What small networks read that learn from few or many labels, or from the answers of a large one."""
    table = {}
    for labels in small.LABELS:
        comparison = small.compared(labels)
        print(labels, comparison, sep="\n", flush=True)
        table[str(labels)] = found(comparison)
        table[str(labels)][small.TEACHER] = {"numbers": [small.right_of_teacher(seed, labels) for seed in small.SEEDS]}
        store("compression_distilling", table, small=True)


def pruning():
    """What both networks read when weights go, the smallest or any, before and after training on."""
    table = {}
    for task in TASKS:
        table[task] = cut.measure_table(task, prune_smallest)
        store("compression_pruning", table, small=True)


def profile():
    """Where the time of a prediction goes, and what folding and fewer kernels save."""
    store("compression_profile", profiles.measure_table(), small=True)


if __name__ == "__main__":
    measure({"tickets": tickets, "distilling": distilling, "pruning": pruning, "profile": profile}, __doc__)
