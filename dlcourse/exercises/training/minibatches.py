"""Shuffle the examples and cut them into batches: each example is in exactly one."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed
from dlcourse.exercises.training._cases import ENOUGH, amount, labelled, labelled_examples, labels_belong, places_of
from dlcourse.lessons import training


def cases(rng):
    return [
        Case(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([10, 20, 30, 40, 50]), 2, drawn_seed(rng)),
        Case(*labelled_examples(rng, 23, 3), 5, drawn_seed(rng)),
        Case(*labelled_examples(rng, 64, 2), 16, drawn_seed(rng)),
        Case(*labelled_examples(rng, 40, 2), 100, drawn_seed(rng)),
        Case(*labelled_examples(rng, 200, 4), 48, drawn_seed(rng)),
        Case(np.arange(60.0).reshape(30, 2), np.arange(30), 1, drawn_seed(rng)),
        Case(rng.normal(size=(33, 3)).astype(np.float32), rng.integers(0, 9, 33), 8, drawn_seed(rng)),
    ]


def _observe_batches(arguments, value):
    """The sizes of the batches, whether each example is in exactly one, with its own label, and the order."""
    if not isinstance(value, list | tuple):
        raise Malformed(f"What came back is {describe(value)}; wanted is a list of batches, (rows of X, labels).")
    batches = [labelled(part, f"Batch {k}") for k, part in enumerate(value, 1)]
    if not batches:
        raise Malformed("The list of batches is empty.")
    places = [places_of(arguments, X) for X, _ in batches]
    together, labels = np.concatenate(places), np.concatenate([y for _, y in batches])
    total, counts = len(arguments["X"]), np.bincount(together[together >= 0], minlength=len(arguments["X"]))
    seen = {
        "sizes of the batches": ", ".join(str(len(X)) for X, _ in batches),
        "rows that are not in X": amount((together < 0).sum(), total),
        "examples in no batch": amount((counts == 0).sum(), total),
        "examples in several places": amount((counts > 1).sum(), total),
        "a batch with an example twice": "yes" if any(len(set(p)) < len(p) for p in places) else "no",
        "labels": labels_belong(arguments, together, labels),
    }
    if total >= ENOUGH:
        runs = all(np.ptp(p) == len(p) - 1 for p in places)
        as_given = np.array_equal(together, np.arange(len(together)))
        neighbours = runs and any(len(p) > 1 for p in places) and len(places) > 1
        seen["order"] = "that of X" if as_given else "neighbours stay together" if neighbours else "shuffled"
    return seen


exercise = Exercise(
    reference=training.minibatches,
    points=3,
    cases=cases,
    observe=_observe_batches,
    withheld=("fit",),
    hints=[
        "First a random order of all row numbers, then cut it into pieces; each piece picks rows of X and of y.",
        "`order = rng.permutation(len(X))`. Pieces begin at `range(0, len(X), batch_size)`; a slice that goes "
        "beyond the end simply stops there.",
        "In the loop: `rows = order[start : start + batch_size]` and `batches.append((X[rows], y[rows]))`.",
    ],
    solved="an epoch: every example once, in an order that is never the same.",
)


def _cut(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


@exercise.mistake("not shuffled")
def _(X, y, batch_size, rng):
    """The batches have the order of the table, and the same one in every epoch. If the table is sorted, each batch
    teaches one class only, and the network forgets the others. Shuffle first.
    """
    return [(X[rows], y[rows]) for rows in _cut(np.arange(len(X)), batch_size)]


@exercise.mistake("labels not shuffled along")
def _(X, y, batch_size, rng):
    """X is shuffled, y is not: the network is taught that a 3 is a 7. Use the same order of row numbers for both."""
    X = X[rng.permutation(len(X))]
    return [(X[rows], y[rows]) for rows in _cut(np.arange(len(X)), batch_size)]


@exercise.mistake("drawn with replacement")
def _(X, y, batch_size, rng):
    """You draw row numbers independently: some examples come several times, even in the same batch, and some never.
    About a third of the data is missed in each epoch. Cut *one* random order into pieces.
    """
    rows = [rng.integers(0, len(X), len(part)) for part in _cut(np.arange(len(X)), batch_size)]
    return [(X[part], y[part]) for part in rows]


@exercise.mistake("a new order for each batch")
def _(X, y, batch_size, rng):
    """Each batch is the beginning of a new random order: within a batch no example comes twice, but over the epoch some
    do and some never come. Draw the order once, before the loop.
    """
    rows = [rng.permutation(len(X))[: len(part)] for part in _cut(np.arange(len(X)), batch_size)]
    return [(X[part], y[part]) for part in rows]


@exercise.mistake("last examples dropped")
def _(X, y, batch_size, rng):
    """The last batch, which is smaller, is missing: its examples are not seen in this epoch. Let the last batch be what
    is left.
    """
    order = rng.permutation(len(X))
    if len(X) < batch_size:
        return []
    return [(X[rows], y[rows]) for rows in _cut(order, batch_size) if len(rows) == batch_size]


@exercise.mistake("last batch filled up")
def _(X, y, batch_size, rng):
    """The last batch is filled up with examples that have had their turn. Let it be smaller: each example comes
    once.
    """
    order = rng.permutation(len(X))
    rows = _cut(order, batch_size)
    rows[-1] = np.resize(np.concatenate([rows[-1], order]), batch_size)
    return [(X[part], y[part]) for part in rows]


@exercise.mistake("batch_size batches")
def _(X, y, batch_size, rng):
    """You make `batch_size` batches. It is the number of examples *in* a batch."""
    order = rng.permutation(len(X))
    return [(X[rows], y[rows]) for rows in np.array_split(order, min(batch_size, len(X)))]


@exercise.mistake("only one batch")
def _(X, y, batch_size, rng):
    """Only the first batch comes back. All of them are wanted, in a list: one epoch."""
    rows = rng.permutation(len(X))[:batch_size]
    return [(X[rows], y[rows])]


@exercise.mistake("only the batches are shuffled")
def _(X, y, batch_size, rng):
    """Neighbours of the table always share a batch: you shuffle whole batches. Shuffle the examples, then cut."""
    rows = _cut(np.arange(len(X)), batch_size)
    return [(X[rows[k]], y[rows[k]]) for k in rng.permutation(len(rows))]


@exercise.mistake("batches overlap")
def _(X, y, batch_size, rng):
    """Each batch begins one example after the one before, so that most examples come many times. Go on by `batch_size`:
    `range(0, len(X), batch_size)`.
    """
    order = rng.permutation(len(X))
    return [(X[order[k : k + batch_size]], y[order[k : k + batch_size]]) for k in range(len(X))]


@exercise.accepts("batches yielded")
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    while len(order):
        rows, order = order[:batch_size], order[batch_size:]
        yield X[rows], y[rows]


@exercise.accepts("batches by loop")
def _(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    batches = []
    for start in range(0, len(rows), batch_size):
        part = rows[start : start + batch_size]
        batches.append([np.array([X[i] for i in part]), np.array([y[i] for i in part])])
    return batches


@exercise.accepts("batches by sorting")
def _(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    return [(X[rows], y[rows]) for rows in np.split(order, range(batch_size, len(X), batch_size))]
