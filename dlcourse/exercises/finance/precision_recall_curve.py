"""Precision and recall for every threshold: what rings, and what is found."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import finance


def cases(rng):
    """By hand; ties in the middle, at the top, of all; one payment; frauds alone; negative scores; then no fraud."""
    a, b, c = drawn_sizes(rng, 3, least=9, most=24)
    return [
        Case(np.array([0.9, 0.4]), np.array([1, 0])),
        Case(np.array([0.8, 0.6, 0.4, 0.2]), np.array([1, 0, 1, 0])),
        Case(np.array([3.0, 1.0, 2.0, 2.0]), np.array([1, 1, 1, 0])),
        Case(np.array([2.0, 2.0, 1.0]), np.array([0, 1, 1])),
        Case(np.array([0.5, 0.5, 0.5]), np.array([0, 1, 0])),
        Case(np.array([0.3]), np.array([1])),
        Case(np.array([-1.0, -3.0, -2.0]), np.array([0, 1, 0])),
        Case(np.array([0.1, 0.7, 0.4]), np.array([1, 1, 1])),
        _drawn(rng, a, 0.5),
        _drawn(rng, b, 0.2),
        Case(*_tied(rng, c)),
        Case(*_tied(rng, 30 + a)),
        Case(rng.normal(size=b).astype(np.float32), _labels(rng, b, 0.4)),
        Case(rng.permutation(7), np.array([0, 1, 0, 0, 1, 1, 0])),
        Case(np.array([0.3, 0.8]), np.array([0, 0])),
        Case(np.zeros(0), np.zeros(0, dtype=int)),
    ]


def _labels(rng, count, share):
    labels = (rng.random(count) < share).astype(int)
    labels[0] = 1
    return labels


def _drawn(rng, count, share):
    return Case(rng.normal(size=count), _labels(rng, count, share))


def _tied(rng, count):
    return rng.integers(-3, 4, size=count) / 2, _labels(rng, count, 0.4)


exercise = Exercise(
    reference=finance.precision_recall_curve,
    points=2,
    cases=cases,
    outputs=("thresholds", "precision", "recall"),
    refused=lambda arguments: (str(len(arguments["labels"])),),
    hints=[
        "With four payments, in the order of their scores: after each, how many alarms are there, and how many frauds "
        "among them? What is different if two of them have the same score?",
        "Sort once, from the highest score down; then everything is counts so far. Payments with the same score give "
        "an alarm together: keep the counts after the last of them.",
        "Elsewhere: `a.cumsum()` is what there is so far; `np.diff([7, 7, 4])` is `[0, -3]`; "
        "`np.unique(np.array([4, 7, 4]))` is `[4, 7]`, rising; `(table >= limits[:, None]).sum(axis=1)` counts for "
        "each limit.",
    ],
    solved="the whole range of what one can have: few alarms that are right, or many that miss little.",
    equivalent_mutants={
        "order = np.argsort(-scores)": "payments with equal scores share one point, whatever their order",
    },
)


def curve(scores, labels, *, thresholds=None, rings=np.greater_equal):
    """The curve by comparing every score with every threshold."""
    thresholds = np.unique(scores)[::-1] if thresholds is None else thresholds
    alarms = rings(scores[None], thresholds[:, None])
    frauds = (alarms & (labels == 1)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return thresholds, frauds / alarms.sum(axis=1), frauds / np.sum(labels == 1)


def _false_alarms(scores, labels, thresholds):
    return (scores[labels == 0] >= thresholds[:, None]).sum(axis=1)


def refuse(labels):
    """As the reference does."""
    if not np.any(labels == 1):
        raise ValueError(f"no fraud among {len(labels)}")


@exercise.mistake("a point for each payment")
def _(scores, labels):
    """Payments with equal scores have a point each in yours. No threshold can tell them apart: they give an alarm
    together, and are one point.
    """
    refuse(labels)
    order = np.argsort(-scores, kind="stable")
    found = labels[order].cumsum()
    return scores[order], found / np.arange(1, len(labels) + 1), found / labels.sum()


@exercise.mistake("the first of equal scores")
def _(scores, labels):
    """Of payments with equal scores, only the first counts at their threshold. An alarm is a score of *at least* the
    threshold: all of them ring.
    """
    refuse(labels)
    order = np.argsort(-scores, kind="stable")
    found, thresholds = labels[order].cumsum(), np.unique(scores)[::-1]
    first = np.searchsorted(-scores[order], -thresholds)
    return thresholds, found[first] / (first + 1), found[first] / labels.sum()


@exercise.mistake("lowest threshold first")
def _(scores, labels):
    """The points are right, but the lowest threshold comes first. Wanted is the highest first."""
    refuse(labels)
    return tuple(part[::-1].copy() for part in curve(scores, labels))


@exercise.mistake("above, not at least")
def _(scores, labels):
    """At a threshold, yours rings for scores *above* it. A score that is equal rings, too."""
    refuse(labels)
    thresholds, precision, recall = curve(scores, labels, rings=np.greater)
    return thresholds, np.nan_to_num(precision), recall


@exercise.also("above, not at least")
def _(scores, labels):
    refuse(labels)
    thresholds, precision, recall = curve(scores, labels, rings=np.greater)
    return thresholds, np.nan_to_num(precision, nan=1.0), recall


@exercise.also("above, not at least")
def _(scores, labels):
    refuse(labels)
    return curve(scores, labels, rings=np.greater)


@exercise.mistake("rings below")
def _(scores, labels):
    """Yours rings for what is *below* the threshold. The higher a score, the more suspicious the payment."""
    refuse(labels)
    return curve(scores, labels, rings=np.less_equal)


@exercise.mistake("precision and recall exchanged")
def _(scores, labels):
    """Precision and recall have changed places: precision is the share of the *alarms*, recall that of the *frauds*."""
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, recall, precision


@exercise.mistake("share of honest ones instead of precision")
def _(scores, labels):
    """In the place of precision stands the share of honest payments that ring. That is the other curve, ROC; here,
    frauds among the alarms.
    """
    thresholds, _, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, _false_alarms(scores, labels, thresholds) / max(np.sum(labels == 0), 1), recall


@exercise.mistake("share of honest ones instead of recall")
def _(scores, labels):
    """In the place of recall stands the share of *honest* payments that ring. Recall asks the same of the frauds."""
    thresholds, precision, _ = finance.precision_recall_curve(scores, labels)
    return thresholds, precision, _false_alarms(scores, labels, thresholds) / max(np.sum(labels == 0), 1)


@exercise.mistake("frauds for each false alarm")
def _(scores, labels):
    """You divide the frauds that ring by the *false* alarms. Precision is their share of all alarms."""
    thresholds, _, recall = finance.precision_recall_curve(scores, labels)
    false = _false_alarms(scores, labels, thresholds)
    return thresholds, recall * labels.sum() / np.maximum(false, 1), recall


@exercise.also("frauds for each false alarm")
def _(scores, labels):
    thresholds, _, recall = finance.precision_recall_curve(scores, labels)
    with np.errstate(divide="ignore", invalid="ignore"):
        return thresholds, recall * labels.sum() / _false_alarms(scores, labels, thresholds), recall


@exercise.mistake("a point for each fraud")
def _(scores, labels):
    """Only the scores of frauds are thresholds in yours. Those of honest payments are, too: each different score."""
    refuse(labels)
    return curve(scores, labels, thresholds=np.unique(scores[labels == 1])[::-1])


@exercise.mistake("accuracy instead of precision")
def _(scores, labels):
    """In the place of precision stands accuracy: the honest payments without an alarm count in it, nearly all there
    are.
    """
    refuse(labels)
    thresholds, _, recall = curve(scores, labels)
    right = (scores[None] >= thresholds[:, None]) == (labels == 1)
    return thresholds, right.mean(axis=1), recall


@exercise.mistake("recall of all payments")
def _(scores, labels):
    """You divide the frauds that are found by the number of all *payments*. Recall is their share of all frauds."""
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, precision, recall * np.mean(labels == 1)


@exercise.mistake("precision raised")
def _(scores, labels):
    """Where your precision would rise on the way to higher recall, it is raised before: to the best that comes later.
    That is what average precision does in lesson 17; the curve shows it as it is.
    """
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, np.maximum.accumulate(precision[::-1])[::-1], recall


@exercise.mistake("a point more at the end")
def _(scores, labels):
    """There is a point more than there are different scores: precision 1 and recall 0, where nothing rings. It belongs
    to no threshold.
    """
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return np.append(np.inf, thresholds), np.append(1.0, precision), np.append(0.0, recall)


@exercise.also("a point more at the end")
def _(scores, labels):
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, np.append(1.0, precision), np.append(0.0, recall)


@exercise.also("a point more at the end")
def _(scores, labels):
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    return thresholds, np.append(precision, 1.0), np.append(recall, 0.0)


@exercise.mistake("counts instead of shares")
def _(scores, labels):
    """Counts come back: how many frauds ring, and how many payments. Precision and recall are *shares*."""
    refuse(labels)
    thresholds = np.unique(scores)[::-1]
    rings = scores >= thresholds[:, None]
    return thresholds, (rings & (labels == 1)).sum(axis=1), rings.sum(axis=1)


@exercise.mistake("no thresholds")
def _(scores, labels):
    """Two arrays come back. Wanted are three: the thresholds come first."""
    return finance.precision_recall_curve(scores, labels)[1:]


@exercise.mistake("no points after the last fraud")
def _(scores, labels):
    """Your curve ends where all frauds are found. Lower thresholds are points, too: each different score."""
    thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
    end = np.argmax(recall == recall.max()) + 1 if len(recall) else 0
    return thresholds[:end], precision[:end], recall[:end]


@exercise.mistake("payments as they stand")
def _(scores, labels):
    """You count payments in the order in which they stand. Begin with the highest score."""
    refuse(labels)
    found = labels.cumsum()
    return scores.copy(), found / np.arange(1, len(labels) + 1), found / labels.sum()


@exercise.accepts("every score against every threshold")
def _(scores, labels):
    if labels.sum() == 0:
        raise ValueError(f"{len(labels)} labels, and no fraud among them")
    thresholds = np.unique(scores)[::-1]
    rings = scores >= thresholds[:, None]
    frauds = rings @ labels
    return thresholds, frauds / rings.sum(axis=1), frauds / labels.sum()


@exercise.accepts("threshold by threshold")
def _(scores, labels):
    if not np.any(labels):
        raise ValueError(f"want a fraud among the {len(labels)} labels")
    thresholds = sorted(set(scores.tolist()), reverse=True)
    precision, recall = [], []
    for threshold in thresholds:
        rings = scores >= threshold
        precision.append(labels[rings].mean())
        recall.append(labels[rings].sum() / labels.sum())
    return np.array(thresholds, dtype=scores.dtype), np.array(precision), np.array(recall)
