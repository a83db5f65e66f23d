"""Prototypes: a class is the mean of its few examples, and the nearest one wins."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.transfer._cases.examples import prototype_cases
from dlcourse.lessons import transfer

exercise = Exercise(
    reference=transfer.prototype_scores,
    points=2,
    minutes=4,
    cases=prototype_cases,
    hints=[
        "Class 0 has the examples (0, 0) and (2, 0). Where does it lie, and how far from there is (1, 2)?",
        "One column of scores for each class: the mean of *its* few rows, then the squared distance of every example "
        "to it, with a minus. Which classes can have no mean, and what stands in their columns from the beginning?",
        "Elsewhere: `heights[teams == 2].mean(axis=0)` is the mean row of team 2, `(steps**2).sum(axis=1)` a number "
        "for each row, and `np.full((3, 2), 7.0)` a table of sevens.",
    ],
    solved="a classifier without a single step of training.",
    equivalent_mutants={
        "for c in labels:": "a class that comes up again gets the same column again",
        "scores[:, c] = -((few[labels == c].mean(axis=0) - F) ** 2).sum(axis=1)": "a square forgets the sign",
        "scores[:, c] = -((F - few[labels == c].mean(axis=0)) ** 2).sum(axis=-1)": "of two axes, the last is number 1",
    },
)


def scores_by(distance, middle=lambda rows: rows.mean(axis=0), empty=-np.inf):
    """Scores by `distance(F, prototype) -> array (N,)`, with a class of no examples at `empty`."""

    def scores(F, *, few, labels, classes):
        found = np.full((len(F), classes), empty, F.dtype)
        for c in np.unique(labels):
            found[:, c] = distance(F, middle(few[labels == c]))
        return found

    return scores


def squared(F, prototype):
    return ((F - prototype) ** 2).sum(axis=1)


@exercise.mistake("distances without the minus")
def _(F, *, few, labels, classes):
    """You give the squared distances. A score is *higher* where the class fits better: put a minus before them, or the
    farthest class will win.
    """
    return scores_by(squared)(F, few=few, labels=labels, classes=classes)


@exercise.mistake("distances without the minus, empty classes farthest")
def _(F, *, few, labels, classes):
    """You give the squared distances, with infinity for a class without an example. A score is *higher* where the class
    fits better: turn all signs.
    """
    return -transfer.prototype_scores(F, few=few, labels=labels, classes=classes)


@exercise.mistake("a class without an example gets 0")
def _(F, *, few, labels, classes):
    """A class without an example gets 0, which is more than any other score, so it would always win. It must lose
    against all: -inf.
    """
    return scores_by(lambda F, p: -squared(F, p), empty=0.0)(F, few=few, labels=labels, classes=classes)


@exercise.mistake("a class without an example gets nan")
def _(F, *, few, labels, classes):
    """A class without an example gets nan: the mean of no rows. `argmax` takes nan for the largest number. Give it
    -inf.
    """
    return scores_by(lambda F, p: -squared(F, p), empty=np.nan)(F, few=few, labels=labels, classes=classes)


@exercise.mistake("a class without an example gets a low score")
def _(F, *, few, labels, classes):
    """A class without an example gets a score below all others of this batch. That is a number like any other: with
    another batch it could win. Give it -inf, which loses against all.
    """
    scores = transfer.prototype_scores(F, few=few, labels=labels, classes=classes)
    return np.where(np.isinf(scores), scores[~np.isinf(scores)].min() - 1, scores).astype(F.dtype)


@exercise.also("a class without an example gets a low score")
def _(F, *, few, labels, classes):
    scores = transfer.prototype_scores(F, few=few, labels=labels, classes=classes)
    return np.where(np.isinf(scores), scores.min(axis=1, where=~np.isinf(scores), initial=0)[:, None] - 1, scores)


@exercise.also("a class without an example gets a low score")
def _(F, *, few, labels, classes):
    scores = transfer.prototype_scores(F, few=few, labels=labels, classes=classes)
    return np.where(np.isinf(scores), F.dtype.type(-1e9), scores)


@exercise.mistake("columns of the classes that occur only")
def _(F, *, few, labels, classes):
    """You have a column for each class that occurs among the few. Wanted are `classes` columns, so that column c always
    belongs to class c.
    """
    return transfer.prototype_scores(F, few=few, labels=labels, classes=classes)[:, np.unique(labels)]


@exercise.mistake("root of the squares")
def _(F, *, few, labels, classes):
    """The order is right, but you have taken the root: wanted is the *squared* distance, with a minus."""
    return scores_by(lambda F, p: -np.sqrt(squared(F, p)))(F, few=few, labels=labels, classes=classes)


@exercise.mistake("mean over the features instead of a sum")
def _(F, *, few, labels, classes):
    """You take the mean over the features. The squared distance is the *sum* of the squares."""
    return scores_by(lambda F, p: -((F - p) ** 2).mean(axis=1))(F, few=few, labels=labels, classes=classes)


@exercise.mistake("absolute differences")
def _(F, *, few, labels, classes):
    """You add absolute differences. The formula has their squares."""
    return scores_by(lambda F, p: -np.abs(F - p).sum(axis=1))(F, few=few, labels=labels, classes=classes)


@exercise.mistake("sum of the examples as the prototype")
def _(F, *, few, labels, classes):
    """Your prototype is the sum of a class's examples: the more there are, the farther out it lies. Take their mean."""
    way = scores_by(lambda F, p: -squared(F, p), middle=lambda rows: rows.sum(axis=0))
    return way(F, few=few, labels=labels, classes=classes)


@exercise.mistake("nearest example of the class")
def _(F, *, few, labels, classes):
    """That is the distance to the nearest example of each class. A prototype is the *mean* of its examples: average
    first, measure then.
    """
    way = scores_by(lambda F, rows: -((F[:, None] - rows) ** 2).sum(axis=2).min(axis=1), middle=lambda rows: rows)
    return way(F, few=few, labels=labels, classes=classes)


@exercise.mistake("mean of the distances")
def _(F, *, few, labels, classes):
    """That is the mean of the squared distances to a class's examples: a class whose examples lie far apart pays for
    it. Average the *examples* first, then measure once.
    """
    way = scores_by(lambda F, rows: -((F[:, None] - rows) ** 2).sum(axis=2).mean(axis=1), middle=lambda rows: rows)
    return way(F, few=few, labels=labels, classes=classes)


@exercise.mistake("median as the prototype")
def _(F, *, few, labels, classes):
    """Your prototype is the median, feature by feature. Here it is the mean."""
    way = scores_by(lambda F, p: -squared(F, p), middle=lambda rows: np.median(rows, axis=0).astype(F.dtype))
    return way(F, few=few, labels=labels, classes=classes)


@exercise.mistake("first example as the prototype")
def _(F, *, few, labels, classes):
    """You compare with the first example of each class only. All of its few examples count: take their mean."""
    way = scores_by(lambda F, p: -squared(F, p), middle=lambda rows: rows[0])
    return way(F, few=few, labels=labels, classes=classes)


@exercise.mistake("dot product instead of a distance")
def _(F, *, few, labels, classes):
    """You multiply with the prototypes. That favours classes with large features; wanted is minus the squared
    distance.
    """
    return scores_by(lambda F, p: F @ p)(F, few=few, labels=labels, classes=classes)


@exercise.mistake("softmax of the scores")
def _(F, *, few, labels, classes):
    """You make probabilities of the scores, with softmax. Wanted are the scores themselves."""
    scores = transfer.prototype_scores(F, few=few, labels=labels, classes=classes)
    P = np.exp(scores - scores.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


@exercise.mistake("classes instead of scores")
def _(F, *, few, labels, classes):
    """You give back the class with the best score. Wanted are the scores, a column for each class."""
    return transfer.prototype_scores(F, few=few, labels=labels, classes=classes).argmax(axis=1)


@exercise.mistake("rows and columns exchanged")
def _(F, *, few, labels, classes):
    """There is a row for each class. Wanted is a row for each example, and a column for each class."""
    return transfer.prototype_scores(F, few=few, labels=labels, classes=classes).T


@exercise.accepts("class by class in a list")
def _(F, *, few, labels, classes):
    columns = []
    for c in range(classes):
        if not (labels == c).any():
            columns.append(np.full(len(F), -np.inf, F.dtype))
            continue
        prototype = few[labels == c].sum(axis=0) / (labels == c).sum().astype(F.dtype)
        columns.append(-np.square(F - prototype).sum(axis=1))
    return np.stack(columns, axis=1)


@exercise.accepts("with one-hot labels")
def _(F, *, few, labels, classes):
    member = (labels[:, None] == np.arange(classes)).astype(F.dtype)
    counts = member.sum(axis=0)
    prototypes = member.T @ few / np.maximum(counts, 1)[:, None]
    differences = F[:, None, :] - prototypes[None]
    return np.where(counts > 0, -np.einsum("ncd,ncd->nc", differences, differences), -np.inf).astype(F.dtype)
