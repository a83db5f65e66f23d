"""How badly a row is rebuilt, each column in units of what is usual for it."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import finance


def cases(rng):
    """One column, two; rebuilt without error; one row, one column; columns of very different size; whole numbers."""
    N, D, more = drawn_sizes(rng, 3, least=2, most=8)
    return [
        Case(np.array([[3.0]]), np.array([[1.0]]), usual=np.array([2.0])),
        Case(np.array([[1.0, 5.0]]), np.array([[0.0, 3.0]]), usual=np.array([0.5, 4.0])),
        Case(np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([[1.0, 2.0], [2.0, 4.0]]), usual=np.array([0.25, 3.0])),
        Case(*_rows(rng, N, D), usual=rng.uniform(0.1, 3, size=D)),
        Case(*_rows(rng, D, more), usual=rng.uniform(0.1, 3, size=more)),
        Case(*_rows(rng, more, 1), usual=np.array([0.5])),
        Case(*_rows(rng, 1, N), usual=np.geomspace(1e-4, 1e4, N)),
        Case(*_rows(rng, D, D), usual=rng.uniform(0.1, 3, size=D)),
        Case(np.array([[3, 1, 0], [2, 2, 5]]), np.array([[1, 1, 1], [2, 0, 3]]), usual=np.array([2, 3, 4])),
        Case(*_rows(rng, N, more, np.float32), usual=np.linspace(0.5, 2, more, dtype=np.float32)),
    ]


def _rows(rng, N, D, kind=float):
    X = rng.normal(size=(N, D))
    return X.astype(kind), (X + rng.normal(size=(N, D))).astype(kind)


exercise = Exercise(
    reference=finance.anomaly_score,
    points=1,
    cases=cases,
    hints=[
        "The autoencoder is always off by about 2 in one column and by 0.01 in another. Which of the two would decide "
        "if the squares were just added?",
        "Square what is lost, divide by what is usual in that column, and take the mean of each *row*.",
        "Elsewhere: `table / np.array([10.0, 2.0])` divides each column by its own number, and `table.mean(axis=1)` is "
        "a number for each row.",
    ],
    solved="a watchman that needs no labels: strange is what cannot be rebuilt as well as usual.",
    equivalent_mutants={
        "return ((X - X_hat) ** 2 / usual).mean(axis=-1)": "the last of two axes is axis 1",
        "return ((X_hat - X) ** 2 / usual).mean(axis=1)": "a square has no sign",
    },
)


exercise.edit("a column's mean", {".mean(axis=1)": ".mean(axis=0)"},
              "You take the mean of each column. Wanted is a number for each *payment*: a row.")  # fmt: skip
exercise.edit("one number for all", {".mean(axis=1)": ".mean()"},
              "You give one number for all payments. Each row has a score of its own: along axis 1.")  # fmt: skip
exercise.edit("sum instead of mean", {".mean(axis=1)": ".sum(axis=1)"},
              "You add up the columns. Wanted is their mean: 1 is then what is usual.")  # fmt: skip
exercise.edit("usual ignored", {" / usual": ""},
              """`usual` has no effect: a column that is always rebuilt badly drowns all others. Divide each column by
              its own usual square.""", hint=2)  # fmt: skip
exercise.edit("usual taken for a length", {" / usual": " / usual**2"},
              """You divide by the square of `usual`, or divide first and then square. It is a mean of *squares*
              already.""")  # fmt: skip
exercise.edit("multiplied by usual", {" / usual": " * usual"},
              "You multiply by `usual`. What is usual should count as 1, whatever it is: divide by it.")  # fmt: skip
exercise.edit("not squared", {"(X - X_hat) ** 2": "(X - X_hat)"},
              "What is lost is not squared: too much in one column and too little in another cancel out.")  # fmt: skip
exercise.edit("absolute values", {"(X - X_hat) ** 2": "np.abs(X - X_hat)"},
              "You take absolute values. `usual` is a mean of *squares*: measure squares by it.")  # fmt: skip


@exercise.also("usual taken for a length")
def _(X, X_hat, *, usual):
    return (((X - X_hat) / usual) ** 2).mean(axis=1)


@exercise.mistake("root of the mean")
def _(X, X_hat, *, usual):
    """You take the root at the end. Wanted is the mean of the squares as it is."""
    return np.sqrt(((X - X_hat) ** 2 / usual).mean(axis=1))


@exercise.mistake("divided at the end")
def _(X, X_hat, *, usual):
    """You divide by the mean of `usual`, or sums by its sum. Each column has its own: divide before the mean."""
    return ((X - X_hat) ** 2).mean(axis=1) / usual.mean()


@exercise.also("divided at the end")
def _(X, X_hat, *, usual):
    return ((X - X_hat) ** 2).sum(axis=1) / usual.sum()


@exercise.mistake("the worst column")
def _(X, X_hat, *, usual):
    """You take the worst column alone. Wanted is the mean over all of them."""
    return ((X - X_hat) ** 2 / usual).max(axis=1)


@exercise.mistake("usual as a standard deviation")
def _(X, X_hat, *, usual):
    """You divide by the root of `usual`. What stands above is a square, and `usual` is a mean of squares: no root."""
    return ((X - X_hat) ** 2 / np.sqrt(usual)).mean(axis=1)


@exercise.mistake("one payment for all")
def _(X, X_hat, *, usual):
    """Columns are divided by what is usual in *this* table. `usual` was measured on payments of the past."""
    squares = (X - X_hat) ** 2
    return (squares / np.maximum(squares.mean(axis=0), 1e-12)).mean(axis=1)


@exercise.also("absolute values")
def _(X, X_hat, *, usual):
    return (np.abs(X - X_hat) / np.sqrt(usual)).mean(axis=1)


@exercise.mistake("difference of the squares")
def _(X, X_hat, *, usual):
    """You square both and take the difference. Take the difference first: it is the error that is squared."""
    return ((X**2 - X_hat**2) / usual).mean(axis=1)


@exercise.mistake("usual taken off")
def _(X, X_hat, *, usual):
    """You take `usual` off. It is a unit: *divide* by it, and what is usual counts as 1 in each column."""
    return ((X - X_hat) ** 2 - usual).mean(axis=1)


@exercise.mistake("median instead of mean")
def _(X, X_hat, *, usual):
    """You take the median of the columns. One column that is very strange should count: wanted is the mean."""
    return np.median((X - X_hat) ** 2 / usual, axis=1)


@exercise.also("one payment for all")
def _(X, X_hat, *, usual):
    squares = (X - X_hat) ** 2
    with np.errstate(invalid="ignore"):
        return (squares / squares.mean(axis=0)).mean(axis=1)


@exercise.accepts("with einsum")
def _(X, X_hat, *, usual):
    lost = X - X_hat
    return np.einsum("nd,nd,d->n", lost, lost, 1 / usual) / X.shape[1]


@exercise.accepts("row by row")
def _(X, X_hat, *, usual):
    found = [np.mean(np.square(x - x_hat) / usual) for x, x_hat in zip(X, X_hat)]
    return np.array(found, dtype=np.result_type(X, usual, np.float32))


@exercise.accepts("in standard deviations")
def _(X, X_hat, *, usual):
    return np.mean(((X - X_hat) / np.sqrt(usual)) ** 2, axis=1)
