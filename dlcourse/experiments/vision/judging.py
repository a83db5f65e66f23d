"""How well scenes are read: average precision, by the kind of scene and by the way of reading."""

import numpy as np

from dlcourse.data import networks
from dlcourse.data.stored import measurements
from dlcourse.experiments.vision.components import CUT, WHOLE, blobs
from dlcourse.experiments.vision.reader import detect, found
from dlcourse.experiments.vision.scenery import KINDS, scenes
from dlcourse.nn.training.budget import few

ENOUGH = 0.5  # IoU of a hit
SURE = 0.5  # score of a box that a reader is sure of
WAYS = ("blobs", "blobs, cut", "reader, all boxes", "reader, suppressed", "reader, by digit")
SEED = 11  # of the scenes that show the limits
THRESHOLD, BY_DIGIT = 0.5, 0.2  # chosen on validation scenes of all kinds by scripts/measure_vision.py


def hits(detections, truth, *, match_detections):
    """Which detections are hits: a box with an IoU of at least 0.5 with a digit not yet found, and its label is right.

    Parameters
    ----------
    detections : tuple (boxes, scores, labels)
    truth : dict
        As from :func:`dlcourse.experiments.vision.scene`.
    match_detections : function
        The learner's; it is asked for each digit by itself.

    Returns
    -------
    bool array (N,)
    """
    boxes, scores, labels = detections
    hit = np.zeros(len(boxes), dtype=bool)
    for digit in np.unique(labels):
        here, truths = labels == digit, truth["boxes"][truth["labels"] == digit]
        hit[here] = match_detections(boxes[here], scores[here], truths, threshold=ENOUGH)
    return hit


def precision(read, seen, *, match_detections, average_precision):
    """The average precision of what was read of some scenes.

    read: list of (boxes, scores, labels); seen: list of scenes -> a number from 0 to 1
    """
    every = [hits(each, truth, match_detections=match_detections) for each, truth in zip(read, seen, strict=True)]
    scores = np.concatenate([each[1] for each in read])
    total = sum(len(truth["labels"]) for truth in seen)
    return average_precision(scores, np.concatenate(every), total=total)


def ways(seen, *, non_max_suppression, **layers):
    """What each way of reading finds on some scenes: a dict of lists of (boxes, scores, labels)."""
    network, suppress = networks.scene_network(), non_max_suppression
    images = [each["image"] for each in seen]
    boxes = [detect(image, network, **layers) for image in images]
    return {
        WAYS[0]: [blobs(image, **WHOLE) for image in images],
        WAYS[1]: [blobs(image, **CUT) for image in images],
        WAYS[2]: boxes,
        WAYS[3]: [found(each, non_max_suppression=suppress, threshold=THRESHOLD) for each in boxes],
        WAYS[4]: [found(each, non_max_suppression=suppress, threshold=BY_DIGIT, by_class=True) for each in boxes],
    }


def table(*, match_detections, average_precision, seed, count=40, **functions):
    """Average precision at an IoU of 0.5, by the way of reading and by the kind of scene.

    Parameters
    ----------
    match_detections, average_precision : function
        The learner's.
    seed : int
        Draws the scenes.
    count : int
        Test scenes of each kind.
    **functions
        The learner's `conv2d`, `maxpool2d`, `relu` and `non_max_suppression`.

    Returns
    -------
    dict of str to dict of str to float
        The way, the kind: a number from 0 to 1.
    """
    rows = {way: {} for way in WAYS}
    judges = {"match_detections": match_detections, "average_precision": average_precision}
    for kind in KINDS:
        seen = scenes(few(count, 2), kind=kind, seed=seed)
        for way, read in ways(seen, **functions).items():
            rows[way][kind] = precision(read, seen, **judges)
    return rows


def in_lines(rows):
    """A table as :func:`table` gives it, as text: a line for each way."""
    columns = list(next(iter(rows.values())))
    wide = max(len(way) for way in rows)
    lines = [" " * wide + "".join(f"{name:>10}" for name in columns)]
    lines += [f"{way:{wide}}" + "".join(f"{row[name]:10.2f}" for name in columns) for way, row in rows.items()]
    return "\n".join(lines)


def limits(*, match_detections, average_precision, looks, count=10, **functions):
    """Average precision on scenes of other looks, digits apart: what the reader was never shown.

    Returns
    -------
    dict of str to dict
        By the look: "precision", the average one; "digits", how many there are, and "found"; "sure", how many boxes
        have a score of at least 0.5, and "right", how many of those are hits. Parameters as for
        :func:`table`, and `looks`, some of those of :func:`~dlcourse.experiments.vision.scene`.
    """
    rows = {}
    for look in looks:
        seen = scenes(few(count, 2), seed=SEED, look=look)
        read = ways(seen, **functions)[WAYS[3]]
        hit = np.concatenate([hits(*pair, match_detections=match_detections) for pair in zip(read, seen, strict=True)])
        scores, total = np.concatenate([each[1] for each in read]), sum(len(each["labels"]) for each in seen)
        rows[look] = {
            "precision": average_precision(scores, hit, total=total),
            "digits": total,
            "found": int(hit.sum()),
            "sure": int((scores >= SURE).sum()),
            "right": int(hit[scores >= SURE].sum()),
        }
    return rows


def stored_table():
    """What ``scripts/measure_vision.py`` measured of 200 scenes of each kind, on five seeds."""
    return measurements("vision_scenes.json")
