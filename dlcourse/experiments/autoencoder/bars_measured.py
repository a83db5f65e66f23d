"""What ``scripts/measure_autoencoder.py`` measures of bars and stripes, and how the notebook reads it."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder import bars
from dlcourse.experiments.autoencoder.boltzmann import LONG, RATES, SCHEDULES, SEEDS, TUNING, WAYS, compared, learn

TABLE = "autoencoder_bars.json"
LONG_RATE = 0.1
GRAM = 1000  # the error is told in thousandths


def bars_table(direction, free_energy, watch=None):
    """All that is stored: the ways tuned and measured, and CD-1 at a constant rate for longer.

    Parameters
    ----------
    direction, free_energy : function
        ``contrastive_divergence`` and ``rbm_free_energy``.
    watch : function, optional
        Shows progress.

    Returns
    -------
    dict
        Plain data. "error": mean squared error of reconstruction, in thousandths.
    """
    found, kept = compared(direction, free_energy, watch=watch)
    print(found, flush=True)
    ways = {name: _of_way(name, found.sides[name].best, kept) for name in WAYS}
    long = [learn(direction, free_energy, seed, rate=LONG_RATE, updates=LONG) for seed in SEEDS]
    lies = [bars.spread(free_energy, bars.patterns(), machine) for _, machine in long]
    return {
        "tuning": list(TUNING),
        "seeds": list(SEEDS),
        "ways": ways,
        "long": {
            "rate": LONG_RATE,
            "update": long[0][0]["update"],
            "divergence": [seen["divergence"] for seen, _ in long],
            "error": [_errors(seen) for seen, _ in long],
            "kept": [each["kept"] for each in lies],
            "share": [each["share"] for each in lies],
        },
    }


def _errors(seen):
    return [GRAM * value for value in seen["reconstruction error"]]


def _of_way(name, best, kept):
    """A way's trials on the tuning seeds, and with the best of them all that was measured on the others."""
    trials = {}
    for falling in SCHEDULES:
        for rate in RATES[name]:
            runs = [kept[name, seed, rate, falling][0] for seed in TUNING]
            ends = [(seen["divergence"][-1], _errors(seen)[-1]) for seen in runs]
            trials[f"{rate:g} {'falling' if falling else 'constant'}"] = np.median(ends, axis=0).tolist()
    runs = [kept[name, seed, best["rate"], best["falling"]] for seed in SEEDS]
    return {
        "best": f"{best['rate']:g} {'falling' if best['falling'] else 'constant'}",
        "trials": trials,
        "updates": WAYS[name][2],
        "steps": WAYS[name][0],
        "update": runs[0][0]["update"],
        "divergence": [seen["divergence"] for seen, _ in runs],
        "error": [_errors(seen) for seen, _ in runs],
        "share": [lies["share"] for _, lies in runs],
        "kept": [lies["kept"] for _, lies in runs],
        "elsewhere": [lies["elsewhere"] for _, lies in runs],
        "uneven": [lies["uneven"] for _, lies in runs],
    }


def stored():
    """The table that comes with the course."""
    return measurements(TABLE)
