"""A small reader that learns from few scenes: as they are, or each time moved under their frame."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.vision import reader, scenery
from dlcourse.experiments.vision.judging import precision
from dlcourse.lessons import vision

SCENES, STEPS, BATCH = 30, 600, 8
SHEET = {"kind": "apart", "size": 32, "digits": (1, 2)}  # smaller than the usual scenes, to save time
SMALL = {"kernels": 8, "width": 16}
FARTHEST = 8  # pixels of a move
WAYS = ("as they are", "moved")
THRESHOLD = 0.4


def moved(found, shift):
    """A scene moved under its frame, with the labels of the digits that are still seen.

    Parameters
    ----------
    found : dict
        As from :func:`dlcourse.experiments.vision.scene`.
    shift : pair of int
        Pixels to the right and down.

    Returns
    -------
    dict
        As `found`.
    """
    image, boxes, labels = vision.augment_scene(found["image"], found["boxes"], shift=shift)[0], [], []
    for box, label in zip(found["boxes"], found["labels"], strict=True):  # one by one, to know whose label stays
        _, seen = vision.augment_scene(found["image"], box[None], shift=shift)
        boxes += list(seen)
        labels += [label] * len(seen)
    return {"image": image, "boxes": np.array(boxes).reshape(-1, 4), "labels": np.array(labels, dtype=int)}


def learned(way, seed, *, rate, steps=STEPS):
    """A reader that has learned from `SCENES` training scenes, in one of the two ways: its parameters by name."""
    seen = scenery.scenes(SCENES, seed=1000 + seed, part="train", **SHEET)
    rng = np.random.default_rng(seed)

    def source(rng):
        found = seen[rng.integers(len(seen))]
        if way == WAYS[0]:
            return found
        shift = tuple(int(step) for step in rng.integers(-FARTHEST, FARTHEST + 1, 2))
        return moved(found, shift)

    network = reader.reader_network(rng, **SMALL)
    for _ in reader.learn_to_read(network, steps, rng, rate=rate, size=BATCH, source=source):
        pass
    return reader.reader_parameters(network)


def judged(network, part, *, count=100):
    """The average precision of a reader on other scenes of this kind."""
    seen = scenery.scenes(count, seed=5, part=part, **SHEET)
    read = [reader.detect(each["image"], network, **reader.lesson_layers()) for each in seen]
    suppress = {"non_max_suppression": vision.non_max_suppression, "threshold": THRESHOLD}
    read = [reader.found(each, **suppress) for each in read]
    judges = {"match_detections": vision.match_detections, "average_precision": vision.average_precision}
    return precision(read, seen, **judges)


def stored_augmented():
    """What ``scripts/measure_vision.py`` measured of the two ways to learn from few scenes."""
    return measurements("vision_augmented.json")
