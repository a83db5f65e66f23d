"""The backward pass of an embedding: each row of the table collects from all places where it was used."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
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
        case(drawn_sizes(rng, 2, 2, 5), *drawn_sizes(rng, 2, 6, 9)),
        case(drawn_sizes(rng, 3, 2, 5), *drawn_sizes(rng, 2, 6, 9)),
        case((1, 1), 2, 4),
        case((20, 30), 38, 5),
        as_float32_case(case((3, 4), 5, 2)),
    ]


exercise = Exercise(
    reference=rnn.embedding_backward,
    inside={"cache": ("ids", "E")},
    points=2,
    cases=cases,
    hints=[
        "What should become of the row of a character that comes twice, and what of one that does not come?",
        "Begin with zeros in the shape of the table, and add each gradient to the row of its character: one place "
        "after "
        "the other. An index with repeated ids on the left of `+=` writes each row once; NumPy's `ufunc.at` does not.",
        "`np.add.at(votes, chosen, 1)` counts each vote, also where a name stands in `chosen` several times; "
        "`votes[chosen] += 1` does not. A loop over `np.ndindex(chosen.shape)` would do, too.",
    ],
    solved="the gradient of a table: every place where a character was used has its say.",
)


exercise.edit(
    "repeated characters counted once",
    {"np.add.at(dE, ids, d_out)": "dE[ids] += d_out"},
    """Where a character comes twice, only one of its gradients counts. `dE[ids] = d_out` and also `dE[ids] += d_out`
    write each row once. `np.add.at` adds all of them up.""",
)


exercise.edit(
    "gradient of the output returned",
    {"return dE": "return d_out"},
    """The gradient of the output comes back unchanged. Wanted is that of the table: shape (V, D), with a sum for each
    character.""",
)


@exercise.mistake("mean over the places")
def _(d_out, cache):
    """Each row is divided by how often its character comes. A character that is used ten times has ten ways to act on
    the loss: they add up.
    """
    ids, E = cache
    counts = np.bincount(ids.ravel(), minlength=len(E)).astype(E.dtype)
    return rnn.embedding_backward(d_out, cache) / np.maximum(counts, 1)[:, None]


exercise.edit(
    "started from the table",
    {"return dE": "return E + dE"},
    "The numbers of E are still in there: you add to the table itself. Begin with zeros, `np.zeros_like(E)`.",
)


exercise.edit(
    "times the table",
    {"return dE": "return E * dE"},
    "The gradient is multiplied by E. Looking up a row copies it: the slope is 1.",
)


exercise.edit(
    "places counted",
    {"ids, d_out)": "ids, np.ones_like(d_out))"},
    "You count how often each character comes, and leave out what came back to it: add up the rows of `d_out`.",
)


exercise.edit(
    "only the rows that were used",
    {"return dE": "return dE[np.unique(ids)]"},
    """The rows of characters that did not come are missing. Their gradient is 0, and they must be there: shape (V, D),
    as E.""",
)


exercise.edit(
    "looked up once more",
    {"return dE": "return E[ids] * d_out"},
    """You look the rows up again and multiply. Backward, each row of `d_out` goes to the row of the table that
    it was copied from.""",
)


@exercise.mistake("first place of each character")
def _(d_out, cache):
    """Of each character only the gradient at its first place counts. Each place where it was used has its say: add them
    up.
    """
    ids, E = cache
    dE, (used, places) = np.zeros_like(E), np.unique(ids, return_index=True)
    dE[used] = d_out.reshape(-1, E.shape[1])[places]
    return dE


exercise.edit(
    "counted from 1",
    {"ids, d_out)": "ids - 1, d_out)"},
    "Each gradient goes to the row before its own. Ids count from 0, as rows do.",
)


exercise.edit(
    "first sequence only",
    {"ids, d_out)": "ids[0], d_out[0])"},
    "Only the first row of `ids` counts. `np.add.at` takes a whole array of ids, whatever its shape.",
)


exercise.edit(
    "divided by the number of places",
    {"return dE": "return dE / ids.size"},
    "All is divided by the number of places. Gradients add up; if a mean is wanted, the loss has taken it already.",
)


@exercise.mistake("repeated characters of a sequence counted once")
def _(d_out, cache):
    """Your loop goes over the sequences, and where a character comes twice in *one* of them, only one of its gradients
    counts: `dE[ids[n]] += d_out[n]` writes each row once. `np.add.at` adds all of them up.
    """
    ids, E = cache
    dE = np.zeros_like(E)
    for n in range(len(ids)):
        dE[ids[n]] += d_out[n]
    return dE


@exercise.mistake("numbers of a vector added up")
def _(d_out, cache):
    """All numbers of a row get the same: you add up along D. Each number of a vector has a gradient of its own."""
    return rnn.embedding_backward(d_out.sum(axis=-1, keepdims=True) + 0 * d_out, cache)


@exercise.mistake("gradients looked up")
def _(d_out, cache):
    """You take rows *out of* d_out, at the ids. The ids are rows of the table: each gradient goes *into* the row of its
    character.
    """
    ids, E = cache
    rows = d_out.reshape(-1, E.shape[1])
    return rows[ids % len(rows)]


@exercise.mistake("table ends with its last used row")
def _(d_out, cache):
    """The table of gradients ends with the largest id that came. Characters that did not come have rows, too: begin
    with the shape of E.
    """
    return rnn.embedding_backward(d_out, cache)[: cache[0].max() + 1]


@exercise.mistake("whole numbers added up")
def _(d_out, cache):
    """What is behind the decimal point is lost: your table of zeros holds whole numbers. `np.zeros_like(E)` makes one
    like E.
    """
    ids, E = cache
    dE = np.zeros(E.shape, dtype=int)
    for place in np.ndindex(ids.shape):
        dE[ids[place]] = (dE[ids[place]] + d_out[place]).astype(int)
    return dE


@exercise.accepts("id by id")
def _(d_out, cache):
    ids, E = cache
    dE = np.zeros(E.shape, E.dtype)
    for place in np.ndindex(ids.shape):
        dE[ids[place]] += d_out[place]
    return dE


@exercise.accepts("as a product with ones and zeros")
def _(d_out, cache):
    ids, E = cache
    one_hot = (ids.reshape(-1, 1) == np.arange(len(E))).astype(E.dtype)
    return one_hot.T @ d_out.reshape(-1, E.shape[1])


@exercise.accepts("the fast form of the course")
def _(d_out, cache):
    return embedding_backward_fast(d_out, cache)


@exercise.accepts("with bincount, number by number")
def _(d_out, cache):
    ids, E = cache
    rows = d_out.reshape(-1, E.shape[1])
    return np.stack([np.bincount(ids.ravel(), row, minlength=len(E)) for row in rows.T], axis=1).astype(E.dtype)
