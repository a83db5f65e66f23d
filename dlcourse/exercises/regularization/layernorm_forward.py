"""Layer normalisation: each example by its own mean and standard deviation, whatever the batch is."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import regularization


def cases(rng):
    def rows(N, D, std=2.0):
        X = rng.normal(scale=std, size=(N, D)) + rng.normal(scale=std, size=(N, 1))
        return X, rng.uniform(0.5, 2, size=D), rng.normal(size=D)

    N, D, M, C = drawn_sizes(rng, 4)
    return [
        Case(np.array([[1.0, 5.0, 6.0], [30.0, 10.0, 20.0]]), np.array([1.0, 2.0, 1.0]), np.array([0.0, 0.5, 0.0])),
        Case(*rows(N, D)),
        Case(*rows(1, 5)),
        Case(*rows(4, 1)),  # a row of one number is its own mean
        Case(*rows(M, C, 2e-3)),  # so narrow that epsilon counts
        Case(*rows(2, 3), epsilon=0.5),
        Case(*rows(M + 1, M), epsilon=0.0),
        Case(np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 6.0]]), np.ones(3), np.zeros(3)),
        Case(*rows(30, 16)),
        Case(*(part.astype(np.float32) for part in rows(4, 3))),
    ]


exercise = Exercise(
    reference=regularization.layernorm_forward,
    inside={"cache": ("X_hat", "gamma", "std")},
    points=2,
    cases=cases,
    outputs=("out", "cache"),
    hints=[
        "Which numbers share a mean now, and which shape has an array with one mean for each example?",
        "All is as in training with batch normalisation, along the other axis, and without anything that runs along. "
        "gamma and beta still belong to the columns.",
        "Elsewhere: `prices.max(axis=1, keepdims=True)` is the largest number of each row, as a column that lines up "
        "with the rows of `prices`.",
    ],
    solved="what stands in every block of a transformer, such as those behind chatbots.",
    equivalent_mutants={
        "mean = X.mean(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
        "std = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)": "the last axis of a table is axis 1",
    },
)

exercise.edit(
    "down the columns",
    {"X.mean(axis=1": "X.mean(axis=0", "X.var(axis=1": "X.var(axis=0"},
    """You normalise each column over the examples: that is batch normalisation. Here each *row* gets its own mean and
    spread: `axis=1, keepdims=True`.
    """,
)

exercise.edit(
    "down the columns, without keepdims",
    {"X.mean(axis=1, keepdims=True)": "X.mean(axis=0)", "X.var(axis=1, keepdims=True)": "X.var(axis=0)"},
    """You normalise each column over the examples, just as in batch normalisation. Here each *row* gets its own mean
    and spread: `axis=1`, and with `keepdims=True` they are columns, (N, 1).
    """,
)

exercise.edit(
    "sum of squares instead of their mean",
    {"X.var(axis=1, keepdims=True)": "X.var(axis=1, keepdims=True) * X.shape[1]"},
    "Your variance is the sum of the squares. It is their mean: divide by D, the number of columns.",
)

exercise.edit(
    "one mean for everything",
    {"X.mean(axis=1, keepdims=True)": "X.mean()", "X.var(axis=1, keepdims=True)": "X.var()"},
    "All numbers share one mean and one spread. Each row has its own: `axis=1, keepdims=True`.",
)

exercise.edit(
    "one mean and one spread, for every row",
    {"X.mean(axis=1, keepdims=True)": "X.mean()", "X.var(axis=1, keepdims=True)": "np.full((len(X), 1), X.var())"},
    """All rows share the mean and the spread of the whole table. Each row has its own: take them along `axis=1`, with
    `keepdims=True`.
    """,
)

exercise.edit(
    "epsilon forgotten",
    {" + epsilon)": ")"},
    """epsilon is missing under the root. Without it, a row of equal numbers gives 0 / 0, and a narrow one is blown up.
    """,
)

exercise.edit(
    "std without its axis",
    {"(X_hat, gamma, std)": "(X_hat, gamma, std[:, 0])"},
    """The output is right. std in the cache should be a column, (N, 1), so that the backward pass can divide the rows
    by it: keep the axis.
    """,
)

exercise.edit(
    "variance in the cache",
    {"(X_hat, gamma, std)": "(X_hat, gamma, std**2 - epsilon)"},
    """The third part of your cache is the variance. The backward pass divides by what the forward pass divided by: keep
    std, the root.
    """,
)

exercise.edit(
    "output in the cache",
    {"(X_hat, gamma, std)": "(gamma * X_hat + beta, gamma, std)"},
    "The first part of your cache is the output. The gradient of gamma needs X_hat, from before the scaling.",
)

exercise.edit(
    "X in the cache",
    {"(X_hat, gamma, std)": "(X, gamma, std)"},
    "The first part of your cache is X. The gradient of gamma needs X_hat, the normalised numbers.",
)

exercise.edit(
    "beta multiplied by gamma",
    {"gamma * X_hat + beta": "gamma * (X_hat + beta)"},
    "You add beta before multiplying by gamma, so that beta is scaled, too. It is added last.",
)

exercise.edit(
    "mean not taken away",
    {"(X - mean) / std": "X / std"},
    "The rows are scaled, but not centred: take the mean away before dividing.",
)

exercise.edit(
    "divided by the variance",
    {"np.sqrt(X.var(axis=1, keepdims=True) + epsilon)": "X.var(axis=1, keepdims=True) + epsilon"},
    "You divide by the variance; the spread is its root.",
)

exercise.edit(
    "epsilon outside the root",
    {"np.sqrt(X.var(axis=1, keepdims=True) + epsilon)": "np.sqrt(X.var(axis=1, keepdims=True)) + epsilon"},
    "epsilon is added to the root. It belongs under it: std = sqrt(variance + epsilon).",
)

exercise.edit(
    "keepdims forgotten",
    {"X.mean(axis=1, keepdims=True)": "X.mean(axis=1)", "X.var(axis=1, keepdims=True)": "X.var(axis=1)"},
    """Without `keepdims=True` the means are a row of numbers, not a column. Where NumPy accepts that at all, it takes
    from each *column* the mean of a row.
    """,
)

exercise.edit(
    "brackets missing",
    {"(X - mean) / std": "X - mean / std"},
    "Without brackets only the mean is divided by std. First the mean is taken away, then all that is left is divided.",
)

exercise.edit(
    "gamma and beta forgotten",
    {"gamma * X_hat + beta": "X_hat"},
    "The rows are normalised, but not yet scaled by gamma and shifted by beta, column by column.",
)

exercise.edit(
    "divided by D - 1",
    {"X.var(axis=1, keepdims=True)": "X.var(axis=1, keepdims=True, ddof=1)"},
    """Your variance divides by D - 1 (`ddof=1`). That is for estimating from a sample; here it is a plain mean of
    squares.
    """,
)


@exercise.accepts("row by row")
def _(X, gamma, beta, epsilon=1e-5):
    X_hat, std = np.empty(X.shape), np.empty((len(X), 1))
    for n, x in enumerate(X):
        std[n] = np.sqrt(x.var() + epsilon)
        X_hat[n] = (x - x.mean()) / std[n]
    return X_hat * gamma + beta, (X_hat, gamma, std)


@exercise.accepts("on the transposed table")
def _(X, gamma, beta, epsilon=1e-5):
    std = np.sqrt(np.var(X.T, axis=0) + epsilon)
    X_hat = ((X.T - X.mean(axis=-1)) / std).T
    return gamma * X_hat + beta, (X_hat, gamma, std[:, None])
