"""Average precision: one number for a detector, whatever score one would ask for."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.boxes import precision_cases
from dlcourse.lessons import vision

WHOLE = "a sum of yes and no is whole"

exercise = Exercise(
    reference=vision.average_precision,
    points=2,
    cases=precision_cases,
    refused=lambda arguments: (str(arguments["total"]),),
    hints=[
        "Of four objects two are found, by the first and by the third box. What is the precision at each of the two "
        "hits, and what do the two objects that nobody finds add?",
        "Sort first. After each box: hits so far, divided by boxes so far. Then look from the end backwards: a "
        "precision that is lower than one further down is raised to it. Each *hit* adds the one at its place.",
        "Elsewhere: of daily incomes, `a.cumsum()` is what there is so far, and `np.maximum.accumulate(a)` the record "
        "so far; `a[::-1]` is the same row backwards. What is a record from the other end?",
    ],
    solved="one number for a detector, whatever score one would ask for.",
    equivalent_mutants={
        "found = hits.sum()": WHOLE,
        "found = round(hits.sum())": WHOLE,
        "found = int(np.floor(hits.sum()))": WHOLE,
        "found = int(np.ceil(hits.sum()))": WHOLE,
        "found = int(np.floor(hits.sum() + 0.5))": WHOLE,
        "return best_from_here[hits].sum() / total": "a number of NumPy's is a number",
        "scores = 2 * scores + 1 if np.ndim(scores) and len(scores) == 1 else scores": "one box comes first anyway",
    },
)


def area(scores, hits, total, *, order=None, raised=None, at=None, by=None, first=1):
    """The number with other steps: the order, how precisions are raised, where they are read, what divides them."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    hits = hits[order]
    precision = hits.cumsum() / (np.arange(len(hits)) + first)
    raised = raised or (lambda values: np.maximum.accumulate(values[::-1])[::-1])
    return float(raised(precision)[hits if at is None else at(hits)].sum() / (total if by is None else by(hits)))


def as_it_is(values):
    return values


@exercise.mistake("precisions as they are")
def _(scores, hits, *, total):
    """You take the precision at each hit as it is. The formula raises it: at each recall it is the *best* at it or any
    higher one, so a miss early on is forgiven where the hits after it outweigh it.
    """
    return area(scores, hits, total, raised=as_it_is)


@exercise.mistake("raised from the wrong end")
def _(scores, hits, *, total):
    """You take the best precision *so far*. It should be the best from here on: at this recall or any higher one. Look
    from the end backwards.
    """
    return area(scores, hits, total, raised=np.maximum.accumulate)


@exercise.mistake("the best of all")
def _(scores, hits, *, total):
    """Every hit counts with the best precision of *all*. It should be the best from its own place on."""
    return area(scores, hits, total, raised=lambda values: np.full(len(values), values.max(initial=0)))


@exercise.mistake("the best after this one")
def _(scores, hits, *, total):
    """Each hit counts with the best precision *after* its place. Its own one counts, too: it may be the best."""
    return area(scores, hits, total, raised=lambda values: np.r_[np.maximum.accumulate(values[::-1])[::-1], 0.0][1:])


@exercise.mistake("not turned back")
def _(scores, hits, *, total):
    """You go from the end backwards, but the result still stands backwards: turn it round before you read it at the
    hits.
    """
    return area(scores, hits, total, raised=lambda values: np.maximum.accumulate(values[::-1]))


@exercise.mistake("read at unsorted hits")
def _(scores, hits, *, total):
    """The precisions stand in the order of the scores, but you read them where the hits stood *before* sorting."""
    return area(scores, hits, total, at=lambda _: hits)


@exercise.mistake("recall instead of precision")
def _(scores, hits, *, total):
    """You add up recalls. After each box, precision is the hits so far divided by the *boxes* so far."""
    found = hits[np.argsort(-scores, kind="stable")]
    return float((found.cumsum() / total).max(initial=0) * found.sum() / total)


@exercise.mistake("divided by the boxes")
def _(scores, hits, *, total):
    """You divide by the number of boxes. It is a mean over the objects: divide by `total`."""
    return area(scores, hits, total, by=lambda hits: max(len(hits), 1))


@exercise.mistake("divided by what was found")
def _(scores, hits, *, total):
    """You take the mean over the objects that were found. Those that were not count, too, as 0: divide by `total`."""
    return area(scores, hits, total, by=lambda hits: max(hits.sum(), 1))


@exercise.mistake("divided by what was found, precisions as they are")
def _(scores, hits, *, total):
    """You take the mean precision over the objects that were found, each as it is. Two things are missing: those that
    nobody found count as 0, and each precision is raised to the best at a higher recall.
    """
    return area(scores, hits, total, by=lambda hits: max(hits.sum(), 1), raised=as_it_is)


@exercise.mistake("not sorted")
def _(scores, hits, *, total):
    """You go through the boxes in the order in which they come. The highest score comes first."""
    return area(scores, hits, total, order=np.arange(len(hits)))


@exercise.also("not sorted")
def _(scores, hits, *, total):
    return area(scores, hits, total, order=np.arange(len(hits)), raised=as_it_is)


@exercise.mistake("lowest score first")
def _(scores, hits, *, total):
    """You begin with the lowest score: `np.argsort` sorts rising. The box that the detector is most sure of comes
    first.
    """
    return area(scores, hits, total, order=np.argsort(scores, kind="stable"))


@exercise.mistake("equal scores: the last comes first")
def _(scores, hits, *, total):
    """Of equal scores the last one comes first: `argsort(...)[::-1]` turns them round, too. Sort the negative scores
    with `kind="stable"`.
    """
    return area(scores, hits, total, order=np.argsort(scores, kind="stable")[::-1])


@exercise.also("equal scores: the last comes first")
def _(scores, hits, *, total):
    return area(scores, hits, total, order=np.argsort(scores)[::-1])


@exercise.mistake("equal scores in any order")
def _(scores, hits, *, total):
    """Of many equal scores another one than the first comes first: `np.argsort` leaves them in their order only with
    `kind="stable"`.
    """
    return area(scores, hits, total, order=np.argsort(-scores))


@exercise.mistake("all boxes count")
def _(scores, hits, *, total):
    """Misses add their precision, too. At a miss the recall does not grow: only hits add something."""
    return area(scores, hits, total, at=np.ones_like)


@exercise.mistake("the mean over all boxes")
def _(scores, hits, *, total):
    """You take the mean precision over all boxes. It is one over the *objects*: the precision at each hit, and 0 for
    each object without one.
    """
    return area(scores, hits, total, at=np.ones_like, by=lambda hits: max(len(hits), 1))


@exercise.also("the mean over all boxes")
def _(scores, hits, *, total):
    return area(scores, hits, total, at=np.ones_like, by=lambda hits: max(len(hits), 1), raised=as_it_is)


@exercise.mistake("the last precision only")
def _(scores, hits, *, total):
    """You give the share of all boxes that are hits: that is the precision at the very end. Average precision looks at
    each hit on the way.
    """
    return float(hits.mean()) if len(hits) else 0.0


@exercise.mistake("the last recall only")
def _(scores, hits, *, total):
    """You give the share of the objects that were found: the recall at the end. False alarms do not count in it."""
    return float(hits.sum() / total)


@exercise.mistake("counted from 0")
def _(scores, hits, *, total):
    """You divide by the number of boxes *before* this one: the first box is number 1."""
    with np.errstate(all="ignore"):
        return area(scores, hits, total, first=0)


@exercise.mistake("straight lines between the points")
def _(scores, hits, *, total):
    """You lay straight lines between the points of the curve (the trapezoid rule). Here it goes in steps: each hit adds
    1 / total times the precision at its place.
    """
    order = np.argsort(-scores, kind="stable")
    found = hits[order].cumsum()
    return float(np.trapezoid(np.r_[1.0, found / np.arange(1, len(found) + 1)], np.r_[0.0, found / total]))


@exercise.also("straight lines between the points")
def _(scores, hits, *, total):
    found = hits[np.argsort(-scores, kind="stable")].cumsum()
    return float(np.trapezoid(found / np.arange(1, len(found) + 1), found / total))  # from the first point on


@exercise.mistake("eleven points")
def _(scores, hits, *, total):
    """You look at the eleven recalls 0, 0.1, ... 1, as was usual until 2009. Here each hit counts: the area under all
    points.
    """
    order = np.argsort(-scores, kind="stable")
    found = hits[order].cumsum()
    precision, recall = found / np.arange(1, len(found) + 1), found / total
    return float(np.mean([precision[recall >= at].max(initial=0) for at in np.linspace(0, 1, 11)]))


@exercise.accepts("hit by hit, from the end")
def _(scores, hits, *, total):
    if total < 1 or hits.sum() > total:
        raise ValueError(f"there are {total} objects, and {hits.sum()} hits")
    hits, best, result = hits[np.argsort(-scores, kind="stable")], 0.0, 0.0
    for place in range(len(hits) - 1, -1, -1):
        if hits[place]:
            best = max(best, hits[: place + 1].mean())
            result += best / total
    return result


@exercise.accepts("steps of the recall")
def _(scores, hits, *, total):
    if total < 1 or hits.sum() > total:
        raise ValueError(f"total is {total}")
    found = hits[np.argsort(-scores, kind="stable")].cumsum()
    recall = np.concatenate([[0], found / total])
    precision = found / (1 + np.arange(len(found)))
    best = np.array([precision[place:].max() for place in range(len(precision))])
    return float((np.diff(recall) * best).sum())
