"""Measure what takes too long for the plane of lesson 15, and store it in dlcourse/data.

Run ``python scripts/measure_diffusion_plane.py`` in the repository. Twice on the same machine gives the same file.
Takes about three minutes. Flow matching and diffusion, whose network says the noise or the points, are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many rates of learning, on seeds of their own; the seeds of the
results are others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.diffusion import straight

TUNING, SEEDS = (100, 101, 102), range(8)
RATES = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032)


def steps():
    """How near the curves samples are with 1 to 50 steps, tuned at 10."""
    details = {}

    def judged(name, seed, rate):
        details[name, seed] = straight.side(name, seed, rate)
        return details[name, seed]["near"][straight.STEPS.index(straight.TUNED_AT)]

    comparison = compare(
        {name: name for name in straight.SIDES},
        {name: {"rate": RATES} for name in straight.SIDES},
        judged,
        tuning=TUNING,
        seeds=SEEDS,
        what=f"percent of 1,000 samples near the curves, {straight.TUNED_AT} steps",
        smaller_is_better=False,
    )
    print(comparison)
    sides = {
        name: {
            "rates": list(RATES),
            "tried": [score for _, score in side.tried],
            "rate": side.best["rate"],
            **{key: [details[name, seed][key] for seed in SEEDS] for key in ("near", "reached", "detour")},
        }
        for name, side in comparison.sides.items()
    }
    table = {"steps": list(straight.STEPS), "tuning": list(TUNING), "seeds": list(SEEDS), "sides": sides}
    store("diffusion_plane", table, small=True)


if __name__ == "__main__":
    measure({"steps": steps}, __doc__)
