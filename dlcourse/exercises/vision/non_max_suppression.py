"""Non-maximum suppression: of boxes that crowd at one place, the best one stays."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.boxes import crowd_cases
from dlcourse.lessons import vision

exercise = Exercise(
    reference=vision.non_max_suppression,
    points=2,
    minutes=6,
    cases=crowd_cases,
    integers=True,
    hints=[
        "Three boxes in a row, each overlapping with its neighbours. The first has the best score, and the second "
        "goes. Does the second still speak against the third?",
        "Keep two lists: what is kept, and what is left. The best of what is left is kept, and what overlaps too much "
        "with *it* leaves the second list. In which order do you look, and what happens to those with equal scores?",
        "Elsewhere: `np.argsort(-prices, kind='stable')` has the places of the highest prices first and leaves equal "
        "ones in their order; with `places = np.array([4, 0, 2])` and a row `far` of distances, `places[far[places] > "
        "3]` has those of the three that are far.",
    ],
    solved="one box for each thing, out of a crowd.",
    equivalent_mutants={
        "left = left[overlap[left, best] <= threshold]": "two boxes overlap as much in either order",
        "boxes = 2 * boxes + 1 if np.ndim(boxes) and len(boxes) == 1 else boxes": "a single box stays, wherever it is",
    },
)


def kept_by(boxes, scores, threshold, *, order=None, drops=None, against="best"):
    """Suppression with other steps: the order of the boxes, which overlaps drop, and what a box is held against."""
    overlap = vision.iou(boxes, boxes)
    order = np.argsort(-scores, kind="stable") if order is None else order
    drops = drops or (lambda overlaps: overlaps > threshold)
    kept, seen = [], []
    for place in order:
        others = {"best": kept, "all": seen, "last": kept[-1:]}[against]
        if not drops(overlap[place, np.array(others, dtype=int)]).any():
            kept.append(place)
        seen.append(place)
    return np.array(kept, dtype=int)


@exercise.mistake("what is dropped drops others")
def _(boxes, scores, *, threshold):
    """A box that is dropped still drops others. In a chain of three, the first drops the second, and the third has
    nothing to fear any more: hold it against the boxes that are *kept*.
    """
    return kept_by(boxes, scores, threshold, against="all")


@exercise.mistake("held against the last one only")
def _(boxes, scores, *, threshold):
    """You hold each box only against the one that was kept last. It may crowd with one that was kept earlier."""
    return kept_by(boxes, scores, threshold, against="last")


@exercise.mistake("worst first")
def _(boxes, scores, *, threshold):
    """You begin with the lowest score. The best box of a crowd should stay: `np.argsort` sorts rising."""
    return kept_by(boxes, scores, threshold, order=np.argsort(scores, kind="stable"))


@exercise.mistake("not sorted")
def _(boxes, scores, *, threshold):
    """You go through the boxes as they come. The best box of a crowd should stay, so the highest score comes first."""
    return kept_by(boxes, scores, threshold, order=np.arange(len(boxes)))


@exercise.mistake("dropped at the threshold")
def _(boxes, scores, *, threshold):
    """A box whose IoU is exactly the threshold is dropped. Only what lies *above* it is."""
    return kept_by(boxes, scores, threshold, drops=lambda overlaps: overlaps >= threshold)


@exercise.mistake("far boxes dropped")
def _(boxes, scores, *, threshold):
    """You drop the boxes that overlap little with the best one, and keep those that crowd around it. It is the other
    way round.
    """
    overlap = vision.iou(boxes, boxes)
    left, kept = np.argsort(-scores, kind="stable"), []
    while len(left):
        kept.append(left[0])
        left = left[1:][overlap[left[0], left[1:]] > threshold]
    return np.array(kept, dtype=int)


@exercise.mistake("equal scores: the last comes first")
def _(boxes, scores, *, threshold):
    """Of equal scores the last one comes first: `argsort(...)[::-1]` turns them round, too. Sort the negative scores
    with `kind="stable"`.
    """
    return kept_by(boxes, scores, threshold, order=np.argsort(scores, kind="stable")[::-1])


@exercise.also("equal scores: the last comes first")
def _(boxes, scores, *, threshold):
    return kept_by(boxes, scores, threshold, order=np.argsort(scores)[::-1])


@exercise.mistake("equal scores in any order")
def _(boxes, scores, *, threshold):
    """Of many equal scores another one than the first comes first: `np.argsort` leaves them in their order only with
    `kind="stable"`.
    """
    return kept_by(boxes, scores, threshold, order=np.argsort(-scores))


@exercise.mistake("equal scores drop nobody")
def _(boxes, scores, *, threshold):
    """Of two boxes that crowd, with equal scores, both stay. The first one of them drops the other."""
    overlap, order = vision.iou(boxes, boxes), np.argsort(-scores, kind="stable")
    dropped = np.zeros(len(boxes), dtype=bool)
    for place in order:
        if not dropped[place]:
            dropped |= (overlap[place] > threshold) & (scores < scores[place])
    return order[~dropped[order]]


@exercise.mistake("every pair, and equal scores drop nobody")
def _(boxes, scores, *, threshold):
    """Each box drops all that overlap with it and have a lower score. So one that is dropped still drops others, and
    of two with equal scores both stay: go through the boxes from the best score down.
    """
    pairs = (vision.iou(boxes, boxes) > threshold) & (scores < scores[:, None])
    order = np.argsort(-scores, kind="stable")
    return order[~pairs.any(axis=0)[order]]


@exercise.mistake("numbers with a point, if there is no box")
def _(boxes, scores, *, threshold):
    """Where there is no box, `np.array([])` is a row of numbers with a point, and nothing can be looked up by it. Say
    that they are whole: `dtype=int`.
    """
    kept = vision.non_max_suppression(boxes, scores, threshold=threshold)
    return kept if len(kept) else kept.astype(float)


@exercise.mistake("list instead of array")
def _(boxes, scores, *, threshold):
    """You return a Python list; an array is wanted: `np.array(...)` makes one of it. With `dtype=int` it has whole
    numbers also where there is no box.
    """
    return vision.non_max_suppression(boxes, scores, threshold=threshold).tolist()


@exercise.mistake("rising places")
def _(boxes, scores, *, threshold):
    """The right boxes, in the order in which they came in. Give the one with the best score first."""
    return np.sort(vision.non_max_suppression(boxes, scores, threshold=threshold))


@exercise.mistake("places in the sorted row")
def _(boxes, scores, *, threshold):
    """You give places in the row of sorted boxes. Wanted are the places in `boxes`: look each one up in the order."""
    order = np.argsort(-scores, kind="stable")
    return np.argsort(order, kind="stable")[vision.non_max_suppression(boxes, scores, threshold=threshold)]


@exercise.mistake("places among what is left")
def _(boxes, scores, *, threshold):
    """What you keep are places among the boxes that are left, which are other ones after each round. Carry the places
    in `boxes` along.
    """
    overlap, left, kept = vision.iou(boxes, boxes), np.arange(len(boxes)), []
    while len(left):
        best = int(np.argmax(scores[left]))
        kept.append(best)
        others = np.delete(left, best)
        left = others[overlap[left[best], others] <= threshold]
    return np.array(kept, dtype=int)


@exercise.mistake("the boxes instead of their places")
def _(boxes, scores, *, threshold):
    """You give the kept boxes. Wanted is where they stand in `boxes`: then scores and labels can be looked up, too."""
    return boxes[vision.non_max_suppression(boxes, scores, threshold=threshold)]


@exercise.mistake("yes or no for each box")
def _(boxes, scores, *, threshold):
    """You give a yes or no for each box. Wanted are the places of the kept ones, the best score first."""
    return np.isin(np.arange(len(boxes)), vision.non_max_suppression(boxes, scores, threshold=threshold))


@exercise.mistake("only the best box")
def _(boxes, scores, *, threshold):
    """Only one box comes back. What does not crowd with it stays in the game: go on with what is left."""
    return np.argsort(-scores, kind="stable")[:1]


@exercise.mistake("nothing dropped")
def _(boxes, scores, *, threshold):
    """All boxes come back, sorted. Those that overlap too much with a better one should be gone."""
    return np.argsort(-scores, kind="stable")


@exercise.mistake("scores held against the threshold")
def _(boxes, scores, *, threshold):
    """You hold the *scores* against the threshold. It is one for the overlap of two boxes."""
    order = np.argsort(-scores, kind="stable")
    return order[scores[order] > threshold]


@exercise.mistake("the crowd of the best box only")
def _(boxes, scores, *, threshold):
    """Only the crowd around the very best box is thinned out. Go on: the next best of what is left has a crowd, too."""
    order = np.argsort(-scores, kind="stable")
    overlap = vision.iou(boxes[order[:1]], boxes[order[1:]])
    rest = order[1:][overlap[0] <= threshold] if len(order) else order
    return np.concatenate([order[:1], rest])


@exercise.accepts("held against what is kept")
def _(boxes, scores, *, threshold):
    kept = []
    for place in sorted(range(len(boxes)), key=lambda place: (-scores[place], place)):
        if all(vision.iou(boxes[[place]], boxes[[other]])[0, 0] <= threshold for other in kept):
            kept.append(place)
    return np.array(kept, dtype=int)


@exercise.accepts("a mask of what is left")
def _(boxes, scores, *, threshold):
    overlap, there, kept = vision.iou(boxes, boxes), np.ones(len(boxes), bool), []
    while there.any():
        best = int(np.argmax(np.where(there, scores, -np.inf)))
        kept.append(best)
        there &= overlap[best] <= threshold
        there[best] = False
    return np.array(kept, dtype=int)
