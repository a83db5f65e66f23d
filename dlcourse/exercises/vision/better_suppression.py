"""A challenge: digits that cross, boxes that are mislabelled, and each digit to be found once."""

from functools import cache

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons.vision import iou, non_max_suppression

SCENES, PAIRS, APART = 8, 4, 60  # scenes to judge by; pairs of digits in each; pixels from pair to pair
LEAST, MOST = 5, 10  # boxes with the right label around each digit, and a third as many with a wrong one
ENOUGH = 0.5  # of the mistakes of plain suppression at its best threshold
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)  # the ones that are tried for it
SEED = 1e-9  # of a scene's number is its lowest score
SMALL = (
    np.array([[0, 0, 9, 12], [0, 1, 9, 12], [0, 0, 9, 11], [0, 0, 8, 12]]),
    np.array([0.8, 0.6, 0.7, 0.9]),
    np.array([3, 3, 3, 8]),
)
SMALL_TRUTHS = np.array([[0, 0, 9, 12]]), np.array([3])


@cache
def scene(number):
    """boxes, scores, labels, and the true boxes and labels of the scene with a number.

    The number is the lowest score (times SEED): so the truths need not be among the arguments.
    """
    rng = np.random.default_rng(number)
    truths, digits, found, scores, labels = [], rng.permutation(10)[: 2 * PAIRS], [], [], []
    for pair in range(PAIRS):
        size = rng.uniform([8, 12], [13, 18])
        step = rng.uniform([0.2, -0.15], [0.45, 0.15]) * size if pair else np.array([25.0, 3.0])  # the first lies apart
        corner = np.array([APART * pair + 10.0, 20.0])
        two = [np.r_[corner, corner + size], np.r_[corner + step, corner + step + size * rng.uniform(0.9, 1.1, 2)]]
        for truth, digit in zip(two, digits[2 * pair : 2 * pair + 2]):
            right = int(rng.integers(LEAST, MOST))
            wrong = rng.choice(np.setdiff1d(np.arange(10), digits[2 * pair : 2 * pair + 2]))
            given = np.repeat([digit, wrong], [right, right // 3])
            found.append(truth + rng.normal(scale=0.6, size=(len(given), 4)))
            labels.append(given)
            scores.append(rng.uniform(0.3, 0.9, len(given)) + 0.05 * (given == digit))
        found.append(np.mean(two, axis=0) + rng.normal(scale=1.5, size=(2, 4)))  # between the two
        labels.append(rng.integers(0, 10, 2))
        scores.append(rng.uniform(0.1, 0.5, 2))
        truths += two
    boxes, scores, labels = (np.concatenate(parts) for parts in (found, scores, labels))
    order = rng.permutation(len(boxes))
    scores[scores.argmin()] = number * SEED
    return boxes[order], scores[order], labels[order], np.array(truths), digits


def cases(rng):
    """Four boxes by hand, then scenes."""
    return [Case(*SMALL), *(Case(*scene(int(number))[:3]) for number in rng.integers(1, 1_000_000, SCENES))]


def is_scene(arguments):
    """Whether a case is more than the boxes by hand."""
    return len(arguments["boxes"]) > len(SMALL[0])


def mistakes(boxes, labels, truths, digits):
    """How many digits are missed, and how many boxes are too many: a digit is found by its label at an IoU of 1/2."""
    fits = (iou(boxes, truths) >= 0.5) & (labels[:, None] == digits)
    found = int(fits.any(axis=0).sum())  # all digits of a scene differ, so no box fits two
    return len(truths) - found, len(boxes) - found


def by_class(boxes, scores, labels, threshold):
    """The kept places, each label by itself."""
    kept = []
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        kept.append(own[non_max_suppression(boxes[own], scores[own], threshold=threshold)])
    return np.concatenate(kept)


PLAIN = {
    "plain suppression": lambda boxes, scores, _, threshold: non_max_suppression(boxes, scores, threshold=threshold),
    "suppression of each label by itself": by_class,
    "all boxes": lambda boxes, *_: np.arange(len(boxes)),
    "no box": lambda *_: np.arange(0),
    "the best box": lambda _, scores, *__: [scores.argmax()],
}


def places(arguments, value):
    """The kept places as an int array, or Malformed."""
    count = len(arguments["boxes"])
    kept = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if kept.ndim != 1 or (kept.size and kept.dtype.kind not in "iu"):
        raise Malformed(f"Wanted is a row of whole numbers, the places of the kept boxes; not {describe(value)}.")
    kept = kept.astype(int)
    if kept.size and (kept.min() < 0 or kept.max() >= count):
        raise Malformed(f"There are {count} boxes, at the places 0 to {count - 1}: not all of yours are there.")
    if len(np.unique(kept)) < len(kept):
        raise Malformed("A place comes twice: each box can be kept once.")
    return kept


def observe(arguments, value):
    """That places came back; of the boxes by hand, what is found."""
    kept = places(arguments, value)
    if is_scene(arguments):
        return {"what comes back": "places of boxes"}
    missed, more = mistakes(SMALL[0][kept], SMALL[2][kept], *SMALL_TRUTHS)
    return {"digits missed, where there is a 3": missed, "boxes too many": more}


def together(calls):
    """The mistakes in all scenes beside those of plain suppression, and where they are too many, in which way."""
    calls = [(arguments, places(arguments, value)) for arguments, value in calls if is_scene(arguments)]
    if len(calls) < SCENES:
        return {}
    numbers = [round(float(arguments["scores"].min()) / SEED) for arguments, _ in calls]
    own = np.zeros(2, dtype=int)
    for number, (_, kept) in zip(numbers, calls):
        boxes, _, labels, *truths = scene(number)
        own += mistakes(boxes[kept], labels[kept], *truths)
    wrong = {name: np.sum([done(name, number) for number in numbers], axis=0) for name in PLAIN}
    if own.sum() <= ENOUGH * wrong["plain suppression"].sum(axis=1).min():
        return {
            "beside plain suppression": "at most half the mistakes",
            "as by": "a better way",
            "in numbers": "enough",
        }
    way = next((name for name, each in wrong.items() if (own == each).all(axis=1).any()), "another way")
    more = "more digits missed than boxes too many" if own[0] > own[1] else "more boxes too many than digits missed"
    if way == "another way":
        plain = wrong["plain suppression"].sum(axis=1).min()
        more = f"digits missed: {own[0]}, boxes too many: {own[1]}; plain {plain}, allowed {int(ENOUGH * plain)}"
    return {"beside plain suppression": "more than half the mistakes", "as by": way, "in numbers": more}


@cache
def done(name, number):
    """The digits that are missed and the boxes that are too many in a scene, in a plain way, at each threshold."""
    boxes, scores, labels, *truths = scene(number)
    every = [PLAIN[name](boxes, scores, labels, threshold) for threshold in THRESHOLDS]
    return np.array([mistakes(boxes[kept], labels[kept], *truths) for kept in every])


def better_suppression(boxes, scores, labels):
    """Of boxes that crowd at digits that may cross, some with a wrong label, keep one for each digit.

    boxes: array (N, 4); scores: array (N,); labels: int array (N,), from 0 to 9
    -> int array, places of the kept boxes

    >>> boxes = np.array([[0, 0, 9, 12], [0, 1, 9, 12], [0, 0, 9, 11], [0, 0, 8, 12], [0, 0, 8, 11]])
    >>> better_suppression(boxes, np.array([0.7, 0.5, 0.6, 0.9, 0.4]), np.array([3, 3, 3, 8, 3]))  # one says 8
    array([0])
    """
    overlap, left, kept = iou(boxes, boxes), np.argsort(-scores, kind="stable"), []
    while len(left):
        crowd = left[overlap[left[0], left] > 0.55]
        votes = np.bincount(labels[crowd], weights=scores[crowd], minlength=10)
        own = crowd[labels[crowd] == votes.argmax()]  # who has the label that most of the crowd believe in
        if len(own) > 2:  # two or less are an accident
            kept.append(own[0])
        to_best, same = overlap[own[0], left], labels[left] == votes.argmax()
        left = left[(to_best <= np.where(same, 0.2, 0.5)) & ~np.isin(left, own[:1])]
    return np.array(kept, dtype=int)


exercise = Exercise(
    reference=better_suppression,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "One box says 8, eight others at the same place say 3. Whom do you believe, whatever their scores?",
        "A digit is where many boxes with the same label agree about the place. Boxes of another label, or those "
        "between two digits, stand nearly alone. Count or weigh who agrees before anybody is dropped, and let boxes of "
        "different labels cross.",
        "Elsewhere: `np.bincount(teams, weights=goals, minlength=5)` has the goals of each of five teams; of a table, "
        "`(near & same).sum(axis=1)` counts for each row where both hold.",
    ],
    solved="each digit once: a crowd is worth more than its loudest member.",
)


@exercise.mistake("plain suppression")
def _(boxes, scores, labels):
    """That is as many mistakes as with plain suppression. Look at the labels: two digits that cross have different
    ones, so a box of the one should not drop those of the other.
    """
    return non_max_suppression(boxes, scores, threshold=0.5)


@exercise.also("plain suppression")
def _(boxes, scores, labels):
    return non_max_suppression(boxes, scores, threshold=0.6)


@exercise.mistake("plain suppression that misses digits")
def _(boxes, scores, labels):
    """That is plain suppression, with a threshold at which digits that cross are lost. Another threshold keeps doubles
    instead: look at the labels.
    """
    return non_max_suppression(boxes, scores, threshold=0.2)


@exercise.mistake("each label by itself")
def _(boxes, scores, labels):
    """You suppress each label by itself. So no digit is lost that crosses another one; but every box with a wrong label
    stays, too, since nobody of its own label speaks against it. Who speaks *for* it?
    """
    return by_class(boxes, scores, labels, 0.3)


@exercise.mistake("nothing dropped")
def _(boxes, scores, labels):
    """All boxes are kept: each digit should have one."""
    return np.arange(len(boxes))


@exercise.mistake("nothing kept")
def _(boxes, scores, labels):
    """No box is kept at all: each digit should have one."""
    return np.zeros(0, dtype=int)


@exercise.mistake("the best box only")
def _(boxes, scores, labels):
    """Only the best box of all is kept. There are several digits in each picture."""
    return np.array([scores.argmax()])


@exercise.mistake("each label once")
def _(boxes, scores, labels):
    """You keep one box for each label that occurs, also for labels that only a few boxes believe in. How many agree?"""
    return np.array([np.flatnonzero(labels == label)[scores[labels == label].argmax()] for label in np.unique(labels)])


def agreement(boxes, labels, near):
    """How many boxes of the same label are near each one."""
    return ((iou(boxes, boxes) > near) & (labels[:, None] == labels)).sum(axis=1)


@exercise.accepts("by label, then who has company")
def _(boxes, scores, labels):
    company, kept = agreement(boxes, labels, 0.5), by_class(boxes, scores, labels, 0.3)
    return kept[company[kept] >= (4 if len(boxes) > 10 else 3)]


@exercise.accepts("the most company first")
def _(boxes, scores, labels):
    company = agreement(boxes, labels, 0.5) + scores / 10
    kept = by_class(boxes, company, labels, 0.3)
    return [int(place) for place in kept if company[place] > (3.5 if len(boxes) > 10 else 2.5)]
