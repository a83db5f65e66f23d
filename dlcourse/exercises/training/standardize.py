"""Standardize: inputs of equal size, without a look at the test part."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.training._cases import table_cases
from dlcourse.lessons import training

PARTS = ("X_train", "X_test")
DROWNED = (
    "But if a column that was constant in training is a little different in a test example, the difference is divided "
    "by a tiny number: it becomes huge and drowns all other inputs. Where the spread is 0, divide by 1."
)

exercise = Exercise(
    reference=training.standardize,
    points=3,
    minutes=6,
    cases=table_cases,
    rtol=1e-6,
    atol=1e-9,
    outputs=PARTS,
    hints=[
        "How many means are there for 120 wines with 13 measurements each, and from which wines do they come?",
        "Two rows of numbers describe the training part: a mean and a spread for each column. The same two "
        "serve both parts. Where a spread is 0, what can you divide by so that a difference stays as it is?",
        "Elsewhere: `heights.max(axis=0)` has one number for each column of a table, and `np.where(rates > 5, "
        "5, rates)` has the rates, but nowhere more than 5.",
    ],
    solved="inputs on an equal footing, and a test set that knows nothing of it.",
)


@exercise.mistake("test set standardized by its own numbers")
def _(X_train, X_test):
    """The training part is right, but the test part is shifted and scaled by its own mean and spread. Later, examples
    come one at a time and have no mean: the same pixel value must always become the same number. Use the mean and
    spread of X_train for both.
    """
    return training.standardize(X_train, X_train)[0], training.standardize(X_test, X_test)[0]


@exercise.mistake("test set by its own numbers, constant columns divided by zero")
def _(X_train, X_test):
    """Two things. The test part is shifted and scaled by its own mean and spread: later, examples come one at a time
    and have none, so use the mean and spread of X_train for both. And where a column is constant, its spread is 0, and
    0 / 0 is nan: divide by 1 there; `np.where` can choose.
    """
    return tuple((X - X.mean(axis=0)) / X.std(axis=0) for X in (X_train, X_test))


@exercise.mistake("test set looked at")
def _(X_train, X_test):
    """Mean and spread come from both parts together, so that the test set has had a say in the training: it
    leaks. Compute them from X_train alone.
    """
    both = np.concatenate([X_train, X_test])
    return training.standardize(both, X_train)[1], training.standardize(both, X_test)[1]


exercise.edit(
    "test set centred by its own mean",
    {"(X_test - mean)": "(X_test - X_test.mean(axis=0))"},
    """The test part is divided by the right spread, but its own mean is subtracted. The same pixel value must always
    become the same number: use the mean of X_train for both.
    """,
)

exercise.edit(
    "test set divided by its own spread",
    {"(X_test - mean) / std": "(X_test - mean) / np.where(X_test.std(axis=0) > 0, X_test.std(axis=0), 1)"},
    """The right mean is subtracted from the test part, but it is divided by its own spread. Use the spread of X_train
    for both.
    """,
)

exercise.edit(
    "mean taken away last",
    {"(X_train - mean) / std, (X_test - mean) / std": "X_train / std - mean, X_test / std - mean"},
    "You divide first and take the mean away afterwards, but it is the mean of the numbers before the division.",
)

exercise.edit(
    "brackets missing",
    {"(X_train - mean) / std, (X_test - mean) / std": "X_train - mean / std, X_test - mean / std"},
    """Only the mean is divided by the spread: `/` comes before `-`. The difference needs brackets, so that all of it
    is divided.
    """,
)


@exercise.mistake("one mean for all columns")
def _(X_train, X_test):
    """You take one mean and one spread of the whole table. Each column (input) has its own: `axis=0`."""
    return tuple((X - X_train.mean()) / X_train.std() for X in (X_train, X_test))


@exercise.mistake("one mean for all columns, of both parts")
def _(X_train, X_test):
    """Two things: the test part has a say in mean and spread, which come from X_train alone; and they are of the whole
    table, but each column has its own, `axis=0`.
    """
    both = np.concatenate([X_train, X_test])
    return tuple((X - both.mean()) / both.std() for X in (X_train, X_test))


@exercise.mistake("one variance for all columns")
def _(X_train, X_test):
    """Two things: mean and variance are of the whole table, but each column has its own, `axis=0`; and the division is
    by the standard deviation, the root of the variance.
    """
    return tuple((X - X_train.mean()) / X_train.var() for X in (X_train, X_test))


@exercise.mistake("rows standardized instead of columns")
def _(X_train, X_test):
    """You go along the rows (`axis=1`): each example is compared with itself. Each *input* should get mean 0: go down
    the columns, `axis=0`.
    """
    return tuple(
        (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True).clip(1e-12) for X in (X_train, X_test)
    )


exercise.edit(
    "divided by the variance",
    {"np.where(constant, 1, std)": "np.where(constant, 1, std) ** 2"},
    "You divide by the variance, the square of the spread. Divide by the standard deviation, `std`.",
)

exercise.edit(
    "not divided by the spread",
    {"(X_train - mean) / std, (X_test - mean) / std": "X_train - mean, X_test - mean"},
    "The mean is taken away, but the columns still have their different sizes: divide by the spread.",
)

exercise.edit(
    "mean not taken away",
    {"(X_train - mean) / std, (X_test - mean) / std": "X_train / std, X_test / std"},
    "The columns are scaled, but not centred: first take the mean of the column away.",
)

exercise.edit(
    "constant columns divided by zero",
    {"np.where(constant, 1, std)": "std"},
    """A column that is constant in X_train has spread 0, and 0 / 0 is nan. (The corner pixels of the digits are such
    columns: always paper.) Where the spread is 0, divide by 1; `np.where` can choose.
    """,
)


def both(changed):
    """An edit that changes the formula Z of both parts alike."""
    return {f"({X} - mean) / std": changed.replace("X", X).replace("Z", f"({X} - mean) / std") for X in PARTS}


for tiny in ("1e-5", "1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16"):
    exercise.edit(
        f"{tiny} added to the spread",
        {"np.where(constant, 1, std)": f"std + {tiny}"},
        f"With {tiny} in its place, a spread of 0 no longer divides by zero. {DROWNED}",
    )

for tiny in ("1e-5", "1e-8"):
    exercise.edit(
        f"{tiny} added to the variance",
        {"np.where(constant, 1, std)": f"np.sqrt(std**2 + {tiny})"},
        f"With {tiny} added to the variance, nothing is divided by zero. {DROWNED}",
    )

exercise.edit(
    "constant columns set to 0",
    {"(X_test - mean) / std": "np.where(constant, 0, (X_test - mean) / std)"},
    "Columns that are constant in X_train are 0 in X_test too. There, take (X - mean) / 1: a difference stays.",
)

exercise.edit(
    "constant columns left as they were",
    both("np.where(constant, X, Z)"),
    """Columns that are constant in X_train come back untouched. Only their spread is replaced by 1; their mean is
    taken away like that of all others.
    """,
)

exercise.edit(
    "constant columns removed",
    both("(Z)[:, ~constant]"),
    "Columns that are constant in X_train are gone. The network expects all D of them: take their spread as 1.",
)

exercise.edit(
    "constant columns set to 1",
    both("np.where(constant, 1, Z)"),
    """Columns that are constant in X_train come back as 1. It is their *spread* that is taken as 1: choose it before
    the division, and not the result afterwards.
    """,
)

exercise.edit(
    "the choice the wrong way round",
    {"np.where(constant, 1, std)": "np.where(constant, std, 1)"},
    """Constant columns are divided by their spread, which is 0, and all others by 1. The choice stands the wrong way
    round: what is taken where the condition holds comes first.
    """,
)

exercise.edit(
    "nan and inf replaced afterwards",
    {
        "np.where(constant, 1, std)": "std",
        "(X_train - mean) / std, (X_test - mean) / std": "[np.nan_to_num((X - mean) / std) for X in (X_train, X_test)]",
    },
    "You divide by 0 and mend the result: what was infinite becomes gigantic. Mend the spread, before the division.",
)

exercise.edit(
    "small spreads taken as 1",
    {"np.where(constant, 1, std)": "np.where(std < 1, 1, std)"},
    "You take every spread below 1 as 1. Only a spread of 0 is: a column of close numbers is to be stretched.",
)


@exercise.mistake("scaled to 0...1")
def _(X_train, X_test):
    """You scale each column between its ends. Another recipe is wanted: mean 0 and standard deviation 1."""
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return tuple((X - low) / np.where(high > low, high - low, 1) for X in (X_train, X_test))


@exercise.mistake("divided by the largest number")
def _(X_train, X_test):
    """You divide each column by its largest size. Another recipe is wanted: mean 0 and standard deviation 1."""
    largest = np.abs(X_train).max(axis=0)
    return tuple(X / np.where(largest > 0, largest, 1) for X in (X_train, X_test))


@exercise.mistake("each row divided by its length")
def _(X_train, X_test):
    """You give each example the length 1. That compares the numbers of one example; here each *column* gets the mean 0
    and the standard deviation 1.
    """
    return tuple(X / np.linalg.norm(X, axis=1, keepdims=True) for X in (X_train, X_test))


exercise.edit(
    "test set left as it was",
    {"(X_test - mean) / std": "X_test"},
    """X_test comes back unchanged. The network will learn from standardized inputs, and expects them later, too: the
    test part needs the same shift and scale. (Or had X_train its new numbers already when you took mean and spread for
    X_test? Those are 0 and 1.)
    """,
)

exercise.edit(
    "divided by N - 1 inside the spread",
    {"X_train.std(axis=0)": "X_train.std(axis=0, ddof=1)"},
    """Your spread divides by N - 1 (`ddof=1`, or the habit of another library). Here it is the plain standard deviation
    of the training part: `X_train.std(axis=0)`.
    """,
)


@exercise.mistake("divided by N - 1 inside the spread, which is 0 for a single example")
def _(X_train, X_test):
    """Your spread divides by N - 1 (`ddof=1`, or the habit of another library), and so by 0 where there is one example
    only. Here it is the plain standard deviation of the training part: `X_train.std(axis=0)`.
    """
    mean = X_train.mean(axis=0)
    with np.errstate(all="ignore"):
        std = np.sqrt(np.sum((X_train - mean) ** 2, axis=0) / (len(X_train) - 1))
    std[std == 0] = 1
    return (X_train - mean) / std, (X_test - mean) / std


@exercise.accepts("column by column")
def _(X_train, X_test):
    train, test = X_train.astype(float).copy(), X_test.astype(float).copy()
    for d in range(X_train.shape[1]):
        mean, std = np.mean(X_train[:, d].astype(float)), np.std(X_train[:, d].astype(float))
        for part in (train, test):
            part[:, d] -= mean
            if std != 0:
                part[:, d] /= std
    return [train, test]


@exercise.accepts("scikit-learn's StandardScaler")
def _(X_train, X_test):
    from sklearn import preprocessing

    scaler = preprocessing.StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)


@exercise.accepts("with a std that is set to 1 in place")
def _(X_train, X_test):
    std = X_train.std(0)
    std[std == 0] = 1
    return (X_train - X_train.mean(0)) / std, (X_test - X_train.mean(0)) / std
