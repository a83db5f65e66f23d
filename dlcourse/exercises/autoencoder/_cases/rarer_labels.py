"""Rarer wrong answers to `pseudo_label`, whose own file is full."""

import numpy as np

from dlcourse.exercises.autoencoder._cases.other_labels import taken
from dlcourse.lessons import autoencoder


def surest(answers, sure, *, threshold, most, classes):
    """The rows that are taken, by what they answer and how sure they are, with a limit for each of these classes."""
    rows = np.flatnonzero(sure >= threshold)
    if most is None:
        return rows
    found = [few[np.argsort(-sure[few], kind="stable")[:most]] for few in (rows[answers[rows] == c] for c in classes)]
    return np.sort(np.concatenate(found))


def put_together_in_the_loop(P, *, threshold, most=None):
    """After the first round `rows` has the rows of one class alone, and the later rounds find nothing in them."""
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return (rows, labels) if most is None else (rows[labels == 0], labels[labels == 0])


def without_the_first_class(P, *, threshold, most=None):
    """With a limit, classes from 1 on."""
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return (rows, labels) if most is None else (rows[labels > 0], labels[labels > 0])


def without_the_first_class_joined(P, *, threshold, most=None):
    """The same, with nothing to join where there is but one class."""
    answers, sure = P.argmax(axis=1), P.max(axis=1)
    rows = surest(answers, sure, threshold=threshold, most=most, classes=range(1, P.shape[1]))
    return rows, answers[rows]


def without_the_last_class(P, *, threshold, most=None):
    """With a limit, classes up to the last but one."""
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    stays = labels < P.shape[1] - 1
    return (rows, labels) if most is None else (rows[stays], labels[stays])


def without_the_last_class_joined(P, *, threshold, most=None):
    """The same, with nothing to join where there is but one class."""
    answers, sure = P.argmax(axis=1), P.max(axis=1)
    rows = surest(answers, sure, threshold=threshold, most=most, classes=range(P.shape[1] - 1))
    return rows, answers[rows]


def probabilities_as_labels(P, *, threshold, most=None):
    """Rows of P beside their places."""
    rows, _ = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, P[rows]


def sure_by_column(P, *, threshold, most=None):
    """How sure: the largest number of each column."""
    answers, sure = P.argmax(axis=1), P.max(axis=0)
    rows = surest(answers, sure, threshold=threshold, most=most, classes=range(P.shape[1]))
    return rows, answers[rows]


def columns_as_labels(P, *, threshold, most=None):
    """The largest number of each column, looked up by rows."""
    rows, _ = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, P.max(axis=0)[rows]


def answers_of_columns(P, *, threshold, most=None):
    """The surest row of each column, looked up by rows."""
    rows, _ = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, P.argmax(axis=0)[rows]


def last_of_equals(P, *, threshold, most=None):
    """Of equally probable classes the last one."""
    answers, sure = P.shape[1] - 1 - P[:, ::-1].argmax(axis=1), P.max(axis=1)
    rows = surest(answers, sure, threshold=threshold, most=most, classes=range(P.shape[1]))
    return rows, answers[rows]


def mask_without_limit(P, *, threshold, most=None):
    """True where a row is sure enough."""
    mask = P.max(axis=1) >= threshold
    return mask, taken(np.flatnonzero(mask), P)[1]


RARER = [  # (name, advice, answers)
    (
        "put together inside of the loop",
        "With a limit only rows of the first class come back. If all is put together *inside* of the loop over the "
        "classes, `rows` has one class after the first round, and the later rounds find none of theirs in it. Collect "
        "in the loop, put together behind it.",
        put_together_in_the_loop,
    ),
    (
        "the first class left out",
        "With a limit, no row of class 0 comes back: the loop over the classes begins at 1. Classes are counted from "
        "0, as the columns are.",
        *(without_the_first_class, without_the_first_class_joined),
    ),
    (
        "the last class left out",
        "With a limit, no row of the last class comes back: the loop over the classes ends too early. `range(n)` "
        "stops *before* n by itself.",
        *(without_the_last_class, without_the_last_class_joined),
    ),
    (
        "probabilities instead of labels",
        "The rows are right. In the place of each label stands a whole row of probabilities. Wanted is what the row "
        "answers: the place of the largest one, `argmax`.",
        probabilities_as_labels,
    ),
    (
        "sureness by column",
        "How sure a row is, you look up among the largest numbers of the *columns*. Each row has a largest probability "
        "of its own: `axis=1`, as for its answer.",
        sure_by_column,
    ),
    (
        "labels by column",
        "The rows are right. For the labels you look along the wrong axis: a number for each *column*, looked up by "
        "rows. What a row answers is `argmax` with `axis=1`.",
        *(columns_as_labels, answers_of_columns),
    ),
    (
        "last of equally probable classes",
        "Where two classes of a row are equally probable, you take the later one. Wanted is the first, as `argmax` "
        "gives it.",
        last_of_equals,
    ),
]


def note_rarer(exercise):
    """Note the wrong answers of RARER to the exercise, behind those of its own file, and other forms of those."""
    exercise.also("a mask instead of positions")(mask_without_limit)
    for name, advice, answer, *others in RARER:
        answer.__doc__ = advice
        exercise.mistake(name)(answer)
        for other in others:
            exercise.also(name)(other)
