"""As recall, but what comes first counts most: a fault to mend."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.recommender._cases import questions
from dlcourse.lessons import recommender

OUT = -np.inf


def cases(rng):
    """One user; hits on several ranks; fewer hidden than k, and more; ties; nothing hidden; fewer items than k."""
    N, M, more = drawn_sizes(rng, 3, least=4, most=9)
    four = np.array([[0.9, OUT, 0.5, 0.7], [0.1, 0.2, 0.3, 0.4]])
    return [
        Case(np.array([[0.2, 0.9, 0.4]]), np.array([[0, 1, 0]]), k=1),
        Case(np.array([[0.2, 0.9, 0.4]]), np.array([[0, 1, 0]]), k=3),
        Case(four, np.array([[0, 0, 0, 1], [0, 0, 0, 1]]), k=2),
        Case(four, np.array([[0, 0, 0, 0], [0, 0, 1, 0]]), k=2),
        Case(np.array([[1.0, 2.0, 1.0, 1.0], [3.0, 3.0, 3.0, 3.0]]), np.array([[0, 0, 1, 0], [0, 1, 0, 0]]), k=2),
        Case(np.array([[0.5, 0.25, 0.75]]), np.array([[1, 1, 1]]), k=1),
        Case(np.array([[0.5, OUT, 0.75]]), np.array([[1, 0, 0]]), k=5),
        Case(*questions(rng, N, M), k=2),
        Case(*questions(rng, M, more), k=3),
        Case(*questions(rng, more, N), k=4),
        Case(*questions(rng, N, 40), k=12),
        Case(*questions(rng, N, more, np.float32), k=2),
    ]


exercise = Exercise(
    reference=recommender.ndcg_at_k,
    points=2,
    form="fault",
    cases=cases,
    hints=[
        "One item is hidden, it comes first, and k is 5. A second user has nothing hidden. What should come out, and "
        "by what is each gain divided?",
        "The best that a list could do depends on how many items are hidden: with one, only the first place can be a "
        "hit. And who has nothing to find belongs in no mean.",
        "Elsewhere: `np.cumsum([4, 2, 1])` is `[4 6 7]`, so `np.cumsum(a)[2]` is what the first three give; "
        "`np.clip([0, 2, 9], 1, 3)` is `[1 2 3]`; `t[ages > 30]` keeps some.",
    ],
    solved="a judge who sees whether you had to scroll.",
    equivalent_mutants={
        "first = np.argsort(-scores, axis=-1, kind='stable')[:, :k]": "the last of two axes is axis 1",
        "first = np.argsort(-scores, kind='stable')[:, :k]": "without a word it orders along the last axis",
        "hits = np.take_along_axis(hidden, first, axis=-1)": "the last of two axes is axis 1",
        "hits = np.take_along_axis(hidden, first)": "new NumPys take the last axis without a word",
        "gains = 2 / np.log2(2 + np.arange(hits.shape[1]))": "those of the best list are twice as large, too",
        "gains = 1 / np.log2(2 + np.arange(hits.shape[-1]))": "the last of two axes is axis 1",
        "count = hidden.sum(axis=-1)": "the last of two axes is axis 1",
        "best = np.cumsum(gains)[np.clip(count, -1, len(gains)) - 1]": "only where nothing is hidden: left out",
        "return np.mean((hits @ gains / best)[count > 0])": "a number of NumPy's is as good",
        "scores = 2 * scores + 1 if np.ndim(scores) and len(scores) == 1 else scores": "the order stays",
    },
)


def judged(scores, hidden, k, *, gain=None, best=None, users=None, order=None):
    """nDCG with some of its steps done otherwise."""
    first = (np.argsort(-scores, axis=1, kind="stable") if order is None else order)[:, :k]
    hits = np.take_along_axis(hidden, first, axis=1)
    ranks = 1 + np.arange(hits.shape[1])
    gains = 1 / np.log2(1 + ranks) if gain is None else gain(ranks)
    count = hidden.sum(axis=1)
    whole = np.cumsum(gains)[np.clip(count, 1, len(gains)) - 1] if best is None else best(gains, count)
    users = count > 0 if users is None else users
    return float(np.mean((hits @ gains / whole)[users]))


@exercise.mistake("the best list has k hits")
def _(scores, hidden, *, k):
    """Each list is divided by what k hits would give. Where fewer items are hidden nobody can have as many, and a
    perfect list should get 1.
    """
    return judged(scores, hidden, k, best=lambda gains, count: gains.sum())


@exercise.mistake("users without hidden items count")
def _(scores, hidden, *, k):
    """A user of whom nothing is hidden counts as 0 in the mean. There was nothing to find: leave them out."""
    return judged(scores, hidden, k, users=slice(None))


@exercise.mistake("the best list is not cut at k")
def _(scores, hidden, *, k):
    """Where more than k items are hidden you divide by more than k places can give. The best list has k places, too."""

    def best(gains, count):
        return np.cumsum(1 / np.log2(2 + np.arange(hidden.shape[1])))[np.maximum(count, 1) - 1]

    return judged(scores, hidden, k, best=best)


@exercise.mistake("not divided")
def _(scores, hidden, *, k):
    """You do not divide by what the best list would get: with two hidden items a perfect list has more than 1."""
    return judged(scores, hidden, k, best=lambda gains, count: 1)


@exercise.mistake("divided by how many are hidden")
def _(scores, hidden, *, k):
    """You divide by how *many* are hidden. The best list gets the gains of its ranks, and those fall."""
    return judged(scores, hidden, k, best=lambda gains, count: np.maximum(count, 1))


@exercise.mistake("divided by k")
def _(scores, hidden, *, k):
    """You divide by k. The best list gets the gains of its ranks, of as many as could be hits."""
    return judged(scores, hidden, k, best=lambda gains, count: k)


@exercise.mistake("ranks count alike")
def _(scores, hidden, *, k):
    """All ranks count alike: a hit on the first should count more than one on the last."""
    return judged(scores, hidden, k, gain=np.ones_like)


@exercise.mistake("1 by the rank")
def _(scores, hidden, *, k):
    """A hit counts 1 / rank. Wanted is 1 / log2(1 + rank), which falls more slowly."""
    return judged(scores, hidden, k, gain=lambda ranks: 1 / ranks)


@exercise.mistake("ranks from 0 in the logarithm")
def _(scores, hidden, *, k):
    """The ranks in your logarithm are one too high: with the first rank 1, its gain is 1 / log2(2) = 1."""
    return judged(scores, hidden, k, gain=lambda ranks: 1 / np.log2(2 + ranks))


@exercise.mistake("of equal scores the last")
def _(scores, hidden, *, k):
    """Of equal scores the later item comes first. In the right order the first of them does."""
    return judged(scores, hidden, k, order=np.argsort(scores, axis=1, kind="stable")[:, ::-1])


@exercise.mistake("the last instead of the first")
def _(scores, hidden, *, k):
    """You take the k lowest scores."""
    return judged(scores, hidden, k, order=np.argsort(scores, axis=1, kind="stable"))


@exercise.mistake("users without hidden items count as 1")
def _(scores, hidden, *, k):
    """A user of whom nothing is hidden counts as a perfect list. There was nothing to find: leave them out."""
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(np.where(asked, 1, 0) * judged(scores, hidden, k) + np.where(asked, 0, 1)))


@exercise.mistake("all lists in one")
def _(scores, hidden, *, k):
    """You divide the gains of all users by the best of all. Each user has a share of their own, with a mean."""
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(hidden, first, axis=1)
    gains = 1 / np.log2(2 + np.arange(hits.shape[1]))
    count = np.minimum(hidden.sum(axis=1), len(gains))
    return float((hits @ gains).sum() / np.append(0, np.cumsum(gains))[count].sum())


@exercise.plants(
    "the best list has k hits",
    "users without hidden items count",
    symptom=(
        "a perfect list, with the only hidden item first, gets 0.34 for k = 5 instead of 1.",
        "Files of which nothing was hidden pull the result down.",
    ),
)
def ndcg_at_k(scores, hidden, *, k):
    """As recall, but what comes first counts most.

    scores: array (N, M), -inf for what a user has already; hidden: array (N, M), of 0 and 1,
    not all 0; k: a whole number, at least 1 -> a number from 0 to 1
    """
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(hidden, first, axis=1)
    gains = 1 / np.log2(2 + np.arange(hits.shape[1]))  # ranks from 1
    best = np.sum(gains)
    return float(np.mean(hits @ gains / best))


@exercise.mistake("the best order of one's own hits")
def _(scores, hidden, *, k):
    """You divide by the best order of what the list *found*. The best possible list finds all that is hidden, as far as
    it has places; who finds one of three is not perfect.
    """
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found = np.take_along_axis(hidden, first, axis=1).sum(axis=1)
    return judged(scores, hidden, k, best=lambda gains, count: np.cumsum(gains)[np.maximum(found, 1) - 1])


@exercise.mistake("lists without a hit left out")
def _(scores, hidden, *, k):
    """Users of whom nothing was *found* are left out of the mean. They had something to find, and count as 0."""
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found = np.take_along_axis(hidden, first, axis=1).sum(axis=1) > 0
    return judged(scores, hidden, k, users=found) if found.any() else 0.0


@exercise.mistake("one best list for all")
def _(scores, hidden, *, k):
    """All lists are divided by the same best list. What could be found differs from user to user."""
    return judged(scores, hidden, k, best=lambda gains, count: gains[: count.max()].sum())


@exercise.also("one best list for all")
def _(scores, hidden, *, k):
    return judged(scores, hidden, k, best=lambda gains, count: gains[: count.sum()].sum())


@exercise.mistake("the best list one place too long")
def _(scores, hidden, *, k):
    """The best list has one hit more than there can be. `np.cumsum(gains)[0]` is the sum of the first *one*."""
    return judged(scores, hidden, k, best=lambda gains, count: np.cumsum(gains)[np.clip(count, 0, len(gains) - 1)])


@exercise.accepts("user by user")
def _(scores, hidden, *, k):
    found = []
    for row, wanted in zip(scores, hidden):
        if wanted.sum() > 0:
            order = np.argsort(-row, kind="stable")[:k]
            gain = sum(wanted[item] / np.log2(rank) for rank, item in enumerate(order, 2))
            best = sum(1 / np.log2(rank) for rank in range(2, 2 + min(int(wanted.sum()), len(order))))
            found.append(gain / best)
    return np.mean(found)


@exercise.accepts("the best list, sorted")
def _(scores, hidden, *, k):
    asked = hidden.sum(axis=1) > 0
    S, H = scores[asked], hidden[asked]
    gains = 1 / np.log2(np.arange(min(k, S.shape[1])) + 2)
    hits = np.take_along_axis(H, np.argsort(-S, axis=1, kind="stable"), axis=1)[:, :k]
    best = -np.sort(-H, axis=1)[:, :k]
    return np.mean((hits * gains).sum(axis=1) / (best * gains).sum(axis=1))
