"""The first layer of every model of text: a vector of numbers for each character, looked up in a table."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import rnn


def cases(rng):
    def case(shape, V, D):
        return Case(rng.integers(0, V, shape), rng.normal(size=(V, D)))

    return [
        Case(np.array([2, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])),
        Case(np.array([[0, 1, 1], [2, 0, 1]]), rng.normal(size=(3, 4))),
        case(drawn_sizes(rng, 2, 2, 5), *drawn_sizes(rng, 2, 6, 9)),
        case(drawn_sizes(rng, 3, 2, 5), *drawn_sizes(rng, 2, 6, 9)),
        case((5, 1), 7, 2),
        case((1,), 2, 5),
        Case(np.array([[3, 3, 3, 3]]), rng.normal(size=(4, 2))),
        case((20, 15), 38, 16),
        Case(rng.integers(0, 4, (2, 3)), rng.normal(size=(4, 3)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=rnn.embedding_forward,
    inside={"cache": ("ids", "E")},
    points=1,
    cases=cases,
    outputs=("out", "cache"),
    hints=[
        "Which of the two axes of E counts the characters?",
        "An array of ids can stand as an index: each of its numbers takes a row along the first axis, and the shape of "
        "the ids stays.",
        "`prices[np.array([[0, 2], [2, 2]])]` looks up four prices, in the shape (2, 2).",
    ],
    solved="the first layer of every model of text: a table of vectors, one for each character.",
)


exercise.edit(
    "columns instead of rows",
    {"E[ids],": "np.moveaxis(E[:, ids % E.shape[1]], 0, -1),"},
    """You take columns of the table. The vector of a character is a *row*, so that D numbers stand for it: ids count
    along the first axis.""",
)


exercise.edit(
    "counted from 1",
    {"E[ids],": "E[ids - 1],"},
    "Each id gets the row before its own. Ids count from 0, as rows do.",
)


exercise.edit(
    "ones and zeros instead of the row",
    {"E[ids],": "np.eye(len(E), dtype=E.dtype)[ids],"},
    """What comes back has a 1 at the place of the character and V numbers. The embedding is the *row* of E there;
    multiplied by E, your rows would give it.""",
)


exercise.edit(
    "all steps in one row",
    {"E[ids],": "E[ids.ravel()],"},
    "The rows are right, but the shape of `ids` is lost. Without `ravel`, NumPy keeps it: (N, T) becomes (N, T, D).",
)


exercise.edit(
    "added up",
    {"E[ids],": "E[ids].sum(axis=1),"},
    """The vectors of a sequence are added up. That is the bag of letters, which loses the order. Give one vector for
    each id.""",
)


exercise.edit(
    "cache without the table",
    {"(ids, E)": "ids"},
    "The rows are right. The cache should be the tuple (ids, E): the backward pass must know the shape of the table.",
)


exercise.edit(
    "rows in the cache",
    {"(ids, E)": "(ids, E[ids])"},
    "The second part of the cache is what you looked up; wanted is the whole table E.",
)


exercise.edit(
    "cache the other way round",
    {"(ids, E)": "(E, ids)"},
    "The cache is (ids, E), in this order: the backward pass unpacks it so.",
)


exercise.edit(
    "mean over the steps",
    {"E[ids],": "E[ids].mean(axis=1),"},
    "The mean over axis 1 is taken, where the steps are. Give one vector for each id, and no mean of them.",
)


exercise.edit(
    "first sequence only",
    {"E[ids],": "E[ids[0]],"},
    "Only the first row of `ids` is looked up. As an index, NumPy takes a whole array of ids, whatever its shape.",
)


exercise.edit(
    "numbers of a vector in front",
    {"E[ids],": "E.T[:, ids],"},
    "The D numbers of a vector stand on the first axis. They come last: the shape of `ids`, with D behind it.",
)


exercise.edit(
    "row times its id",
    {"E[ids],": "ids[..., None] * E[ids],"},
    "Each row is multiplied by its id. An id only says *which* row: it is a name, and no amount.",
)


exercise.edit(
    "multiplied by the root of D",
    {"E[ids],": "E[ids] * np.sqrt(E.shape[1]),"},
    "The rows are multiplied by sqrt(D), as transformers do it. Here they are looked up, and that is all.",
)


exercise.edit(
    "shape of the table in the cache",
    {"(ids, E)": "(ids, E.shape)"},
    "The rows are right. The second part of the cache is the table E itself, and not its shape.",
)


exercise.edit(
    "row after its own",
    {"E[ids],": "E[(ids + 1) % len(E)],"},
    """Each id gets the row after its own. Ids count from 0, as rows do.""",
)


exercise.edit(
    "last sequence only",
    {"E[ids],": "E[ids[-1]],"},
    """Only the last row of `ids` is looked up. As an index, NumPy takes a whole array of ids, whatever its shape.""",
)


exercise.edit(
    "each character once",
    {"E[ids],": "E[np.unique(ids)],"},
    """Each character comes once, in the order of the table. Give a row for each id, in the order of the text.""",
)


exercise.edit(
    "single numbers of the table",
    {"E[ids],": "np.take(E, ids),"},
    """Each id gets one number: without an axis, `np.take` counts through the table as if it were one long row. Wanted
    are whole rows, along axis 0.""",
)


@exercise.accepts("id by id")
def _(ids, E):
    out = np.empty((*np.shape(ids), E.shape[1]), E.dtype)
    for place in np.ndindex(ids.shape):
        out[place] = E[ids[place]]
    return out, (ids, E)


@exercise.accepts("with np.take")
def _(ids, E):
    return np.take(E, ids, axis=0), [ids, E]
