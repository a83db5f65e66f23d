"""Measure what takes too long for a notebook of lesson 15, and store it in dlcourse/data.

Run ``python scripts/measure_diffusion.py`` in the repository, or with ``--only steps`` a part of it. Twice on the same
machine gives the same files. Takes about a quarter of an hour. All sides are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many values, on validation pictures and on seeds of their own.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.diffusion import beside


def tuned(comparison):
    """A comparison as plain data: how each side was tuned, and a number for each seed."""
    print(comparison, flush=True)
    return {
        name: {
            "range": {key: list(values) for key, values in side.range.items()},
            "best": side.best,
            "tried": [score for _, score in side.tried],
            "numbers": list(side.numbers),
        }
        for name, side in comparison.sides.items()
    }


def steps():
    """Diffusion and flow matching: how good the pictures are after so many steps."""
    comparison, found = beside.steps_compared()
    store(beside.BY_STEPS.removesuffix(".json"), {"sides": tuned(comparison), "by_steps": found})


def generators():
    """Diffusion beside the variational autoencoder, as large and trained as long, both told the digit."""
    store(beside.GENERATORS.removesuffix(".json"), {"sides": tuned(beside.generators_compared())})


if __name__ == "__main__":
    measure({"steps": steps, "generators": generators}, __doc__)
