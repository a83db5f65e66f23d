"""Holes in an example, so many and at random: what a network has to mend, it cannot just copy."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.codes import erasing_cases, observe_erased
from dlcourse.lessons import autoencoder

LAST = "the table has two axes: axis 1 is the last one"

exercise = Exercise(
    reference=autoencoder.corrupt,
    points=2,
    minutes=4,
    cases=erasing_cases,
    observe=observe_erased,
    fresh=True,
    hints=[
        "Somebody is to name two of eight columns at random, never the same one twice, and for each row anew. What "
        "could be shuffled, and what is read off from it?",
        "Give each row an order of its columns that nobody could foresee, and erase the first `count` of it. Comparing "
        "random numbers with a chance erases now more and now fewer; and the X that came in belongs to somebody else.",
        "Elsewhere: `rng.permuted(cards, axis=1)` shuffles every row of a table for itself, `heights.argsort(axis=1)` "
        "has in each row the places from the smallest to the largest, and `np.where(late, 0, hours)` is 0 where `late`"
        " is True.",
    ],
    solved="pictures with holes, for a network that must fill them.",
    equivalent_mutants={
        "order = rng.random(X.shape).argsort()": LAST,
        "order = rng.random(X.shape).argsort(axis=-1)": LAST,
        "order = (lambda u: np.argsort(np.argsort(u, axis=None)).reshape(u.shape) / u.size)(rng.random(X.shape))"
        ".argsort(axis=1)": "numbers in the same order have the same places",
    },
)


def erased(X, gone):
    """A copy of X that is 0 where `gone` is True."""
    return np.where(gone, 0, X)


def ranks(X, rng):
    """In each row a random order of the columns."""
    return rng.random(X.shape).argsort(axis=1)


exercise.edit(
    "the same places in every row",
    {"rng.random(X.shape)": "np.tile(rng.random(X.shape[1]), (len(X), 1))"},
    """Every row loses the same columns. Then the network always sees the same pixels, and never has to guess the others
    from them. Draw anew for each row.""",
)


@exercise.mistake("each number by its own chance")
def _(X, *, count, rng):
    """Each number is erased with a chance of its own, so a row loses now more and now fewer than `count`. Wanted are so
    many in each row: give each row an order, and take the first ones of it.
    """
    return erased(X, rng.random(X.shape) < count / X.shape[1])


@exercise.also("each number by its own chance")
def _(X, *, count, rng):
    return X * (rng.random(X.shape) >= count / X.shape[1])


@exercise.mistake("drawn with repetition")
def _(X, *, count, rng):
    """Some rows lose fewer than `count`: you draw the columns one by one, and the same one can come twice. Draw without
    repetition.
    """
    X = X.copy()
    for row in X:
        row[rng.integers(0, X.shape[1], size=count)] = 0
    return X


@exercise.also("drawn with repetition")
def _(X, *, count, rng):
    X = X.copy()
    for row in X:
        row[rng.choice(X.shape[1], size=count)] = 0
    return X


@exercise.mistake("as many in the whole table, not in each row")
def _(X, *, count, rng):
    """In the whole table as many are erased as should be, but not in each row: some rows lose more than others. Draw
    for each row by itself.
    """
    order = rng.random(X.size).argsort().reshape(X.shape)
    return erased(X, order < count * len(X))


@exercise.also("as many in the whole table, not in each row")
def _(X, *, count, rng):
    X = X.copy()
    X.reshape(-1)[rng.choice(X.size, size=count * len(X), replace=False)] = 0
    return X


@exercise.also("as many in the whole table, not in each row")
def _(X, *, count, rng):
    return erased(X, rng.permuted(np.tile(np.arange(X.shape[1]) < count, (len(X), 1))))


@exercise.mistake("each row's places in all rows")
def _(X, *, count, rng):
    """In every row you erase the places of *all* rows: `out[:, order]` means every row, each time. Each row belongs to
    its own places: `np.put_along_axis`, `out[np.arange(len(X))[:, None], order]`, or a mask.
    """
    gone = np.zeros(X.shape[1], bool)
    gone[rng.random(X.shape).argsort(axis=1)[:, :count]] = True
    return erased(X, np.broadcast_to(gone, X.shape))


@exercise.mistake("the last column always spared")
def _(X, *, count, rng):
    """The last column is never erased: you draw from one column too few. `choice(8)` draws from 0 to 7, as
    `range(8)` counts: nothing need be taken off.
    """
    X = X.copy()
    for row in X:
        row[rng.choice(X.shape[1] - 1, size=count, replace=False)] = 0
    return X


@exercise.mistake("drawn among as many columns as there are rows")
def _(X, *, count, rng):
    """You draw from as many columns as there are *rows*: `len(X)` counts the rows. The columns are `X.shape[1]`."""
    X = X.copy()
    for row in X:
        row[rng.choice(len(X), size=count, replace=False)] = 0
    return X


@exercise.also("drawn among as many columns as there are rows")
def _(X, *, count, rng):
    X = X.copy()
    for n in range(len(X)):
        X[n, rng.choice(len(X), size=count, replace=False)] = 0
    return X


@exercise.mistake("count for all rows together")
def _(X, *, count, rng):
    """You erase `count` numbers of the whole table. So many are wanted in *each* row."""
    order = rng.random(X.size).argsort().reshape(X.shape)
    return erased(X, order < count)


@exercise.mistake("X itself is changed")
def _(X, *, count, rng):
    """You erase in the X that came in. It is needed whole: what shall come out is compared with it. Work on a copy."""
    X[ranks(X, rng) < count] = 0
    return X


@exercise.mistake("the others erased")
def _(X, *, count, rng):
    """`count` numbers are *left* in each row, and the others erased. It is the other way round."""
    return erased(X, ranks(X, rng) >= count)


exercise.edit(
    "one too many",
    {"order < count": "order <= count"},
    "Each row loses one more than `count`. In an order that is counted from 0, the first three are 0, 1 and 2.",
)


@exercise.mistake("one too few")
def _(X, *, count, rng):
    """Each row loses one fewer than `count`. Is the place 0 of your order left out?"""
    return erased(X, ranks(X, rng) < count - 1)


@exercise.mistake("the first ones")
def _(X, *, count, rng):
    """The same end of every row is erased, and nothing is drawn. Wanted are random places, others in each row."""
    gone = np.broadcast_to(np.arange(X.shape[1]) < count, X.shape)
    return erased(X, gone)


@exercise.also("the first ones")
def _(X, *, count, rng):
    return erased(X, np.broadcast_to(np.arange(X.shape[1])[::-1] < count, X.shape))


@exercise.mistake("neighbours")
def _(X, *, count, rng):
    """The numbers that are erased stand side by side: only where the run begins is drawn. All choices of columns should
    be equally likely.
    """
    start = rng.integers(0, X.shape[1], size=(len(X), 1))
    return erased(X, (np.arange(X.shape[1]) - start) % X.shape[1] < count)


@exercise.mistake("a run that does not go round")
def _(X, *, count, rng):
    """What is erased is a run of columns that begins at random, so the outer ones are spared more often. All choices of
    columns should be equally likely.
    """
    start = rng.integers(0, X.shape[1] - count + 1, size=(len(X), 1))
    places = np.arange(X.shape[1]) - start
    return erased(X, (places >= 0) & (places < count))


@exercise.mistake("the smallest numbers")
def _(X, *, count, rng):
    """You erase the smallest numbers of each row. That is a choice by value, and no draw: order random numbers, and not
    those of X.
    """
    return erased(X, X.argsort(axis=1).argsort(axis=1) < count)


@exercise.also("the smallest numbers")
def _(X, *, count, rng):
    return erased(X, X.argsort(axis=1) < count)


@exercise.mistake("whole columns ordered")
def _(X, *, count, rng):
    """You order down the columns, so that `count` rows are erased in each *column*. Order along each row: `axis=1`."""
    return erased(X, rng.random(X.shape).argsort(axis=0) < count)


@exercise.mistake("noise instead of zeros")
def _(X, *, count, rng):
    """At the drawn places stand random numbers. They are to be erased: 0."""
    return np.where(ranks(X, rng) < count, rng.random(X.shape) + 3, X).astype(X.dtype)


@exercise.mistake("nan instead of zeros")
def _(X, *, count, rng):
    """At the drawn places stands nan. They are to be erased: 0."""
    return np.where(ranks(X, rng) < count, np.nan, X).astype(X.dtype)


@exercise.mistake("the mask instead of the picture")
def _(X, *, count, rng):
    """What comes back is a mask. Wanted is X with holes: as it was where nothing is erased."""
    return (ranks(X, rng) >= count).astype(X.dtype)


@exercise.mistake("scaled up as in dropout")
def _(X, *, count, rng):
    """What is left is scaled up, as in dropout. Here a number is erased or stays as it is."""
    kept = max(X.shape[1] - count, 1) / X.shape[1]
    return (erased(X, ranks(X, rng) < count) / kept).astype(X.dtype)


@exercise.mistake("only those that are not 0 count")
def _(X, *, count, rng):
    """You count only numbers that are not yet 0. A 0 can be drawn, too: what is erased hangs on the places alone."""
    order = (rng.random(X.shape) + (X == 0)).argsort(axis=1).argsort(axis=1)
    return erased(X, order < count)


@exercise.mistake("a shuffled picture")
def _(X, *, count, rng):
    """The numbers that stay stand in other places: you shuffle X itself. Shuffle a mask, or places."""
    return rng.permuted(erased(X, np.broadcast_to(np.arange(X.shape[1]) < count, X.shape)), axis=1)


@exercise.also("a shuffled picture")
def _(X, *, count, rng):
    return erased(rng.permuted(X, axis=1), np.broadcast_to(np.arange(X.shape[1]) < count, X.shape))


@exercise.accepts("row by row, drawn without repetition")
def _(X, *, count, rng):
    X = X.copy()
    for n in range(len(X)):
        X[n, rng.choice(X.shape[1], size=count, replace=False)] = 0
    return X


@exercise.accepts("a mask whose rows are shuffled")
def _(X, *, count, rng):
    mask = np.ones_like(X)
    mask[:, :count] = 0
    return X * rng.permuted(mask, axis=1)
