"""Measure what takes too long for a notebook of lesson 21, and store it in dlcourse/data.

Run ``python scripts/measure_driving.py`` in the repository, or with ``--only ways`` a part of it. Twice on the same
machine gives the same files. Takes about ten minutes. All sides are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many settings, on roads and seeds of their own; those of the
results are others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import numpy as np
from storing import measure, store

from dlcourse.experiments import driving as trial
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import driving as lesson
from dlcourse.nn.driving import HALF_WIDTH, journeys

TUNING, SEEDS = (100, 101), range(5)  # twenty cars each
PICTURES, MORE, CARS, ROAD = 2000, 8000, 20, 10_000  # ROAD + seed: the road on which a driver of that seed is judged
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03)
WIDEST = 4  # columns by which pictures are shifted at most
FIRST, EACH, ROUNDS = 1000, 250, 4  # pictures of a calm driver, and of each round of DAgger
DISTANCES = [10, 20, 30, 50, 70, 100, 150, 200, 300, 500]
ROW = 3  # from which on brightness is looked for
MANY, DISTANCE_SEEDS = 100, range(8)


def recorded(seed, gusts, pictures=PICTURES):
    """Pictures and the expert's steering."""
    return trial.record(lesson.drive_step, seed=seed, pictures=pictures, gusts=gusts)


def calm(seed, rate):
    """A network that learned from calm driving."""
    return trial.learn(*recorded(seed, False), lesson.steering_loss, seed=seed, rate=rate)


def more(seed, rate):
    """The same from four times as many pictures."""
    return trial.learn(*recorded(seed, False, MORE), lesson.steering_loss, seed=seed, rate=rate)


def shifted(seed, correction):
    """The same from as many pictures as of shifted cameras."""
    columns = np.random.default_rng([seed, 6]).integers(-WIDEST, WIDEST + 1, PICTURES)
    examples = lesson.recover_augment(*recorded(seed, False), columns, correction=correction)
    return trial.learn(*examples, lesson.steering_loss, seed=seed)


def dagger(seed, rate, rounds=ROUNDS):
    """Networks after 0, 1, ... rounds of DAgger."""
    functions = lesson.drive_step, lesson.steering_loss, lesson.dagger_round
    return trial.dagger(*functions, seed=seed, pictures=FIRST, each=EACH, rounds=rounds, rate=rate)


def last_of_dagger(seed, rate):
    """A network after all rounds."""
    return dagger(seed, rate)[-1]


def gusts(seed, rate):
    """A network that learned from a driver in gusts."""
    return trial.learn(*recorded(seed, True), lesson.steering_loss, seed=seed, rate=rate)


def linear(in_gusts):
    """A weighted sum of the pixels."""

    def made(seed, strength):
        return trial.fit_linear(*recorded(seed, in_gusts), strength=strength)

    return made


def bright(seed, gain):
    """No learning: what is bright."""
    return trial.Brightness(ROW, gain)


NETWORK = {"rate": RATES}
WAYS = {
    "calm": (calm, NETWORK),
    "four times as many": (more, NETWORK),
    "shifted": (shifted, {"correction": (0.01, 0.02, 0.03, 0.04, 0.08)}),
    "DAgger": (last_of_dagger, NETWORK),
    "gusts": (gusts, NETWORK),
    "linear, calm": (linear(False), {"strength": [10.0**k for k in range(-8, -3)]}),
    "linear, gusts": (linear(True), {"strength": [10.0**k for k in range(-4, 1)]}),
    "no learning": (bright, {"gain": (0.01, 0.02, 0.04, 0.08, 0.16)}),
}


def ways():
    """Who stays on the road in gusts: networks that learned from other pictures, and drivers without a hidden layer."""
    details = {}

    def judged(name, seed, **tuned):
        driver = WAYS[name][0](seed=seed, **tuned)
        offsets = {
            gusts: trial.drive(driver, lesson.drive_step, seed=ROAD + seed, cars=CARS, gusts=gusts)
            for gusts in (True, False)
        }
        if seed in SEEDS:
            details[name, seed] = judge(driver, offsets, seed)
            print(f"  {name}, seed {seed}: {details[name, seed]}", flush=True)
        return float(np.minimum(np.abs([*offsets.values()]), HALF_WIDTH).mean())

    comparison = compare(
        {name: name for name in WAYS},
        {name: ranges for name, (_, ranges) in WAYS.items()},
        judged,
        tuning=TUNING,
        seeds=SEEDS,
        what="mean distance from the middle of the lane, half of it in gusts, metres",
    )
    print(comparison)
    sides = {
        name: {
            "range": {key: list(values) for key, values in side.range.items()},
            "best": side.best,
            "tried": [score for _, score in side.tried],
            "numbers": list(side.numbers),
            **{key: [details[name, seed][key] for seed in SEEDS] for key in details[name, SEEDS[0]]},
        }
        for name, side in comparison.sides.items()
    }
    store("driving_ways", {"sides": sides}, small=True)


def judge(driver, offsets, seed):
    """Steps on the road and cars that leave it, in gusts and without; and how far it steers from the expert there."""
    left, steps = lesson.off_road_rate(offsets[True], half_width=HALF_WIDTH)
    left_calm, _ = lesson.off_road_rate(offsets[False], half_width=HALF_WIDTH)
    found = {"steps": steps, "left": left, "left_calm": left_calm}
    for name, in_gusts in (("error_calm", False), ("error_gusts", True)):
        pictures, steering = recorded(ROAD + seed, in_gusts, 1000)
        found[name] = float(np.sqrt(np.mean((driver(pictures) - steering) ** 2)))
    return found


def distance():
    """How the steps off the road, and the distances from its middle, add up with the way that is driven in gusts."""

    lines = {"calm": [], "gusts": [], "expert": []}
    for seed in DISTANCE_SEEDS:
        for name, values in lines.items():
            if name == "expert":
                offsets = journeys(trial.by_expert, lesson.drive_step, seed=ROAD + seed, cars=MANY)[2][:, :, 0]
            else:
                driver = trial.learn(*recorded(seed, name == "gusts"), lesson.steering_loss, seed=seed)
                offsets = trial.drive(driver, lesson.drive_step, seed=ROAD + seed, cars=MANY)
            values.append(trial.off_and_away(offsets, DISTANCES))
            print(name, seed, values[-1], flush=True)
    store("driving_distance", {"steps": DISTANCES, "lines": lines}, small=True)


if __name__ == "__main__":
    measure({"ways": ways, "distance": distance}, __doc__)
