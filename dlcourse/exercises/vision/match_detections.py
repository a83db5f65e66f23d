"""Hits: a found box counts if it lies on an object that no better box has found. An exercise of the form "fault"."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.boxes import hit_cases
from dlcourse.lessons import vision
from dlcourse.lessons.vision import iou

exercise = Exercise(
    reference=vision.match_detections,
    points=2,
    form="fault",
    cases=hit_cases,
    hints=[
        "A digit has been found. Another box on the same digit, with a lower score: what does the function know then "
        "of the first one?",
        "The function finds out how well a box fits, and not *which* truth it fits: that one is taken from then on, "
        "for all boxes that follow. They may still have another. And read what the docstring says about the threshold.",
        "Elsewhere: of a table `prices`, `prices[:, 3] = np.inf` means that nobody can buy what stands in column 3; "
        "`row.argmin()` says which is the cheapest of a row.",
    ],
    solved="a fair count: who finds a digit three times has found one digit, and been wrong twice.",
    equivalent_mutants={
        "hits = np.zeros(len(boxes))": "0 and 1 are no and yes",
        "overlap[:, overlap[place].argmax()] = -2": "less than every threshold is less than every threshold",
        "overlap[:, overlap[place].argmax()] = -0": "thresholds are above 0",
        "iou: return common / np.where(union >= 0, union, 1)": "boxes without area are cases of `iou`",
        "threshold = 1 if np.ndim(threshold) == 0 and threshold == 0 else threshold": "thresholds are above 0",
    },
)


def hits_by(
    boxes, scores, truths, threshold, *, order=None, enough=None, takes="the best", among="free", takes_all=False
):
    """The hits with other steps.

    order: of the boxes; enough: which overlaps count; takes: which of the truths that count a box takes, or "none";
    among: whether it looks at the truths that are free, or at all of them; takes_all: whether a miss takes one, too.
    """
    overlap = vision.iou(boxes, truths).astype(float)
    order = np.argsort(-scores, kind="stable") if order is None else order
    enough = enough or (lambda best: best >= threshold)
    hits, free = np.zeros(len(boxes), dtype=bool), np.ones(len(truths), dtype=bool)
    for place in order:
        row = np.where(free, overlap[place], -1) if among == "free" else overlap[place]
        if not len(truths):
            break
        best = int(row.argmax()) if takes != "the first" else int(np.argmax(enough(row)))
        hits[place] = enough(row[best]) and free[best]
        if takes != "none" and (hits[place] or takes_all):
            free[best] = False
    return hits


@exercise.mistake("a truth is found again and again")
def _(boxes, scores, truths, *, threshold):
    """A truth can be found twice: three boxes on one digit count as three hits. A truth that is found is taken, and
    whoever comes later does not get it.
    """
    return hits_by(boxes, scores, truths, threshold, takes="none")


@exercise.mistake("exactly the threshold is too little")
def _(boxes, scores, truths, *, threshold):
    """A box whose IoU is exactly the threshold is no hit. The rule says *at least* the threshold."""
    return hits_by(boxes, scores, truths, threshold, enough=lambda best: best > threshold)


@exercise.mistake("the best truth only, even if taken")
def _(boxes, scores, truths, *, threshold):
    """A box whose best truth is taken is a miss, though it lies well on another one that is free. Ask for its best IoU
    among those that are not taken.
    """
    return hits_by(boxes, scores, truths, threshold, among="all")


@exercise.mistake("in the order of the list")
def _(boxes, scores, truths, *, threshold):
    """The boxes take their truths in the order in which they stand in the list. The highest score comes first."""
    return hits_by(boxes, scores, truths, threshold, order=range(len(boxes)))


@exercise.mistake("lowest score first")
def _(boxes, scores, truths, *, threshold):
    """The box with the lowest score takes its truth first. The highest score comes first."""
    return hits_by(boxes, scores, truths, threshold, order=np.argsort(scores, kind="stable"))


@exercise.mistake("equal scores: the last comes first")
def _(boxes, scores, truths, *, threshold):
    """Of equal scores the last comes first. The first one should: sort the negative scores with `kind="stable"`."""
    return hits_by(boxes, scores, truths, threshold, order=np.argsort(scores, kind="stable")[::-1])


@exercise.mistake("in the order of the scores")
def _(boxes, scores, truths, *, threshold):
    """The hits are right, but sorted by score. Give them in the order of `boxes`."""
    hits = vision.match_detections(boxes, scores, truths, threshold=threshold)
    return hits[np.argsort(-scores, kind="stable")]


@exercise.mistake("the first truth that fits")
def _(boxes, scores, truths, *, threshold):
    """A box takes the first truth that fits well enough. It should take the one that fits best: else the other box,
    which fits only that one, goes away with nothing.
    """
    return hits_by(boxes, scores, truths, threshold, takes="the first")


@exercise.mistake("a hit takes all truths that fit")
def _(boxes, scores, truths, *, threshold):
    """A hit takes *every* truth that it fits well enough. It takes the best one; others may have the rest."""
    overlap, hits = vision.iou(boxes, truths).astype(float), np.zeros(len(boxes), dtype=bool)
    for place in np.argsort(-scores, kind="stable"):
        if overlap[place].max(initial=0) >= threshold:
            hits[place] = True
            overlap[:, overlap[place] >= threshold] = 0
    return hits


@exercise.mistake("each truth chooses")
def _(boxes, scores, truths, *, threshold):
    """Each truth chooses the box that lies on it best. It is the boxes that choose, the highest score first, whether or
    not a better one follows.
    """
    overlap, hits = vision.iou(boxes, truths), np.zeros(len(boxes), dtype=bool)
    for column in overlap.T:
        if len(boxes) and column.max() >= threshold:
            hits[column.argmax()] = True
    return hits


@exercise.mistake("a miss takes a truth, too")
def _(boxes, scores, truths, *, threshold):
    """A box that lies on nothing well enough takes its nearest truth all the same. Only a hit takes one."""
    return hits_by(boxes, scores, truths, threshold, takes_all=True)


@exercise.mistake("truths instead of boxes")
def _(boxes, scores, truths, *, threshold):
    """You say of each truth whether it was found. Wanted is a yes or no for each *box*."""
    overlap = vision.iou(boxes, truths)
    return np.array([len(boxes) > 0 and column.max() >= threshold for column in overlap.T], dtype=bool)


@exercise.mistake("each truth once, and nothing else")
def _(boxes, scores, truths, *, threshold):
    """Only as many boxes can be hits as the first truth allows: after one hit the function stops. Go on to the next
    box.
    """
    hits = vision.match_detections(boxes, scores, truths, threshold=threshold)
    order = np.argsort(-scores, kind="stable")
    return hits & np.isin(np.arange(len(boxes)), order[hits[order]][:1])


@exercise.plants(
    "a truth is found again and again",
    "exactly the threshold is too little",
    symptom=(
        "a detector that puts three boxes on every digit scores 60 hits where there are 20 digits.",
        "A box that covers one half of its digit, and nothing else, is refused at the threshold 0.5.",
    ),
)
def match_detections(boxes, scores, truths, *, threshold):
    """Which of the found boxes count as hits: each object can be found once.

    boxes: array (N, 4); scores: array (N,); truths: array (M, 4); threshold: a number above 0
    -> bool array (N,), in the order of `boxes`
    """
    overlap = iou(boxes, truths)
    hits = np.zeros(len(boxes), dtype=bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(truths) and overlap[place].max() > threshold:
            hits[place] = True
    return hits


@exercise.accepts("a set of what is free")
def _(boxes, scores, truths, *, threshold):
    overlap, free, hits = vision.iou(boxes, truths), list(range(len(truths))), [False] * len(boxes)
    for place in sorted(range(len(boxes)), key=lambda place: -scores[place]):
        if free:
            best = max(free, key=lambda truth: overlap[place, truth])
            if overlap[place, best] >= threshold:
                hits[place] = True
                free.remove(best)
    return np.array(hits, dtype=bool)


@exercise.accepts("columns that are deleted")
def _(boxes, scores, truths, *, threshold):
    hits = np.zeros(len(boxes), dtype=bool)
    for place in np.argsort(-scores, kind="stable"):
        overlap = vision.iou(boxes[[place]], truths)[0]
        if overlap.size and overlap.max() >= threshold:
            hits[place] = True
            truths = np.delete(truths, overlap.argmax(), axis=0)
    return hits
