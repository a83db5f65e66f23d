"""Labels cost time: which examples to have labelled, so that few labels tell most about all the others."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed

PIXELS, SIGNS, KINDS, COUNT = 64, 40, 12, 16  # signs that there are, kinds of them in a task, labels to be had
SCRIBBLES = 8  # in each task: they show no sign
NOISE, TASKS = 0.65, 6
NO_SIGN, FAR = -1, 18.0  # the label of what is farther from all signs than that, squared
DRAWS = 20  # by chance, for the mean that an answer stands beside
ENOUGH = 0.5  # of the mistakes that a choice by chance leads to
FOUR = np.array([[0.0, 0.0], [0.1, 0.0], [1.0, 1.0], [1.0, 0.9]])  # the smallest case: two kinds, far apart


def book():
    """All signs that can come, as ink (1) and paper (0): the learner never sees them without noise."""
    return (np.random.default_rng(6).random((SIGNS, PIXELS)) < 0.5) * 1.0


def cases(rng):
    drawn = [Case(FOUR, 2)]
    for _ in range(TASKS):
        kinds = rng.permutation(SIGNS)[:KINDS]
        signs = np.repeat(book()[kinds], rng.integers(6, 30, KINDS), axis=0)
        signs = np.clip(signs + NOISE * rng.normal(size=signs.shape), 0, 1)
        scribbles = (rng.random((SCRIBBLES, PIXELS)) < 0.5) * 1.0
        drawn.append(Case(rng.permutation(np.vstack([signs, scribbles])), COUNT))
    return drawn


def squared_distances(A, B):
    """(N, D), (M, D) -> (N, M)."""
    return np.sum(A**2, axis=1)[:, None] - 2 * A @ B.T + np.sum(B**2, axis=1)


def labels_of(X):
    """The sign that each picture shows: the nearest of the book, if any is near; of the four points the side."""
    if X.shape[1] != PIXELS:
        return (X[:, 0] > 0.5).astype(int)
    distances = squared_distances(X, book())
    return np.where(distances.min(axis=1) < FAR, distances.argmin(axis=1), NO_SIGN)


def mistakes(X, y, rows):
    """How many signs are given the wrong label, if each gets that of the nearest of some rows."""
    nearest = squared_distances(X, X[rows]).argmin(axis=1)
    return int(np.sum((y[rows][nearest] != y) & (y != NO_SIGN)))


def rows_of(arguments, value):
    """The row numbers of an answer, or Malformed."""
    total, count = len(arguments["X"]), arguments["count"]
    rows = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if rows.shape != (count,) or rows.dtype.kind not in "iu":
        raise Malformed(f"Wanted are {count} whole numbers, the rows to have labelled; not {describe(value)}.")
    if rows.min() < 0 or rows.max() >= total:
        raise Malformed(f"There are {total} rows, numbered from 0 to {total - 1}: not all of yours are among them.")
    if len(np.unique(rows)) < count:
        raise Malformed(f"Some rows come twice: that wastes a label. Wanted are {count} different ones.")
    return rows


def observe(arguments, value):
    """How many rows there are, and how they were chosen; in the smallest case, what they are good for."""
    rows, X = rows_of(arguments, value), arguments["X"]
    seen, y = {"different rows": len(rows)}, labels_of(X)
    if X.shape[1] != PIXELS:
        return {**seen, "mistakes on these four": mistakes(X, y, rows)}
    steps = np.ptp(np.diff(np.sort(rows)))
    seen["rows stand"] = "at the top" if rows.max() < len(rows) else "at equal steps" if steps <= 1 else "anywhere"
    away = squared_distances(X, X.mean(axis=0)[None])[:, 0]
    low, high = np.quantile(away, [0.2, 0.8])
    ends = {"all near the mean": away[rows] < low, "all far from the mean": away[rows] > high}
    seen["rows are"] = next((words for words, at in ends.items() if at.all()), "not all near or far")
    seen["odd ones that are like no others"] = "most" if np.sum(y[rows] == NO_SIGN) > SCRIBBLES // 2 else "not most"
    return seen


def together(calls):
    """The mistakes in all tasks, beside those of rows that are drawn by chance."""
    calls = [call for call in calls if call[0]["X"].shape[1] == PIXELS]
    if len(calls) < TASKS:
        return {}
    own, chance = 0, 0.0
    for arguments, value in calls:
        X, rng = arguments["X"], np.random.default_rng(0)
        y = labels_of(X)
        own += mistakes(X, y, rows_of(arguments, value))
        drawn = [rng.permutation(len(X))[: arguments["count"]] for _ in range(DRAWS)]
        chance += np.mean([mistakes(X, y, rows) for rows in drawn])
    words = "half as many or fewer" if own <= ENOUGH * chance else "more than half as many"
    return {"mistakes in all tasks, beside those of a choice by chance": words}


def worth_a_label(X, count):
    """Choose the examples to have labelled, so that their labels tell most about all the others.

    X: array (N, D), without labels; count: int, how many labels there will be
    -> int array (count,), the numbers of the rows

    >>> rows = worth_a_label(np.array([[0.0], [0.1], [5.0], [5.1], [5.2]]), 2)
    >>> sorted((rows >= 2).tolist())  # one of the first two, and one of the other three
    [False, True]
    """
    squares = np.sum(X**2, axis=1)
    distances = squares[:, None] - 2 * X @ X.T + squares  # (N, N), squared
    away, rows = np.full(len(X), distances.max()), []
    for _ in range(count):
        # The one that brings all others, taken together, nearest to a chosen one.
        left = np.minimum(distances, away).sum(axis=1)
        left[rows] = np.inf
        rows.append(int(left.argmin()))
        away = np.minimum(away, distances[rows[-1]])
    return np.array(rows)


exercise = Exercise(
    reference=worth_a_label,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "Each example will get the label of the nearest chosen one. When is that right, and what do two chosen ones "
        "tell that lie close together?",
        "You know no labels, but you see which examples crowd together. Try to have one in the middle of each crowd; "
        "an odd one far from all others speaks for itself alone. One idea: sort the examples into as many groups as "
        "there are labels, move the middle of each group to the mean of its members, sort again, and so on.",
        "Elsewhere: for `towns` (N, 2) and `shops` (K, 2), `((towns[:, None] - shops) ** 2).sum(axis=2)` has the "
        "squared distances (N, K), and `.argmin(axis=1)` of it is the nearest shop of each town.",
    ],
    solved="a choice worth money: the same number of labels, and far fewer mistakes.",
    since=2,
)


@exercise.mistake("the first rows")
def _(X, count):
    """You take the first rows of the table, whatever they show. That is as good as chance: some kinds come several
    times, others not at all. Look at where the examples lie.
    """
    return np.arange(count)


@exercise.mistake("rows drawn by chance")
def _(X, count):
    """By chance, some kinds come several times and others not at all. Look at where the examples lie: two that are
    close together need one label.
    """
    return np.random.default_rng(0).permutation(len(X))[:count]


@exercise.mistake("evenly through the table")
def _(X, count):
    """You take rows at equal steps through the table. Where a row stands says nothing about what it shows: look at the
    numbers in it.
    """
    return np.linspace(0, len(X) - 1, count).astype(int)


@exercise.mistake("the odd ones out")
def _(X, count):
    """Your rows lie as far from one another as can be. That finds the examples that are unlike all others, and their
    labels speak for few. Take one from the middle of each crowd.
    """
    rows = [0]
    while len(rows) < count:
        rows.append(int(squared_distances(X, X[rows]).min(axis=1).argmax()))
    return np.array(rows)


@exercise.mistake("all in the middle")
def _(X, count):
    """You take the examples nearest to the mean of all. They lie together, and tell much about a few kinds and nothing
    about the others. Spread them: one for each crowd.
    """
    return np.argsort(squared_distances(X, X.mean(axis=0)[None])[:, 0], kind="stable")[:count]


@exercise.mistake("the farthest from the mean")
def _(X, count):
    """You take the examples farthest from the mean of all: the odd ones, whose labels speak for few. Take one from the
    middle of each crowd.
    """
    return np.argsort(-squared_distances(X, X.mean(axis=0)[None])[:, 0], kind="stable")[:count]


@exercise.accepts("groups whose middles move to their means, the row nearest to each")
def _(X, count):
    middles = X[np.linspace(0, len(X) - 1, count).astype(int)]
    for _ in range(15):
        group = squared_distances(X, middles).argmin(axis=1)
        middles = np.array([X[group == k].mean(axis=0) if (group == k).any() else middles[k] for k in range(count)])
    rows = list(dict.fromkeys(squared_distances(middles, X).argmin(axis=1).tolist()))
    return rows + [row for row in range(len(X)) if row not in rows][: count - len(rows)]
