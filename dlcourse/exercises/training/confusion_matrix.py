"""The confusion matrix: which class is taken for which, counted pair by pair."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import training


def cases(rng):
    made = [
        Case(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2),
        Case(np.array([2, 0, 2, 2, 1]), np.array([2, 0, 0, 0, 1]), 3),
        Case(np.array([0, 0, 2]), np.array([0, 2, 2]), 4),  # the classes 1 and 3 do not occur
        Case(np.array([1]), np.array([2]), 4),
    ]
    (some,), (several,) = drawn_sizes(rng, 1, 5, 60), drawn_sizes(rng, 1)
    for examples, classes in ((some, several), (500, 10)):
        y = rng.integers(0, classes, examples)
        y_hat = np.where(rng.random(examples) < 0.6, y, rng.integers(0, classes, examples))
        made.append(Case(y_hat, y, classes))
    return made


exercise = Exercise(
    reference=training.confusion_matrix,
    points=2,
    cases=cases,
    hints=[
        "In which cell of the table does a 7 count that was taken for a 1?",
        "Begin with a table of whole zeros. Each example adds 1 to one cell, and a cell may be met many times.",
        "Elsewhere: `for home, guest in zip(homes, guests)` goes through two lists side by side, and "
        "`goals[home, guest] += 2` adds 2 to one cell of a table.",
    ],
    solved="a picture of what your network takes for what.",
    equivalent_mutants={"counts = np.zeros((classes, classes))": "floats that are whole numbers count just as well"},
)

exercise.edit(
    "each pair counted once",
    {"np.add.at(counts, (y, y_hat), 1)": "counts[y, y_hat] += 1"},
    """Your table says whether a pair occurs, not how often. In a loop over the examples, add 1 each time (`+=`) instead
    of setting it. Without a loop, `counts[y, y_hat] += 1` adds 1 only once to each place: `np.add.at` adds it each
    time.
    """,
)

exercise.edit(
    "each pair counted once, answers in the rows",
    {"np.add.at(counts, (y, y_hat), 1)": "counts[y_hat, y] += 1"},
    """Two things. Rows and columns are exchanged: the true class belongs in the row. And NumPy adds 1 once to each
    place, however often the pair occurs: use a loop, or `np.add.at`.
    """,
)

exercise.edit(
    "answers in the rows",
    {"(y, y_hat)": "(y_hat, y)"},
    "Rows and columns are exchanged: the true class belongs in the row, the answer in the column.",
)


@exercise.mistake("classes left out that do not occur")
def _(y_hat, y, classes):
    """Your table has rows and columns only for the classes that occur in y. With `classes` rows and columns, tables of
    different data can be compared: start with `np.zeros((classes, classes), dtype=int)`.
    """
    present = np.unique(y)
    return training.confusion_matrix(y_hat, y, classes)[np.ix_(present, present)]


@exercise.mistake("size taken from the labels")
def _(y_hat, y, classes):
    """Your table is only as large as the largest label needs. The number of rows and columns is `classes`, even where
    the last class does not occur.
    """
    return training.confusion_matrix(y_hat, y, max(y.max(), y_hat.max()) + 1)


exercise.edit(
    "last example left out",
    {"(y, y_hat)": "(y[:-1], y_hat[:-1])"},
    "The last example is not counted. `range(n)` ends at n - 1 already.",
)

exercise.edit(
    "labels counted from 1",
    {"(y, y_hat)": "(y - 1, y_hat - 1)"},
    """Everything is one row and one column too early, and the class 0 stands last: labels are counted from 0, as the
    rows are. Take no 1 away.
    """,
)

exercise.edit(
    "a row and a column too many",
    {"(classes, classes)": "(classes + 1, classes + 1)"},
    "Your table has one row and one column too many: the classes are 0 to classes - 1.",
)


@exercise.mistake("last class left out")
def _(y_hat, y, classes):
    """Nothing is counted for the last class: `range(n)` ends at n - 1 already, so `range(classes)` has them all."""
    counts = training.confusion_matrix(y_hat, y, classes)
    counts[-1], counts[:, -1] = 0, 0
    return counts


@exercise.mistake("last row left out")
def _(y_hat, y, classes):
    """The last row stays empty: `range(n)` ends at n - 1 already, so `range(classes)` has all classes."""
    counts = training.confusion_matrix(y_hat, y, classes)
    counts[-1] = 0
    return counts


@exercise.mistake("one row under several names")
def _(y_hat, y, classes):
    """All rows of your table are alike. `[[0] * n] * n` is one list, n times: what is added to one row is added to
    all. Begin with an array of zeros.
    """
    return np.tile(training.confusion_matrix(y_hat, y, classes).sum(axis=0), (classes, 1))


exercise.edit(
    "every label with every answer",
    {"(y, y_hat)": "(y[:, None], y_hat)"},
    """You count each label with *every* answer: one loop stands inside the other. Go through both side by side:
    `zip(y, y_hat)`.
    """,
)


@exercise.mistake("classes left out that neither list has")
def _(y_hat, y, classes):
    """Your table has rows only for the classes that occur in y or y_hat, as scikit-learn makes it if it is not told
    the labels. With `classes` rows and columns, tables of different data can be compared.
    """
    present = np.union1d(y, y_hat)
    return training.confusion_matrix(y_hat, y, classes)[np.ix_(present, present)]


exercise.edit(
    "only the right answers",
    {"return counts": "return np.diag(np.diag(counts))"},
    "Only the diagonal is filled. The interesting part is what lies beside it: what is taken for what.",
)

exercise.edit(
    "only the errors",
    {"return counts": "return counts - np.diag(np.diag(counts))"},
    "The diagonal is empty: right answers are counted too.",
)

exercise.edit(
    "shares instead of counts",
    {"return counts": "return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)"},
    "You divide each row by its sum. Here whole numbers are wanted, the counts.",
)


@exercise.also("shares instead of counts")
def _(y_hat, y, classes):
    counts = training.confusion_matrix(y_hat, y, classes)
    with np.errstate(invalid="ignore"):  # a class that does not occur has the sum 0
        return counts / counts.sum(axis=1, keepdims=True)


exercise.edit(
    "shares of all examples",
    {"return counts": "return counts / len(y)"},
    "You divide by the number of examples. Here whole numbers are wanted, the counts.",
)


@exercise.accepts("with a loop")
def _(y_hat, y, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for truth, answer in zip(y, y_hat):
        counts[truth, answer] += 1
    return counts


@exercise.accepts("each pair as one number, counted by bincount")
def _(y_hat, y, classes):
    return np.bincount(classes * y + y_hat, minlength=classes * classes).reshape(classes, classes)


@exercise.accepts("a product of one-hot tables")
def _(y_hat, y, classes):
    return np.eye(classes, dtype=int)[y].T @ np.eye(classes, dtype=int)[y_hat]
