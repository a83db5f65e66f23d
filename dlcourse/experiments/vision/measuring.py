"""What ``scripts/measure_vision.py`` measures: tables that take longer than a cell of lesson 17 may."""

from functools import cache

import numpy as np

from dlcourse.data import networks
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.vision import adversary, few_scenes, reader
from dlcourse.experiments.vision.components import blobs
from dlcourse.experiments.vision.judging import precision
from dlcourse.experiments.vision.scenery import KINDS, scenes
from dlcourse.lessons import vision

TUNING, SEEDS = (100, 101, 102), (0, 1, 2, 3, 4)
COUNTS = {"validation": 30, "test": 200}  # scenes of each kind for a seed
JUDGES = {"match_detections": vision.match_detections, "average_precision": vision.average_precision}
EIGHTEEN = tuple(round(0.05 * k, 2) for k in range(1, 19))
SCENES_RANGES = {
    "blobs": {"threshold": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), "neighbours": (1, 3, 5)},
    "blobs, cut": {"threshold": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), "widest": (0.7, 0.8, 1.0)},
    "reader, suppressed": {"threshold": EIGHTEEN},
    "reader, by digit": {"threshold": EIGHTEEN},
}
NATURAL = {"neighbours": {1: "less than one cannot vote"}}
JUDGED = 0.15  # the budget of the adversary at which ways to train are compared
TRAINING_RANGES = {
    "plain": {"weight_decay": (0.0, 0.1, 0.3, 1.0, 3.0, 10.0)},
    "noise": {"strength": (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)},
    "adversarial": {"strength": (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)},
}


@cache
def seen_on(seed, kind):
    """The scenes of a seed: validation digits for tuning, test digits for the result."""
    part = "validation" if seed in TUNING else "test"
    return scenes(COUNTS[part], kind=kind, seed=1000 * (1 + KINDS.index(kind)) + seed, part=part)


@cache
def boxes_on(seed, kind):
    """All that the stored reader finds on the scenes of a seed."""
    network = networks.scene_network()
    return [reader.detect(each["image"], network, **reader.lesson_layers()) for each in seen_on(seed, kind)]


def scene_precision(side, seed, kind, **how):
    """The average precision of one way of reading on the scenes of a seed."""
    seen = seen_on(seed, kind)
    if side.startswith("blobs"):
        read = [blobs(each["image"], **how) for each in seen]
    else:
        how = how | {"non_max_suppression": vision.non_max_suppression, "by_class": side.endswith("digit")}
        read = [reader.found(each, **how) for each in boxes_on(seed, kind)]
    return precision(read, seen, **JUDGES)


def scenes_table():
    """Two ways with blobs and two with the reader, tuned over 18 values each on validation scenes, then on test scenes.

    Beside them stands the reader before any suppression, of which there is nothing to tune.
    """
    kept = {}

    def measure(side, seed, **how):
        found = [scene_precision(side, seed, kind, **how) for kind in KINDS]
        kept[side, seed] = found
        return float(np.mean(found))

    sides = {name: name for name in SCENES_RANGES}
    how = {"tuning": TUNING, "seeds": SEEDS, "smaller_is_better": False, "natural": NATURAL}
    found = compare(sides, SCENES_RANGES, measure, what="average precision, mean of the three kinds of scenes", **how)
    print(found, flush=True)
    shares = {side: {kind: [kept[side, seed][k] for seed in SEEDS] for k, kind in enumerate(KINDS)} for side in sides}
    shares["reader, all boxes"] = {
        kind: [precision(boxes_on(seed, kind), seen_on(seed, kind), **JUDGES) for seed in SEEDS] for kind in KINDS
    }
    return plain(found) | {"scenes": COUNTS["test"], "precision": shares}


def adversary_table():
    """Three ways to train against steps that mislead: at the budget that they are tuned for, and at all others."""

    def measure(way, seed, **how):
        part = "validation" if seed in TUNING else "test"
        return adversary.share_right(adversary.trained(way, seed, **how), part, JUDGED)

    sides = {name: name for name in TRAINING_RANGES}
    natural = {"weight_decay": {0.0: "there is no less"}}
    how = {"tuning": TUNING, "seeds": SEEDS, "smaller_is_better": False, "natural": natural}
    what = f"share right when each pixel moves by {JUDGED} against the network"
    found = compare(sides, TRAINING_RANGES, measure, what=what, **how)
    print(found, flush=True)
    right = {}
    for way, side in found.sides.items():
        learned = [adversary.trained(way, seed, **side.best) for seed in SEEDS]
        rows = [adversary.attacked(vision.adversarial_step, network=network) for network in learned]
        right[way] = np.transpose([row["against it"] for row in rows]).tolist()
    return plain(found) | {"budget": list(adversary.BUDGETS), "right": right}


def augmented_table():
    """A small reader from few scenes, as they are or moved: the same steps, the rate tuned for each."""
    rates = {"rate": (0.002, 0.004, 0.008, 0.016, 0.032)}

    def measure(way, seed, rate):
        part = "validation" if seed in TUNING else "test"
        return few_scenes.judged(few_scenes.learned(way, seed, rate=rate), part)

    sides = {way: way for way in few_scenes.WAYS}
    how = {"tuning": TUNING[:2], "seeds": SEEDS, "smaller_is_better": False}
    found = compare(sides, dict.fromkeys(sides, rates), measure, what="average precision on scenes apart", **how)
    print(found, flush=True)
    return plain(found) | {"scenes": few_scenes.SCENES, "steps": few_scenes.STEPS}


def plain(found):
    """What `compare` found, as plain data."""
    return {
        "best": found.best,
        "tried": {name: [[trial, value] for trial, value in side.tried] for name, side in found.sides.items()},
        "numbers": found.numbers,
        "what": found.what,
    }
