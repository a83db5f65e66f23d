"""Measure what takes too long for a notebook of lesson 25, and store it in dlcourse/data.

Run ``python scripts/measure_capstone.py`` in the repository, or with ``--only networks`` a part. Twice on the same
machine gives the same files. Takes about fifteen minutes. All sides are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many values, on three seeds of their own, and on damaged
pictures of the training part of the digits; the results are for other seeds, on pictures of the test part.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import numpy as np
from storing import measure, store

from dlcourse.data.corrupted import KINDS, corrupted_digits
from dlcourse.experiments.capstone.sceptic import middle_pictures, nearest
from dlcourse.experiments.capstone.small import pruned, weights_of
from dlcourse.experiments.capstone.stored import measured
from dlcourse.experiments.capstone.training import SOURCES, fit, unseen
from dlcourse.experiments.comparison import compare
from dlcourse.lessons.capstone import eight_bits, right_by_kind

STEPS, TUNING, SEEDS = 1000, (100, 101, 102), range(5)
RATES = {
    "linear": (0.003, 0.01, 0.03, 0.1, 0.3),
    "dense": (0.003, 0.006, 0.012, 0.024, 0.048),
    "convolutions": (0.001, 0.003, 0.006, 0.012, 0.024),
}
EACH = (1, 2, 3, 4, 5)
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def shares(said, y, kinds):
    """Accuracy on all pictures, and on those with each kind of damage and with none."""
    kinds = np.column_stack([np.ones(len(y), dtype=bool), kinds, ~kinds.any(axis=1)])
    right, count = right_by_kind(said, y, kinds)
    return (right / count).tolist()


def pruned_shares(made, X, y):
    """Accuracy with the smallest weights of each layer at 0, exactly and in eight bits."""
    own = weights_of(made)
    layers = [(W.copy(), b) for W, b in own]
    found = {"exact": [], "eight bits": []}
    for share in SHARES:
        for name, row in found.items():
            for (changed, _), (W, _) in zip(own, pruned(layers, share), strict=True):
                codes, scale = eight_bits(W)
                changed[...] = W if name == "exact" else codes * scale
            row.append(float(np.mean(made.outputs(X).argmax(axis=1) == y)))
    return found


def networks():
    """Linear, dense, convolutions, and a few pictures to compare with, within a budget of 8,000 numbers.

    Then the convolutions with small weights, or with some that are 0.
    """
    judges = {True: corrupted_digits(4000, seed=10**8), False: unseen()}
    details, cut = {}, {"exact": [], "eight bits": []}

    def judged(kind, seed, **tuned):
        X, y, kinds = judges[seed in TUNING]
        if kind == "pictures":
            pictures, labels = middle_pictures(tuned["each"], seed=seed)
            said, numbers = labels[nearest(X.reshape(len(X), -1), pictures)], pictures.size
        else:
            made = fit(kind, seed=seed, steps=STEPS, **tuned)
            said, numbers = made.outputs(X).argmax(axis=1), made.size
            if kind == "convolutions" and seed in SEEDS:
                for name, row in pruned_shares(made, X, y).items():
                    cut[name].append(row)
        found = shares(said, y, kinds)
        details[kind, seed] = {"numbers": numbers, "shares": found}
        print(f"  {kind}, seed {seed}, {tuned}: {found[0]:.3f}", flush=True)
        return found[0]

    names = {"pictures": {"each": EACH}} | {kind: {"rate": rates} for kind, rates in RATES.items()}
    comparison = compare(
        {name: name for name in names},
        names,
        judged,
        tuning=TUNING,
        seeds=SEEDS,
        what="share of 4,000 damaged pictures read rightly",
        smaller_is_better=False,
        natural={"each": {5: "six pictures a digit are beyond the budget"}},
    )
    print(comparison)
    sides = {
        name: {
            "best": side.best,
            "tried": [score for _, score in side.tried],
            "numbers": details[name, 0]["numbers"],
            "shares": [details[name, seed]["shares"] for seed in SEEDS],
        }
        for name, side in comparison.sides.items()
    }
    rows = ["all", *KINDS, "none"]
    store("capstone_networks", {"steps": STEPS, "seeds": list(SEEDS), "rows": rows, "sides": sides}, small=True)
    store("capstone_pruning", {"zero": SHARES, "seeds": list(SEEDS), "sides": cut}, small=True)


def sources():
    """What convolutions learn from: damaged pictures, clean ones, and also the digits that the judges draw from."""
    X, y, _ = unseen()
    found = {}
    for source in SOURCES:
        if source == "damaged":
            found[source] = [row[0] for row in measured("networks")["sides"]["convolutions"]["shares"]]
        else:
            rate = measured("networks")["sides"]["convolutions"]["best"]["rate"]
            made = [fit("convolutions", seed=seed, steps=STEPS, rate=rate, source=source) for seed in SEEDS]
            found[source] = [float(np.mean(one.outputs(X).argmax(axis=1) == y)) for one in made]
        print(f"  {source}: {found[source]}", flush=True)
    store("capstone_sources", {"steps": STEPS, "seeds": list(SEEDS), "sides": found}, small=True)


if __name__ == "__main__":
    measure({"networks": networks, "sources": sources}, __doc__)
