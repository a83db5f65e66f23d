"""What ``scripts/measure_autoencoder.py`` measures of bars and stripes, and how the notebook reads it."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder import bars
from dlcourse.experiments.autoencoder.boltzmann import (
    LONG,
    RATES,
    SCHEDULES,
    SEEDS,
    TUNING,
    WAYS,
    compared,
    first_machine,
    learn,
)
from dlcourse.lessons import autoencoder
from dlcourse.nn.training.budget import few

TABLE = "autoencoder_bars.json"
LONG_RATE = 0.1
THOUSANDTHS = 1000  # the error is told in thousandths


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
    return [THOUSANDTHS * value for value in seen["reconstruction error"]]


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


def told():
    """The ways side by side, as a table in plain text: medians over the seeds, and the range of the divergence.

    "chosen by it" is the divergence, on the tuning seeds, at that rate at which the error is smallest.
    """
    lines = [f"{'':31}{'rate':14}{'nats (range)':22}{'steps':9}{'error, 1/1000':15}chosen by it"]
    for name, way in stored()["ways"].items():
        ends = [curve[-1] for curve in way["divergence"]]
        nats = f"{np.median(ends):.2f} ({min(ends):.2f} to {max(ends):.2f})"
        error, steps = np.median([curve[-1] for curve in way["error"]]), way["steps"] * way["updates"]
        by_error = min(way["trials"].values(), key=lambda trial: trial[1])[0]
        rate = way["best"].replace(" falling", " to 0")
        lines.append(f"{name:31}{rate:14}{nats:22}{steps:<9,}{error:<15.2f}{by_error:.1f}")
    other, all_of_them = beside(), 2**bars.VISIBLE
    kinds = (("with 12 units", "trained", other["trained, rebuilt"]), ("that copies", "copier", f"all {all_of_them}"))
    for name, kind, rebuilt in kinds:
        lines.append(f"{f'autoencoder {name}':76}{other[f'{kind}, error']:<15.2f}rebuilds {rebuilt}")
    return "\n".join(lines)


def rising(after=3000):
    """On how many seeds the divergence of CD-1 at a constant rate is larger in the end than after some update."""
    long = stored()["long"]
    place = long["update"].index(after)
    return sum(curve[-1] > curve[place] for curve in long["divergence"])


def beside(updates=3000, rate=0.1):
    """Autoencoders beside the machine: what else than the 30 patterns do they rebuild?

    Parameters
    ----------
    updates : int
    rate : float
        Of the gradient descent of the one that is trained.

    Returns
    -------
    dict of str to number
        "trained, error": of an autoencoder with 12 hidden units, trained on the 30 patterns, in thousandths;
        "trained, rebuilt": how many of all 65,536 patterns it rebuilds with every pixel on the right side of 1/2;
        "copier, error": the largest error, over all of them, of one whose 16 linear hidden units copy the pixels.
    """
    V, every, model = bars.patterns(), bars.states(bars.VISIBLE), first_machine(0)
    for _ in range(few(updates, 2)):
        X_hat, cache = autoencoder.autoencoder_forward(V, **model)
        ways = autoencoder.autoencoder_backward(2 * (X_hat - V) / len(V), cache)
        model = {name: array - rate * way for (name, array), way in zip(model.items(), ways)}
    error = np.mean((autoencoder.autoencoder_forward(V, **model)[0] - V) ** 2)
    rebuilt = (autoencoder.autoencoder_forward(every, **model)[0] > 0.5) == every
    copier = {"W": np.eye(bars.VISIBLE), "b": np.zeros(bars.VISIBLE), "c": np.zeros(bars.VISIBLE)}
    copied, _ = autoencoder.autoencoder_forward(every, **copier, linear=True)
    return {
        "trained, error": float(THOUSANDTHS * error),
        "trained, rebuilt": int(rebuilt.all(axis=1).sum()),
        "copier, error": float(np.max(np.abs(copied - every))),
    }
