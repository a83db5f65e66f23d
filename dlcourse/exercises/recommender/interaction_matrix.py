"""A table of who has what, out of pairs of numbers."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import recommender


def cases(rng):
    """Two pairs; a pair that repeats; no pairs at all; users and items without any; other shapes."""
    N, M, more = drawn_sizes(rng, 3, least=3, most=9)
    return [
        Case(np.array([0, 1]), np.array([2, 0]), shape=(2, 3)),
        Case(np.array([1, 0, 1, 1]), np.array([0, 1, 0, 0]), shape=(3, 2)),
        Case(np.array([0]), np.array([0]), shape=(1, 1)),
        Case(np.array([], dtype=int), np.array([], dtype=int), shape=(2, 3)),
        Case(np.array([0, 0]), np.array([0, 1]), shape=(4, 3)),
        _case(rng, N, M),
        _case(rng, M, more),
        _case(rng, more, N),
    ]


def _case(rng, N, M):
    """Many pairs, some of them twice or more; the last user and the last item have none."""
    users, items = rng.integers(N - 1, size=2 * N), rng.integers(M - 1, size=2 * N)
    again = rng.integers(2 * N, size=N)
    return Case(np.concatenate([users, users[again]]), np.concatenate([items, items[again]]), shape=(N, M))


exercise = Exercise(
    reference=recommender.interaction_matrix,
    points=1,
    cases=cases,
    hints=[
        "The pairs (0, 2) and (1, 0): which two places of a table with two rows are 1, and what is in the others?",
        "Begin with a table of the wanted shape that says nobody has anything; then write down each pair. What a pair "
        "that comes again should change, it has changed before.",
        "Elsewhere: `board = np.full((3, 3), 7)`, then `board[[0, 2], [1, 1]] = 4` writes on two squares at once.",
    ],
    equivalent_mutants={"X = np.zeros(shape)": "the same numbers as floats, which serve as well"},
    solved="a table that all recommenders begin with; most of it is 0.",
)


def table(users, items, shape, value=1):
    """The pairs marked, the rest 0."""
    X = np.zeros(shape, dtype=int)
    X[users, items] = value
    return X


@exercise.mistake("repeated pairs counted")
def _(users, items, *, shape):
    """A pair that comes twice gives 2. The table says *whether* a user has an item: 0 or 1."""
    X = np.zeros(shape, dtype=int)
    np.add.at(X, (users, items), 1)
    return X


@exercise.mistake("all pairs of rows and columns")
def _(users, items, *, shape):
    """Each of the users gets *each* of the items. A pair marks one place: both arrays as places side by side."""
    X = np.zeros(shape, dtype=int)
    X[np.ix_(np.unique(users), np.unique(items))] = 1
    return X


@exercise.mistake("a repeated pair erased")
def _(users, items, *, shape):
    """A pair that comes twice is 0 again. Whoever has it, has it."""
    X = np.zeros(shape, dtype=int)
    for n, m in zip(users, items, strict=True):
        X[n, m] = 1 - X[n, m]
    return X


@exercise.mistake("repeated pairs left out")
def _(users, items, *, shape):
    """Only pairs that come once are in the table. One that comes again counts, too, like any other."""
    X = np.zeros(shape, dtype=int)
    np.add.at(X, (users, items), 1)
    return (X == 1).astype(int)


@exercise.mistake("ones and zeros exchanged")
def _(users, items, *, shape):
    """The table has 0 where a user has an item, and 1 everywhere else: it should be the other way round."""
    return 1 - table(users, items, shape)


@exercise.mistake("shape turned")
def _(users, items, *, shape):
    """The table is turned: the rows are the users, the columns the items."""
    return table(users, items, shape).T


@exercise.mistake("size of the largest pair")
def _(users, items, *, shape):
    """The table ends at the last user and the last item that have a pair. It has the shape that is given: who has
    nothing has a row, too.
    """
    return table(users, items, shape)[: max(users, default=-1) + 1, : max(items, default=-1) + 1]


@exercise.mistake("only the last pair")
def _(users, items, *, shape):
    """Only the last pair is in the table: is it made anew for each of them?"""
    return table(users[-1:], items[-1:], shape)


@exercise.mistake("only the first pair")
def _(users, items, *, shape):
    """Only the first pair is in the table: does your function return too early?"""
    return table(users[:1], items[:1], shape)


@exercise.mistake("the whole row")
def _(users, items, *, shape):
    """Whole rows are 1: a user with one item does not have all others."""
    X = np.zeros(shape, dtype=int)
    X[users] = 1
    return X


@exercise.mistake("counted from 1")
def _(users, items, *, shape):
    """The pairs end up one row and one column before their places. Users and items are counted from 0."""
    return table(users - 1, items - 1, shape)


@exercise.mistake("the item's number instead of 1")
def _(users, items, *, shape):
    """Where a user has an item stands the number of the item. That is its column; in the table stands 1."""
    return table(users, items, shape, items)


@exercise.mistake("the user's number instead of 1")
def _(users, items, *, shape):
    """Where a user has an item stands the number of the user. That is the row; in the table stands 1."""
    return table(users, items, shape, users)


@exercise.accepts("pair by pair")
def _(users, items, *, shape):
    X = np.zeros(shape)
    for n, m in zip(users, items):
        X[n, m] = 1
    return X


@exercise.accepts("counted, then compared")
def _(users, items, *, shape):
    counts = np.zeros(shape, dtype=int)
    np.add.at(counts, (users, items), 1)
    return (counts > 0).astype(int)


@exercise.accepts("with np.bincount")
def _(users, items, *, shape):
    return np.minimum(np.bincount(users * shape[1] + items, minlength=shape[0] * shape[1]).reshape(shape), 1)
