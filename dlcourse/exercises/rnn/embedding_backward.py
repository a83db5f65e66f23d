"""The gradient of the table: each row collects what comes back to all places where it was used."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.rnn._cases import as_float32_case
from dlcourse.lessons import rnn
from dlcourse.nn.rnn import embedding_backward_fast


def cases(rng):
    def case(shape, V, D):
        return Case(rng.normal(size=(*shape, D)), (rng.integers(0, V, shape), rng.normal(size=(V, D))))

    return [
        Case(np.array([[1.0], [10.0], [100.0]]), (np.array([2, 0, 2]), np.array([[0.5], [-0.5], [1.5]]))),
        case((2, 4), 3, 2),
        case((6,), 9, 3),
        Case(np.ones((2, 3, 2)), (np.full((2, 3), 1), rng.normal(size=(4, 2)))),
        case((3, 2, 2), 4, 3),
        case((1, 1), 2, 4),
        case((20, 30), 38, 5),
        as_float32_case(case((3, 4), 5, 2)),
    ]


exercise = Exercise(
    reference=rnn.embedding_backward,
    points=2,
    cases=cases,
    withheld=("embedding_backward_fast",),
    hints=[
        "A character that comes twice gets two gradients. Which function adds up at repeated places?",
        "Begin with `dE = np.zeros_like(E)`: characters that do not come keep a gradient of 0.",
        "`ids, E = cache`, then `dE = np.zeros_like(E)` and `np.add.at(dE, ids, d_out)`; return dE.",
    ],
    solved="the way back to the table: every place where a character was used has its say.",
)


@exercise.mistake("repeated characters counted once")
def _(d_out, cache):
    """Where a character comes twice, only one of its gradients counts. `dE[ids] = d_out` and also `dE[ids] += d_out`
    write each row once. `np.add.at(dE, ids, d_out)` adds all of them up.
    """
    ids, E = cache
    dE = np.zeros_like(E)
    dE[ids] += d_out
    return dE


@exercise.mistake("given on as it came")
def _(d_out, cache):
    """The gradient of the output comes back unchanged. Wanted is that of the table: shape (V, D), with a sum for each
    character.
    """
    return d_out


@exercise.mistake("mean over the places")
def _(d_out, cache):
    """Each row is divided by how often its character comes. A character that is used ten times has ten ways to act on
    the loss: they add up.
    """
    ids, E = cache
    counts = np.bincount(ids.ravel(), minlength=len(E)).astype(E.dtype)
    return rnn.embedding_backward(d_out, cache) / np.maximum(counts, 1)[:, None]


@exercise.mistake("started from the table")
def _(d_out, cache):
    """The numbers of E are still in there: you add to the table itself. Begin with zeros, `np.zeros_like(E)`."""
    return cache[1] + rnn.embedding_backward(d_out, cache)


@exercise.mistake("times the table")
def _(d_out, cache):
    """The gradient is multiplied by E. Looking up a row copies it: the slope is 1."""
    return cache[1] * rnn.embedding_backward(d_out, cache)


@exercise.mistake("places counted")
def _(d_out, cache):
    """You count how often each character comes, and leave out what came back to it: add up the rows of `d_out`."""
    return rnn.embedding_backward(np.ones_like(d_out), cache)


@exercise.mistake("only the rows that were used")
def _(d_out, cache):
    """The rows of characters that did not come are missing. Their gradient is 0, and they must be there: shape (V, D),
    as E.
    """
    return rnn.embedding_backward(d_out, cache)[np.unique(cache[0])]


@exercise.mistake("looked up once more")
def _(d_out, cache):
    """You look the rows up again and multiply. On the way back, each row of `d_out` goes to the row of the table that
    it was copied from.
    """
    return cache[1][cache[0]] * d_out


@exercise.accepts("embedding gradient loops")
def _(d_out, cache):
    ids, E = cache
    dE = np.zeros(E.shape, E.dtype)
    for place in np.ndindex(ids.shape):
        dE[ids[place]] += d_out[place]
    return dE


@exercise.accepts("embedding gradient by ones")
def _(d_out, cache):
    ids, E = cache
    one_hot = (ids.reshape(-1, 1) == np.arange(len(E))).astype(E.dtype)
    return one_hot.T @ d_out.reshape(-1, E.shape[1])


@exercise.accepts("STYLE rnn.embedding_backward_fast")
def _(d_out, cache):
    return (embedding_backward_fast)(d_out, cache)
