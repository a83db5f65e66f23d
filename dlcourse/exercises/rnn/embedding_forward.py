"""Look up the row of a table for each id: a vector of numbers for each character."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import rnn


def cases(rng):
    def case(shape, V, D):
        return Case(rng.integers(0, V, shape), rng.normal(size=(V, D)))

    return [
        Case(np.array([2, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])),
        Case(np.array([[0, 1, 1], [2, 0, 1]]), rng.normal(size=(3, 4))),
        case((2, 3), 4, 6),
        case((5, 1), 7, 2),
        case((1,), 2, 5),
        case((2, 3, 2), 5, 3),
        Case(np.array([[3, 3, 3, 3]]), rng.normal(size=(4, 2))),
        case((20, 15), 38, 16),
        Case(rng.integers(0, 4, (2, 3)), rng.normal(size=(4, 3)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=rnn.embedding_forward,
    points=1,
    cases=cases,
    outputs=("out", "cache"),
    hints=[
        "NumPy takes an array of ids as an index: which of the two axes of E counts the characters?",
        "`E[ids]` looks up a row for each id and puts them in the shape of `ids`.",
    ],
    solved="the first layer of every model of text: a table of vectors, one for each character.",
)


@exercise.mistake("columns instead of rows")
def _(ids, E):
    """You take columns of the table. The vector of a character is a *row*, so that D numbers stand for it: E[ids]."""
    return np.moveaxis(E[:, ids % E.shape[1]], 0, -1), (ids, E)


@exercise.mistake("counted from 1")
def _(ids, E):
    """Each id gets the row before its own. Ids count from 0, as rows do."""
    return E[ids - 1], (ids, E)


@exercise.mistake("ones and zeros instead of the row")
def _(ids, E):
    """What comes back has a 1 at the place of the character and V numbers. The embedding is the *row* of E there;
    multiplied by E, your rows would give it.
    """
    return np.eye(len(E), dtype=E.dtype)[ids], (ids, E)


@exercise.mistake("all steps in one row")
def _(ids, E):
    """The rows are right, but the shape of `ids` is lost. Without `ravel`, NumPy keeps it: (N, T) becomes (N, T, D)."""
    return E[ids.ravel()], (ids, E)


@exercise.mistake("added up")
def _(ids, E):
    """The vectors of a sequence are added up. That is the bag of letters, which loses the order. Give one vector for
    each id.
    """
    return E[ids].sum(axis=-2), (ids, E)


@exercise.mistake("cache without the table")
def _(ids, E):
    """The rows are right. The cache should be the tuple (ids, E): the way back must know the shape of the table."""
    return E[ids], ids


@exercise.mistake("rows in the cache")
def _(ids, E):
    """The second part of the cache is what you looked up; wanted is the whole table E."""
    return E[ids], (ids, E[ids])


@exercise.mistake("cache the other way round")
def _(ids, E):
    """The cache is (ids, E), in this order: the way back unpacks it so."""
    return E[ids], (E, ids)


@exercise.accepts("embedding loops")
def _(ids, E):
    out = np.empty((*np.shape(ids), E.shape[1]), E.dtype)
    for place in np.ndindex(ids.shape):
        out[place] = E[ids[place]]
    return out, (ids, E)


@exercise.accepts("STYLE")
def _(ids, E):
    return (np.take(E, ids, axis=0), [ids, E])
