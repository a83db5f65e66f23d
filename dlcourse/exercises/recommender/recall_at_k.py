"""How much of what was hidden is found among the first k."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.recommender._cases import questions
from dlcourse.lessons import recommender

OUT = -np.inf


def cases(rng):
    """One user; two with one and two hidden; ties; nothing hidden of some; fewer items than k; float32."""
    N, M, more = drawn_sizes(rng, 3, least=4, most=9)
    four = np.array([[0.9, OUT, 0.5, 0.7], [0.1, 0.2, 0.3, 0.4]])
    return [
        Case(np.array([[0.2, 0.9, 0.4]]), np.array([[0, 1, 0]]), k=1),
        Case(four, np.array([[0, 0, 1, 1], [1, 0, 0, 0]]), k=2),
        Case(four, np.array([[0, 0, 0, 0], [0, 0, 1, 0]]), k=2),
        Case(np.array([[1.0, 2.0, 1.0, 1.0], [3.0, 3.0, 3.0, 3.0]]), np.array([[0, 0, 1, 0], [0, 1, 0, 0]]), k=2),
        Case(np.array([[0.5, OUT, 0.75]]), np.array([[1, 0, 1]]), k=5),
        Case(np.array([[0.5, 0.75, 0.25]]), np.array([[1, 1, 1]]), k=1),
        Case(*questions(rng, N, M), k=2),
        Case(*questions(rng, M, more), k=3),
        Case(*questions(rng, more, N), k=1),
        Case(*questions(rng, N, 40), k=12),
        Case(*questions(rng, N, more, np.float32), k=2),
    ]


exercise = Exercise(
    reference=recommender.recall_at_k,
    points=2,
    cases=cases,
    hints=[
        "One user with scores 0.9, 0.5 and 0.7: which two items are the first two, and what would you look up at them?",
        "Three steps: the places of the k highest scores of each user; how many of them were hidden; as a share of all "
        "that was hidden of this user. And of whom is the mean?",
        "Elsewhere: with `t = np.array([[3, 1, 2]])`, `np.argsort(t, axis=1)` is `[[1 2 0]]`, from low to high; "
        '`kind="stable"` leaves equal ones as they stand.',
    ],
    solved="a judge for recommenders: it asks them what it knows already.",
    equivalent_mutants={
        "first = np.argsort(-scores, axis=-1, kind='stable')[:, :k]": "the last of two axes is axis 1",
        "first = np.argsort(-scores, kind='stable')[:, :k]": "without a word it orders along the last axis",
        "hits = np.take_along_axis(hidden, first, axis=-1)": "the last of two axes is axis 1",
        "hits = np.take_along_axis(hidden, first)": "new NumPys take the last axis without a word",
        "asked = hidden.mean(axis=1) > 0": "it is above 0 where the sum is",
        "asked = hidden.sum(axis=-1) > 0": "the last of two axes is axis 1",
        "return np.mean(hits[asked].sum(axis=1) / hidden[asked].sum(axis=1))": "a number of NumPy's is as good",
        "return float(np.mean(hits[asked].sum(axis=-1) / hidden[asked].sum(axis=1)))": "the last of two axes is axis 1",
        "return float(np.mean(hits[asked].sum(axis=1) / hidden[asked].sum(axis=-1)))": "the last of two axes is axis 1",
        "k = 1 if np.ndim(k) == 0 and k == 0 else k": "k is at least 1",
        "scores = 2 * scores + 1 if np.ndim(scores) and len(scores) == 1 else scores": "the order stays",
    },
)


def found(scores, hidden, k):
    """For each user how many hidden items are among the first k."""
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(hidden, first, axis=1).sum(axis=1)


@exercise.mistake("precision: divided by k")
def _(scores, hidden, *, k):
    """You divide by k: that is *precision*, how many of the recommended were hidden. Recall asks how many of the hidden
    were recommended.
    """
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(found(scores, hidden, k)[asked] / k))


@exercise.also("precision: divided by k")
def _(scores, hidden, *, k):
    return float(np.mean(found(scores, hidden, k) / k))


@exercise.mistake("users without hidden items count")
def _(scores, hidden, *, k):
    """A user of whom nothing is hidden counts as 0, or as nothing found. There is nothing to find: leave them out of
    the mean.
    """
    return float(np.mean(found(scores, hidden, k) / np.maximum(hidden.sum(axis=1), 1)))


@exercise.mistake("users without hidden items count as found")
def _(scores, hidden, *, k):
    """A user of whom nothing is hidden counts as 1. There is nothing to find: leave them out of the mean."""
    count = hidden.sum(axis=1)
    return float(np.mean(np.where(count > 0, found(scores, hidden, k) / np.maximum(count, 1), 1)))


@exercise.mistake("0 by 0")
def _(scores, hidden, *, k):
    """Where nothing is hidden you divide 0 by 0. Leave these users out."""
    with np.errstate(invalid="ignore"):
        return float(np.mean(found(scores, hidden, k) / hidden.sum(axis=1)))


@exercise.mistake("all hidden items in one pot")
def _(scores, hidden, *, k):
    """You divide all hits by all hidden items. Each user has a share of their own, and the mean is over users: else who
    has much hidden counts more.
    """
    return float(found(scores, hidden, k).sum() / hidden.sum())


@exercise.mistake("whether any was found")
def _(scores, hidden, *, k):
    """You count users of whom *something* was found. Of two hidden items one is a half."""
    return float(np.mean(found(scores, hidden, k)[hidden.sum(axis=1) > 0] > 0))


@exercise.mistake("the last instead of the first")
def _(scores, hidden, *, k):
    """You take the k *lowest* scores. `np.argsort` begins with the lowest."""
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(found(-scores, hidden, k)[asked] / hidden[asked].sum(axis=1)))


@exercise.mistake("of equal scores the last")
def _(scores, hidden, *, k):
    """Of equal scores the later item comes first. Turning an order around turns the ties, too: order the negative
    scores instead, in a stable way.
    """
    asked = hidden.sum(axis=1) > 0
    first = np.argsort(scores, axis=1, kind="stable")[:, ::-1][:, :k]
    return float(np.mean(np.take_along_axis(hidden, first, axis=1)[asked].sum(axis=1) / hidden[asked].sum(axis=1)))


@exercise.also("of equal scores the last")
def _(scores, hidden, *, k):
    asked = hidden.sum(axis=1) > 0
    first = np.argsort(scores, axis=1)[:, ::-1][:, :k]
    return float(np.mean(np.take_along_axis(hidden, first, axis=1)[asked].sum(axis=1) / hidden[asked].sum(axis=1)))


@exercise.mistake("ties let in")
def _(scores, hidden, *, k):
    """Where scores are equal you recommend more than k items: those that are level with the k-th come in, too."""
    limit = -np.sort(-scores, axis=1)[:, min(k, scores.shape[1]) - 1]
    asked = hidden.sum(axis=1) > 0
    hits = ((scores >= limit[:, None]) * hidden).sum(axis=1)
    return float(np.mean(hits[asked] / hidden[asked].sum(axis=1)))


@exercise.mistake("best possible instead of hidden")
def _(scores, hidden, *, k):
    """Where more than k items are hidden you divide by k, the best there could be. Recall divides by all that was
    hidden.
    """
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(found(scores, hidden, k)[asked] / np.minimum(hidden[asked].sum(axis=1), k)))


@exercise.mistake("one too few")
def _(scores, hidden, *, k):
    """You look at one place too few: the first k, from place 0 to k - 1."""
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(found(scores, hidden, k - 1)[asked] / hidden[asked].sum(axis=1)))


@exercise.mistake("one too many")
def _(scores, hidden, *, k):
    """You look at one place too many: the first k, from place 0 to k - 1."""
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(found(scores, hidden, k + 1)[asked] / hidden[asked].sum(axis=1)))


@exercise.mistake("one number for each user")
def _(scores, hidden, *, k):
    """You return a share for each user. Their mean is wanted."""
    asked = hidden.sum(axis=1) > 0
    return found(scores, hidden, k)[asked] / hidden[asked].sum(axis=1)


@exercise.mistake("order down the columns")
def _(scores, hidden, *, k):
    """You order the *users* of an item. Each user, a row, wants their own first k items (axis 1)."""
    first = np.argsort(-scores, axis=0, kind="stable")[:k]
    hits = np.take_along_axis(hidden, first, axis=0).sum()
    return float(hits / hidden.sum())


@exercise.also("order down the columns")
def _(scores, hidden, *, k):
    first = np.argsort(-scores, axis=0, kind="stable")[:k]
    asked = hidden.sum(axis=0) > 0
    return float(np.mean(np.take_along_axis(hidden, first, axis=0).sum(axis=0)[asked] / hidden.sum(axis=0)[asked]))


@exercise.mistake("the number of hits")
def _(scores, hidden, *, k):
    """You give how *many* were found, and not which share of what was hidden."""
    return float(found(scores, hidden, k).sum())


@exercise.also("the number of hits")
def _(scores, hidden, *, k):
    return float(found(scores, hidden, k)[hidden.sum(axis=1) > 0].mean())


@exercise.mistake("not stable")
def _(scores, hidden, *, k):
    """It is right until many scores are equal: then some other than the first of them come in. A plain order may do as
    it likes with equal ones; `kind="stable"` leaves them as they stand.
    """
    asked = hidden.sum(axis=1) > 0
    hits = np.take_along_axis(hidden, np.argsort(-scores, axis=1)[:, :k], axis=1)[asked].sum(axis=1)
    return float(np.mean(hits / hidden[asked].sum(axis=1)))


@exercise.also("not stable")
def _(scores, hidden, *, k):
    asked = hidden.sum(axis=1) > 0
    first = np.argpartition(-scores, min(k, scores.shape[1]) - 1, axis=1)[:, :k]
    return float(np.mean(np.take_along_axis(hidden, first, axis=1)[asked].sum(axis=1) / hidden[asked].sum(axis=1)))


@exercise.mistake("places taken for ranks")
def _(scores, hidden, *, k):
    """You compare what `np.argsort` gives with k, item by item. It says which item comes first, which second, and so
    on: its first k columns *are* the items of the list, and no ranks.
    """
    asked = hidden.sum(axis=1) > 0
    hits = ((np.argsort(-scores, axis=1, kind="stable") < k) * hidden).sum(axis=1)
    return float(np.mean(hits[asked] / hidden[asked].sum(axis=1)))


@exercise.accepts("user by user")
def _(scores, hidden, *, k):
    shares = []
    for row, wanted in zip(scores, hidden):
        if sum(wanted):
            order = sorted(range(len(row)), key=lambda item: -row[item])
            shares.append(sum(wanted[item] for item in order[:k]) / sum(wanted))
    return sum(shares) / len(shares)


@exercise.accepts("with sets")
def _(scores, hidden, *, k):
    shares = []
    for row, wanted in zip(scores, hidden):
        there = set(np.flatnonzero(wanted))
        if there:
            shares.append(len(there & set(np.argsort(-row, kind="stable")[:k])) / len(there))
    return np.mean(shares)
