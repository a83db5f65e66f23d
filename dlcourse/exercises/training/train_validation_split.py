"""A validation part: examples drawn at random that the network never learns from."""

import math

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed, drawn_sizes
from dlcourse.exercises.training._cases import ENOUGH, amount, labelled, labelled_examples, labels_belong, places_of
from dlcourse.lessons import training

PARTS = 10**7  # where so many can be drawn, one that looks unshuffled is no accident


def cases(rng):
    N, D, M = drawn_sizes(rng, 3, 3)
    rounded_up, rounded_down = (30 + N - 0.3) / (40 + 2 * N), (30 + N + 0.3) / (45 + 2 * N)  # of share N, never a half
    return [
        Case(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([10, 20, 30, 40, 50]), 0.4, drawn_seed(rng)),
        Case(*labelled_examples(rng, 6, 2), 0.3, drawn_seed(rng)),  # 1.8
        Case(*labelled_examples(rng, 40, 3), 0.25, drawn_seed(rng)),
        Case(*labelled_examples(rng, 103, 2), 0.1, drawn_seed(rng)),  # 10.3
        Case(*labelled_examples(rng, 40 + 2 * N, D), rounded_up, drawn_seed(rng)),
        Case(*labelled_examples(rng, 45 + 2 * N, M), rounded_down, drawn_seed(rng)),
        Case(*labelled_examples(rng, M, D), 1.0, drawn_seed(rng)),
        Case(*labelled_examples(rng, 1, D), 0.4, drawn_seed(rng)),
        Case(*labelled_examples(rng, 1, 2), 0.0, drawn_seed(rng)),  # of more examples, some draw nothing for none
        Case(np.arange(120.0).reshape(60, 2), np.arange(60), 0.5, drawn_seed(rng)),
        Case(rng.normal(size=(50, 3)).astype(np.float32), rng.integers(0, 9, 50), 0.2, drawn_seed(rng)),
    ]


def observe(arguments, value):
    """How many rows each part has, whether each example is in exactly one, with its own label."""
    if not (isinstance(value, list | tuple) and len(value) == 4):
        raise Malformed(f"Four arrays are wanted, X_train, y_train, X_validation, y_validation; not {describe(value)}.")
    train, validation = (
        labelled(part, f"The {name} part (in the order X_train, y_train, X_validation, y_validation)")
        for part, name in ((value[:2], "training"), (value[2:], "validation"))
    )
    places = [places_of(arguments, X) for X, _ in (train, validation)]
    found, total = set(places[0]) | set(places[1]), len(arguments["X"])
    seen = {
        "examples for training": len(train[0]),
        "examples for validation": len(validation[0]),
        "rows that are not in X": amount(sum((p < 0).sum() for p in places), total),
    }
    if total >= ENOUGH:
        seen |= {
            "examples in both parts": amount(len(set(places[0]) & set(places[1])), len(set(places[1]))),
            "examples in no part": amount(total - len(found - {-1}), total),
            "labels for training": labels_belong(arguments, places[0], train[1]),
            "labels for validation": labels_belong(arguments, places[1], validation[1]),
        }
    ways = math.comb(total, len(places[1]))
    if ways > PARTS:
        ends = (set(range(len(places[1]))), set(range(total - len(places[1]), total)))
        neighbours = ways > PARTS * total and gaps(set(places[1]), total) <= 1
        where = "the first or last of X" if set(places[1]) in ends else "neighbours in X" if neighbours else "drawn"
        seen["examples for validation are"] = where
    return seen


def gaps(rows, total):
    """How often a row is followed by one that is not among them, the first being the neighbour of the last."""
    return sum((row + 1) % total not in rows for row in rows)


exercise = Exercise(
    reference=training.train_validation_split,
    points=2,
    form="fault",
    cases=cases,
    observe=observe,
    hints=[
        "If the table is sorted, which rows does this function put aside? And which rows should the training "
        "part lack?",
        "A random order is random only as long as nobody puts it in order again. Cut it once: what stands "
        "before the cut is for one part, what stands behind it for the other.",
        "Elsewhere: with `cards = deck[shuffled]`, `cards[:5]` are dealt, and `cards[5:]` are those that stay "
        "in the deck.",
    ],
    solved="a small exam that the network has not seen, for every decision you are going to take.",
    equivalent_mutants={
        "count = int(np.floor(share * len(X) + 0.5))": "which way an exact half is rounded is left open",
    },
)

exercise.edit(
    "not shuffled",
    {"rng.permutation(len(X))": "np.arange(len(X))"},
    """The validation part is one end of the table as it is given. Data often comes sorted (all zeros first, or the easy
    patients first): then the two parts differ. Draw the rows at random.
    """,
)


exercise.edit(
    "neighbours put aside",
    {"rng.permutation(len(X))": "np.roll(np.arange(len(X)), rng.integers(1, max(len(X), 2)))"},
    """The validation part is a block of neighbours: only the place where it begins is random. Data often comes sorted,
    and then a block holds one kind of examples. Draw each row by itself: `rng.permutation(len(X))`.
    """,
)

exercise.edit(
    "labels as decimal numbers",
    {"y[train]": "1.0 * y[train]", "y[validation]": "1.0 * y[validation]"},
    """The labels came back as decimal numbers, 3.0 and not 3: such a label can no longer pick a column of a table. That
    happens when they share an array with X, or are put into `np.zeros`. Take them from y itself.
    """,
)


@exercise.mistake("X and y shuffled apart")
def _(X, y, share, rng):
    """X and y are shuffled in two different orders, or only one of them is: labels no longer stand beside their rows.
    Make *one* random order of row numbers and use it for both.
    """
    X, y, count = rng.permutation(X), rng.permutation(y), round(share * len(X))
    return X[count:], y[count:], X[:count], y[:count]


@exercise.mistake("labels shuffled, rows not")
def _(X, y, share, rng):
    """The rows keep their old order, and the labels are shuffled: they no longer stand beside their rows. Make *one*
    random order of row numbers and use it for both.
    """
    order, count = rng.permutation(len(X)), round(share * len(X))
    return X[count:], y[order[count:]], X[:count], y[order[:count]]


exercise.edit(
    "share of training instead of validation",
    {"order[:count], order[count:]": "order[count:], order[:count]"},
    """The training part has the size that the validation part should have: `share` is what is put aside for
    validation. Or are the two right, and come back in the wrong order?
    """,
)

exercise.edit(
    "number of examples rounded down",
    {"round(share * len(X))": "int(share * len(X))"},
    """Where share · N is no whole number, your number of validation examples is always the one below, as `int` and `//`
    give it. Here it is the nearest: `round`.
    """,
)

exercise.edit(
    "number of examples rounded up",
    {"round(share * len(X))": "int(np.ceil(share * len(X)))"},
    """Where share · N is no whole number, your number of validation examples is always the one above. Here it is the
    nearest: `round`. (Is the training part cut off instead? Then the rest is rounded up.)
    """,
)


@exercise.mistake("number of examples rounded down, and divided by the share")
def _(X, y, share, rng):
    """Two things. The number of validation examples is rounded down where it should be the nearest; and you divide by
    `share`, which may be 0. The number is `round(share * len(X))`.
    """
    order, count = rng.permutation(len(X)), int(len(X) // (1 / share))
    return X[order[count:]], y[order[count:]], X[order[:count]], y[order[:count]]


exercise.edit(
    "one example too many",
    {"round(share * len(X))": "round(share * len(X)) + 1"},
    "There is one example too many in the validation part: a slice `order[:count]` has `count` numbers.",
)

exercise.edit(
    "one example lost at the cut",
    {"order[:count], order[count:]": "order[:count], order[count + 1 :]"},
    "One example is in neither part: `order[:n]` ends before place n, so the other part begins *at* n.",
)


exercise.edit(
    "cut at minus the number",
    {"order[:count], order[count:]": "order[-count:], order[:-count]"},
    """All is well except where nothing is put aside: -0 is 0, so that `order[:-0]` is empty, and not everything. Cut
    from the front, or at `len(X) - count`.
    """,
)

exercise.edit(
    "validation examples trained on too",
    {"X[train], y[train]": "X, y"},
    """The training part still has all examples, those of the validation part too. Then validation measures what was
    learned by heart: take them out.
    """,
)


@exercise.mistake("drawn with repetition")
def _(X, y, share, rng):
    """Some examples occur several times, some in both parts, some in none: you draw each row number independently. A
    random order (`rng.permutation`) has each number once.
    """
    count = round(share * len(X))
    validation = rng.integers(0, len(X), count)
    train = rng.integers(0, len(X), len(X) - count)
    return X[train], y[train], X[validation], y[validation]


@exercise.mistake("a coin for each example")
def _(X, y, share, rng):
    """Each example is put aside by its own coin, so that the number of them is left to chance. Exactly `round(share *
    len(X))` are wanted: cut a random order in two.
    """
    drawn = rng.random(len(X)) < share
    return X[~drawn], y[~drawn], X[drawn], y[drawn]


@exercise.mistake("validation part drawn with repetition")
def _(X, y, share, rng):
    """The validation part has some examples twice: `rng.integers`, and `rng.choice` without `replace=False`, draw each
    number independently. A random order (`rng.permutation`) has each number once.
    """
    drawn = rng.choice(len(X), round(share * len(X)))
    train = np.setdiff1d(np.arange(len(X)), drawn)
    return X[train], y[train], X[drawn], y[drawn]


exercise.edit(
    "X_train, X_validation, y_train, y_validation",
    {"y[train], X[validation]": "X[validation], y[train]"},
    "The parts are right, but in the order of scikit-learn. Wanted is X_train, y_train, X_validation, y_validation.",
)


@exercise.plants(
    "not shuffled",
    "validation examples trained on too",
    symptom=(
        "the 178 wines come sorted by grower. Of a third of them, put aside by this function, all 59 are of the first "
        "grower, whatever the seed.",
        "A network that learns labels by heart, yes or no by tossing a coin, gets 100 % on its validation part, where "
        "half would be chance.",
    ),
)
def train_validation_split(X, y, share, rng):
    """Draw a share of the examples at random and put them aside for validation.

    X: array (N, D); y: int array (N,); share: a number from 0 to 1; rng: numpy.random.Generator
    -> (X_train, y_train, X_validation, y_validation): arrays (N - M, D), (N - M,), (M, D) and (M,),
    M is share N, rounded
    """
    order = np.sort(rng.permutation(len(X)))
    validation = order[: round(share * len(X))]
    return X[order], y[order], X[validation], y[validation]


@exercise.accepts("with a mask")
def _(X, y, share, rng):
    count = int(share * len(X) + 0.5)
    put_aside = np.zeros(len(X), dtype=bool)
    put_aside[rng.choice(len(X), count, replace=False)] = True
    return X[~put_aside], y[~put_aside], X[put_aside], y[put_aside]


@exercise.accepts("shuffled in place, cut from the other end")
def _(X, y, share, rng):
    rows = np.arange(len(X))
    rng.shuffle(rows)
    stop = len(X) - round(share * len(X))
    return [X[rows[:stop]], y[rows[:stop]], X[rows[stop:]], y[rows[stop:]]]


@exercise.accepts("scikit-learn's train_test_split")
def _(X, y, share, rng):
    from sklearn import model_selection

    count, seed = round(share * len(X)), int(rng.integers(10**6))
    if count in (0, len(X)):  # which scikit-learn refuses
        return (X, y, X[:0], y[:0]) if count == 0 else (X[:0], y[:0], X, y)
    parts = model_selection.train_test_split(X, y, test_size=count, random_state=seed)
    return parts[0], parts[2], parts[1], parts[3]
