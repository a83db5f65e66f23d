"""Other ways to take rows of which a model is sure: what wrong answers are made of."""

import numpy as np

from dlcourse.lessons import autoencoder


def taken(rows, P):
    """The rows in rising order, and their answers."""
    rows = np.sort(np.asarray(rows, int))
    return rows, P.argmax(axis=1)[rows]


def by_class(choose):
    """A way that keeps of each answer what `choose(rows, sureness of these rows, most)` says."""

    def label(P, *, threshold, most=None):
        answers, sure = P.argmax(axis=1), P.max(axis=1)
        rows = np.flatnonzero(sure >= threshold)
        if most is None:
            return rows, answers[rows]
        kept = [choose(some, sure[some], most) for some in (rows[answers[rows] == c] for c in range(P.shape[1]))]
        return taken(np.concatenate(kept), P)

    return label


def every_class(P, *, threshold, most=None):
    """A row once for each probability that reaches the threshold."""
    rows, labels = np.nonzero(threshold <= P)
    if most is not None:
        kept = []
        for c in range(P.shape[1]):
            here = np.flatnonzero(labels == c)
            kept.append(here[np.argsort(-P[rows[here], c], kind="stable")[:most]])
        kept = np.sort(np.concatenate(kept))
        rows, labels = rows[kept], labels[kept]
    return rows, labels


def surest_of_columns(P, *, threshold, most=None):
    """The surest rows of each column, whatever they answer."""
    if most is None:
        return autoencoder.pseudo_label(P, threshold=threshold)
    rows = np.unique([n for c in range(P.shape[1]) for n in np.argsort(-P[:, c], kind="stable")[:most]]).astype(int)
    return taken(rows[P.max(axis=1)[rows] >= threshold], P)


def as_many_as_the_rarest(P, *, threshold, most=None):
    """Equally many rows of each answer."""
    answers, sure = P.argmax(axis=1), P.max(axis=1)
    rows = np.flatnonzero(sure >= threshold)
    if most is None:
        return rows, answers[rows]
    count = min(most, *(int(np.sum(answers[rows] == c)) for c in range(P.shape[1])), most)
    return autoencoder.pseudo_label(P, threshold=threshold, most=count)


def by_lead(P, *, threshold, most=None):
    """Sure is who leads by much."""
    ordered = np.sort(np.pad(P, ((0, 0), (1, 0))), axis=1)
    lead = ordered[:, -1] - ordered[:, -2]
    rows = np.flatnonzero(lead >= threshold)
    if most is not None:
        some = [rows[P.argmax(axis=1)[rows] == c] for c in range(P.shape[1])]
        rows = np.concatenate([few[np.argsort(-lead[few], kind="stable")[:most]] for few in some])
    return taken(rows, P)


def every_column(P, *, threshold, most=None):
    """The surest rows of each column, a row perhaps several times."""
    if most is None:
        return autoencoder.pseudo_label(P, threshold=threshold)
    best = [np.argsort(-P[:, c], kind="stable")[:most] for c in range(P.shape[1])]
    labels = np.repeat(np.arange(P.shape[1]), [len(rows) for rows in best])
    rows = np.concatenate(best)
    sure = P[rows, labels] >= threshold
    order = np.argsort(rows[sure], kind="stable")
    return rows[sure][order], labels[sure][order]
