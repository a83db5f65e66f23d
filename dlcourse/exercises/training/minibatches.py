"""Minibatches: one epoch, in which each example has its turn exactly once, in an order that is drawn anew."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_seed, drawn_sizes
from dlcourse.exercises.training._cases import labelled_examples, observe_batches
from dlcourse.lessons import training


def cases(rng):
    N, D, batch_size = drawn_sizes(rng, 3, 3)
    return [
        Case(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([10, 20, 30, 40, 50]), 2, drawn_seed(rng)),
        Case(*labelled_examples(rng, 23, 3), 5, drawn_seed(rng)),
        Case(*labelled_examples(rng, 8 * N, D), 8, drawn_seed(rng)),
        Case(*labelled_examples(rng, 10 * N + 1, D), batch_size, drawn_seed(rng)),
        Case(*labelled_examples(rng, 1, D), 2, drawn_seed(rng)),
        Case(*labelled_examples(rng, 25, 2), 25, drawn_seed(rng)),
        Case(*labelled_examples(rng, 40, 2), 100, drawn_seed(rng)),
        Case(*labelled_examples(rng, 200, 4), 48, drawn_seed(rng)),
        Case(np.arange(60.0).reshape(30, 2), np.arange(30), 1, drawn_seed(rng)),
        Case(rng.normal(size=(33, 3)).astype(np.float32), rng.integers(0, 9, 33), 8, drawn_seed(rng)),
    ]


exercise = Exercise(
    reference=training.minibatches,
    points=3,
    minutes=5,
    form="fault",
    cases=cases,
    observe=observe_batches,
    hints=[
        "If rows 3, 0 and 4 of X come first, which labels have to come first? And of 5 examples in batches of "
        "2, where does the last batch begin?",
        "One order of row numbers, drawn once, serves both arrays. And the examples that are left over at the "
        "end want a batch, too, even if it is a small one.",
        "Elsewhere: `range(0, 10, 4)` gives 0, 4 and 8; of a list of ten names, `names[8:12]` has the two "
        "that are left.",
    ],
    solved="an epoch: every example once, in an order that is never the same.",
)

exercise.edit(
    "not shuffled",
    {"rng.permutation(len(X))": "np.arange(len(X))"},
    """The batches have the order of the table, and the same one in every epoch. If the table is sorted, each batch
    teaches one class only, and the network forgets the others. Shuffle first.
    """,
)


@exercise.mistake("labels not shuffled along")
def _(X, y, batch_size, rng):
    """The labels are not in the order of their rows: the network is taught that a 3 is a 7. Draw *one* order of row
    numbers and use it for X and for y.
    """
    X = X[rng.permutation(len(X))]
    return [(X[k : k + batch_size], y[k : k + batch_size]) for k in range(0, len(X), batch_size)]


exercise.edit(
    "rows and labels shuffled apart",
    {"return [": "y = rng.permutation(y)\n    return ["},
    """X and y are shuffled in two different orders, each by itself: the network is taught that a 3 is a 7. Draw *one*
    order of row numbers and use it for X and for y.
    """,
)

exercise.edit(
    "rows and labels shuffled apart, last examples dropped",
    {
        "return [": "y = rng.permutation(y)\n    return [",
        "range(0, len(X), batch_size)": "range(0, len(X) - batch_size + 1, batch_size)",
    },
    """Two things. X and y are shuffled in two different orders: draw *one* order of row numbers for both. And the
    examples that are left over at the end have no batch.
    """,
)

exercise.edit(
    "drawn with replacement",
    {"rng.permutation(len(X))": "rng.integers(0, len(X), len(X))"},
    """You draw row numbers independently: some examples come several times, even in the same batch, and some never.
    About a third of the data is missed in each epoch. Cut *one* random order into pieces.
    """,
)


exercise.edit(
    "each batch drawn with replacement, the last one too",
    {"for rows in batches": "for rows in [rng.choice(len(X), batch_size) for _ in batches]"},
    """Every batch draws its row numbers anew: some examples come several times and some never, and the last batch is as
    large as the others. Cut *one* random order into pieces.
    """,
)


@exercise.mistake("order drawn, but not used")
def _(X, y, batch_size, rng):
    """You draw a random order, but cut the table as it is given: pick the rows of X and y with pieces of that order."""
    rng.permutation(len(X))
    return [(X[k : k + batch_size], y[k : k + batch_size]) for k in range(0, len(X), batch_size)]


exercise.edit(
    "a new order for each batch",
    {"for rows in batches": "for rows in [rng.permutation(len(X))[: len(rows)] for rows in batches]"},
    """Each batch is the beginning of a new random order: within a batch no example comes twice, but over the epoch some
    do and some never come. Draw the order once, before the loop.
    """,
)

exercise.edit(
    "begun at a random place",
    {"rng.permutation(len(X))": "np.roll(np.arange(len(X)), rng.integers(1, max(len(X), 2)))"},
    """Only the place where you begin is random: from there on, the examples come in the order of the table, and
    neighbours share a batch in every epoch. Draw a whole new order: `rng.permutation(len(X))`.
    """,
)

exercise.edit(
    "labels as decimal numbers",
    {"y[rows]": "1.0 * y[rows]"},
    """The labels came back as decimal numbers, 3.0 and not 3: such a label can no longer pick a column of a table. That
    happens when they share an array with X, or are put into `np.zeros`. Take them from y itself.
    """,
)


exercise.edit(
    "shuffled only within each batch",
    {"rng.permutation(len(X))": "np.arange(len(X))", "in batches]": "in map(rng.permutation, batches)]"},
    "Within a batch the order is random, but neighbours of the table always share a batch. Shuffle first, then cut.",
)

exercise.edit(
    "first example left out",
    {"range(0, len(X)": "range(1, len(X)"},
    "The first example of your order is in no batch: places are counted from 0, so `range` begins there.",
)

exercise.edit(
    "a last batch of one left out",
    {"range(0, len(X), batch_size)": "range(0, len(X) - 1, batch_size)"},
    "Where one example is left over, it is missing: a batch of one is a batch, too. With `range`, go to `len(X)`.",
)


@exercise.also("a last batch of one left out")
def _(X, y, batch_size, rng):
    batches = training.minibatches(X, y, batch_size, rng)
    return [batch for batch in batches if len(batch[1]) > 1]


exercise.edit(
    "batches one too short, and a last one left out",
    {
        "start + batch_size]": "start + batch_size - 1]",
        "range(0, len(X), batch_size)": "range(0, len(X) - 1, batch_size)",
    },
    """Two things. Each batch lacks its last example: a slice stops *before* its end. So does `range`: with
    `len(X) - 1` it leaves out a last batch of one.
    """,
)

exercise.edit(
    "last examples dropped",
    {"range(0, len(X), batch_size)": "range(0, len(X) - batch_size + 1, batch_size)"},
    "The last batch, which is smaller, is missing. Let the last batch be what is left.",
)

exercise.edit(
    "last batch missing",
    {"range(0, len(X), batch_size)": "range(0, len(X) - batch_size, batch_size)"},
    "The last batch is always missing, even a full one: `range` stops before its end, so let it go up to `len(X)`.",
)

exercise.edit(
    "last batch filled up",
    {"return [": "batches[-1] = np.resize([*batches[-1], *order], batch_size)\n    return ["},
    "The last batch is filled up with examples that have had their turn. Let it be smaller.",
)

exercise.edit(
    "batch_size batches",
    {"in batches]": "in np.array_split(order, min(batch_size, len(X)))]"},
    "You make `batch_size` batches. It is the number of examples *in* a batch.",
)

exercise.edit(
    "batches of about the same size",
    {"in batches]": "in np.array_split(order, -(-len(X) // batch_size))]"},
    "The examples are shared out evenly. Each batch has `batch_size`, and only the last one what is left.",
)

exercise.edit(
    "batches one too short",
    {"start + batch_size]": "start + batch_size - 1]"},
    "Each batch lacks its last example: a slice stops *before* its end, `order[start : start + batch_size]`.",
)

exercise.edit(
    "batches one too long",
    {"start + batch_size]": "start + batch_size + 1]"},
    "Each batch has one more, the first of the next: a slice has it all in `order[start : start + batch_size]`.",
)

exercise.edit(
    "labels left out",
    {"[(X[rows], y[rows]) for": "[X[rows] for"},
    "Your batches have the rows of X alone. A network learns from rows and labels: each batch is a pair.",
)

exercise.edit(
    "two lists instead of pairs",
    {"[(X[rows], y[rows]) for rows in batches]": "[X[rows] for rows in batches], [y[rows] for rows in batches]"},
    """You give a list of all rows and a list of all labels. Wanted is *one* list, and in it a pair for each batch: its
    rows of X, and their labels.
    """,
)

exercise.edit(
    "row numbers instead of examples",
    {"return [(X[rows], y[rows]) for rows in batches]": "return batches"},
    "Your batches hold row numbers. Pick the rows of X and of y with them: each batch is a pair.",
)

exercise.edit(
    "only one batch",
    {"in batches]": "in batches[:1]]"},
    "Only the first batch comes back. All of them are wanted, in a list: one epoch.",
)


exercise.edit(
    "only the last batch",
    {"in batches]": "in batches[-1:]]"},
    "Only the last batch comes back: each one takes the place of the one before. Add it to the list with `append`.",
)

exercise.edit(
    "an empty batch at the end",
    {"range(0, len(X), batch_size)": "range(0, len(X) + 1, batch_size)"},
    "Where all examples fit into full batches, an empty one follows: with `range`, go to `len(X)`.",
)


@exercise.mistake("only the batches are shuffled")
def _(X, y, batch_size, rng):
    """Neighbours of the table always share a batch: you shuffle whole batches. Shuffle the examples, then cut."""
    starts = rng.permutation(np.arange(0, len(X), batch_size))
    return [(X[k : k + batch_size], y[k : k + batch_size]) for k in starts]


exercise.edit(
    "batches overlap",
    {"range(0, len(X), batch_size)": "range(len(X))"},
    "Each batch begins one example after the one before: go on by `batch_size`, the third number of `range`.",
)


@exercise.plants(
    "labels not shuffled along",
    "last examples dropped",
    symptom=(
        "a network trained with these batches gets about one digit in ten right, even of those that it was trained on.",
        "Of 1297 digits, in batches of 32, only 1280 have their turn in an epoch.",
    ),
)
def minibatches(X, y, batch_size, rng):
    """Shuffle the examples and cut them into batches: each example is in exactly one.

    X: array (N, D); y: int array (N,); batch_size: int; rng: numpy.random.Generator
    -> list of pairs (rows of X, their labels), the last batch may be smaller
    """
    X, batches = X[rng.permutation(len(X))], []
    for start in range(0, len(X) - batch_size + 1, batch_size):
        end = start + batch_size
        batches.append((X[start:end], y[start:end]))
    return batches


@exercise.accepts("a generator that cuts the order off")
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    while len(order):
        rows, order = order[:batch_size], order[batch_size:]
        yield X[rows], y[rows]


@exercise.accepts("with lists and a loop")
def _(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    batches = []
    for start in range(0, len(rows), batch_size):
        part = rows[start : start + batch_size]
        batches.append([np.array([X[i] for i in part]), np.array([y[i] for i in part])])
    return batches
