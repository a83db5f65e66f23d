"""Measure what takes too long for a notebook of lesson 16, and store it in dlcourse/data.

Run ``python scripts/measure_compression.py`` in the repository, or with ``--only bits`` a part of it. Twice on the same
machine gives the same files, but for times. Takes about a quarter of an hour. All sides are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many values, on seeds of their own and on other digits and rows
than those of the results; the seeds of the results are others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from functools import cache

from storing import measure, store

from dlcourse.experiments import compression as trial
from dlcourse.experiments.comparison import compare

TUNING, SEEDS = (100, 101), range(5)
RATES, REACHES = (0.0, 0.003, 0.01, 0.03, 0.1), (0.35, 0.5, 0.7, 1.0, 1.4)
NATURAL = {"rate": {0.0: "it does not learn on at all"}}
FEW_BITS = {"digits": (2,), "rows": (2,)}
VERSION_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)


@cache
def kept(task, seed):
    """The arrays of a trained network; on a tuning seed it has not learned from the digits that it is tuned on."""
    network = trial.networks.learn(task, trial.networks.untrained(task, seed), seed, data=lesson_digits(seed))
    return {name: array.copy() for name, array in trial.networks.arrays_of(network).items()}


def trained(task, seed):
    """A new network with them."""
    return trial.networks.fill(trial.networks.untrained(task, seed), kept(task, seed))


def lesson_digits(seed):
    """The digits to learn from: on a tuning seed without those that are tuned on."""
    X, y = trial.networks.digits("training")
    return (X[: -trial.networks.TUNED_ON], y[: -trial.networks.TUNED_ON]) if seed in TUNING else (X, y)


def bits():
    """How much is right with 8 to 1 bits, for five seeds."""
    curves = [trial.bits.curve(network_of=lambda task, seed=seed: trained(task, seed)) for seed in SEEDS]
    together = {task: {way: [curve[task][way] for curve in curves] for way in curves[0][task]} for task in curves[0]}
    store("compression_bits", {"seeds": list(SEEDS), "curves": together}, small=True)


def rounding():
    """Rounded at the end or at every step of a further training, with few bits: both tuned alike, five seeds."""
    found = {}
    for task, widths in FEW_BITS.items():
        for width in widths:
            found[f"{task}, {width} bits"] = _rounding(task, width)
            store("compression_rounding", found, small=True)


def _rounding(task, width):
    def judged(while_learning, seed, **how):
        network, how = trained(task, seed), {"bits": width, "data": lesson_digits(seed), **how}
        trial.rounding.learn_rounded(task, network, seed, while_learning=while_learning, **how)
        return trial.networks.right(task, network, "tuning" if seed in TUNING else "result")

    ranges = {name: {"rate": RATES, "reach": REACHES} for name in trial.rounding.SIDES}
    how = {"tuning": TUNING, "seeds": SEEDS, "smaller_is_better": False, "natural": NATURAL}
    race = compare(trial.rounding.SIDES, ranges, judged, what=f"% right, {task}, {width} bits", **how)
    print(race, flush=True)
    at_once = [trial.networks.right(task, trial.bits.round_weights(trained(task, seed), width)) for seed in SEEDS]
    return {
        "seeds": list(SEEDS),
        "tuning": list(TUNING),
        "rates": list(RATES),
        "reaches": list(REACHES),
        "as trained": [trial.networks.right(task, trained(task, seed)) for seed in SEEDS],
        "rounded": at_once,
        "sides": {name: {"best": side.best, "numbers": side.numbers} for name, side in race.sides.items()},
    }


def ending():
    """Both networks as they were and in smaller versions: bytes, how much is right on five seeds, and times."""
    found = {task: _ending(task) for task in trial.networks.TASKS}
    about = {"seeds": list(SEEDS), "tuning": list(TUNING), "rates": list(VERSION_RATES)}
    store("compression_ending", {**about, "networks": found}, small=True)


def _ending(task):
    arrays, sizes = {trial.ending.TRAINED: trained(task, SEEDS[0])}, {}
    right = {trial.ending.TRAINED: [trial.networks.right(task, trained(task, seed)) for seed in SEEDS]}
    sizes[trial.ending.TRAINED] = trial.files.size_of(trial.networks.arrays_of(arrays[trial.ending.TRAINED]))

    def judged(name, seed, rate=None):
        version, data = trial.ending.VERSIONS[task][name], lesson_digits(seed)
        network = trained(task, seed)
        if version.half:
            network = trial.ending.half_as_wide(task, seed)
            steps = trial.networks.STEPS[task] + trial.rounding.MORE[task]  # as those that learn on have in all
            trial.networks.learn(task, network, seed, steps=steps, rate=rate, data=data)
        size = trial.ending.made(task, network, version, seed, rate=rate, data=data)
        if seed == SEEDS[0]:
            arrays[name], sizes[name] = network, size
        return trial.networks.right(task, network, "tuning" if seed in TUNING else "result")

    tuned = {name: name for name, version in trial.ending.VERSIONS[task].items() if version.half or version.reach}
    how = {"tuning": TUNING, "seeds": SEEDS, "smaller_is_better": False, "what": f"% right, {task}"}
    race = compare(tuned, {name: {"rate": VERSION_RATES} for name in tuned}, judged, **how)
    print(race, flush=True)
    right |= {
        name: race.sides[name].numbers if name in tuned else [judged(name, seed) for seed in SEEDS]
        for name in trial.ending.VERSIONS[task]
    }
    milliseconds = trial.ending.times(task, {name: arrays[name] for name in right})
    rates = {name: best["rate"] for name, best in race.best.items()}
    return {
        name: {"bytes": sizes[name], "right": numbers, "milliseconds": milliseconds[name], "rate": rates.get(name)}
        for name, numbers in right.items()
    }


if __name__ == "__main__":
    measure({"bits": bits, "rounding": rounding, "ending": ending}, __doc__)
