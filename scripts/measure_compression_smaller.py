"""Measure what takes too long for a notebook of lesson 16, on fewer weights, and store it in dlcourse/data.

Run ``python scripts/measure_compression_smaller.py`` in the repository, or with ``--only tickets`` a part of it. Twice on the same
machine gives the same files. All sides are tuned by :func:`dlcourse.experiments.comparison.compare` over as many
values, on seeds of their own; the seeds of the results are others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.compression import tickets as tried


def found(comparison):
    """A comparison as plain data: how each side was tuned, and what came of each seed."""
    return {
        name: {
            "range": {key: list(values) for key, values in side.range.items()},
            "best": side.best,
            "tried": [score for _, score in side.tried],
            "numbers": list(side.numbers),
        }
        for name, side in comparison.sides.items()
    }


def tickets():
    """What a pruned network reads that begins in one of five ways, after one to six rounds of halving."""
    table = {"0": found(tried.compared(1, {tried.WHOLE: tried.whole_network}))}
    for number in range(1, tried.ROUNDS + 1):
        comparison = tried.compared(number)
        print(number, comparison, sep="\n", flush=True)
        table[str(number)] = found(comparison)
    store("compression_tickets", table, small=True)


if __name__ == "__main__":
    measure({"tickets": tickets}, __doc__)
