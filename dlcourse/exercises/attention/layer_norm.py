"""Layer normalisation along the last axis, whatever stands in front of it."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import attention


def cases(rng):
    def case(*shape, std=2.0, middle=1.0):
        X = middle * rng.normal(size=(*shape[:-1], 1)) + std * rng.normal(size=shape)
        return {"X": X, "gamma": rng.uniform(0.5, 2, size=shape[-1]), "beta": rng.normal(size=shape[-1])}

    N, T, D, M = drawn_sizes(rng, 4, least=2, most=7)
    by_hand = {"X": np.array([1.0, 3.0]), "gamma": np.array([1.0, 2.0]), "beta": np.array([0.0, 5.0]), "epsilon": 0.0}
    level = np.array([[[2.0, 2.0, 2.0], [1.0, 2.0, 6.0]]])
    drawn = [
        by_hand,
        case(T, D),
        case(N, T, D),
        case(D, D, D),  # axes that cannot be told apart by their lengths
        case(2, 3, T, M),
        case(N, T, 1),  # a row of one number is its own mean
        case(N, D, std=2e-3),  # so narrow that epsilon counts
        case(2, N, 3) | {"epsilon": 0.5},
        {"X": level, "gamma": np.ones(3), "beta": np.array([1.0, 0.0, -1.0])},  # a row without any spread
        case(2, D, 4, middle=1000.0),
        case(0, T, D),
        {name: part.astype(np.float32) for name, part in case(2, 4, 3).items()},
    ]
    return [Case(each.pop("X"), **each) for each in drawn]


exercise = Exercise(
    reference=attention.layer_norm,
    inside={"cache": ("X_hat", "gamma", "std")},
    points=2,
    minutes=2.5,
    cases=cases,
    outputs=("out", "cache"),
    hints=[
        "X may have one axis, or four. Which axis is it along in every case, and how can one name it without knowing "
        "how many there are?",
        "Each step of each sequence has a mean and a spread of its own, of the numbers along the last axis. They must "
        "line up with X again: keep their axis, of the length 1.",
        "Elsewhere: `films.max(axis=-1, keepdims=True)` has the shape (5, 4, 1) if `films` has (5, 4, 3), and "
        "(4, 1) if it has (4, 3).",
    ],
    solved="numbers that keep their size, however many blocks stand one upon the other.",
)

exercise.edit(
    "along axis 1",
    {"X.mean(axis=-1": "X.mean(axis=min(1, X.ndim - 1)", "X.var(axis=-1": "X.var(axis=min(1, X.ndim - 1)"},
    """You take mean and spread along axis 1. In a table that is the last axis; in sequences (N, T, D) it is the steps.
    Count from the end: `axis=-1`.""",
    hint=1,
)


@exercise.also("along axis 1")
def _(X, *, gamma, beta, epsilon=1e-5):
    mean, variance = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    std = np.sqrt(variance + epsilon)
    return gamma * (X - mean) / std + beta, ((X - mean) / std, gamma, std)


exercise.edit(
    "along axis 0",
    {"X.mean(axis=-1": "X.mean(axis=0", "X.var(axis=-1": "X.var(axis=0"},
    """You take mean and spread along the *first* axis, over the examples: that would be batch normalisation. Here each
    row of numbers is by itself: `axis=-1`.""",
    hint=1,
)

exercise.edit(
    "over steps and numbers",
    {"X.mean(axis=-1": "X.mean(axis=(-2, -1)[-X.ndim:]", "X.var(axis=-1": "X.var(axis=(-2, -1)[-X.ndim:]"},
    """All steps of a sequence share one mean and one spread. Then a step would know about later ones. Each step has its
    own: along the last axis alone.""",
    hint=2,
)

exercise.edit(
    "one mean for everything",
    {
        "X.mean(axis=-1, keepdims=True)": "X.mean(keepdims=True)",
        "X.var(axis=-1, keepdims=True)": "X.var(keepdims=True)",
    },
    "All numbers share one mean and one spread. Each row has its own: `axis=-1, keepdims=True`.",
    hint=2,
)


@exercise.also("one mean for everything")
def _(X, *, gamma, beta, epsilon=1e-5):
    std = np.sqrt(X.var() + epsilon)
    X_hat = (X - X.mean()) / std
    return gamma * X_hat + beta, (X_hat, gamma, std)


exercise.edit(
    "epsilon forgotten",
    {" + epsilon)": ")"},
    """epsilon is missing under the root. Without it, a row of equal numbers gives 0 / 0, and a narrow one is blown
    up.""",
)

exercise.edit(
    "epsilon always the same",
    {" + epsilon)": " + 1e-5)"},
    "You add 1e-5 whatever `epsilon` is. Use the argument.",
)

exercise.edit(
    "epsilon outside the root",
    {"np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)": "np.sqrt(X.var(axis=-1, keepdims=True)) + epsilon"},
    "epsilon is added to the root. It belongs under it: std = sqrt(variance + epsilon).",
)

exercise.edit(
    "divided by the variance",
    {"np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)": "X.var(axis=-1, keepdims=True) + epsilon"},
    "You divide by the variance; the spread is its root.",
)

exercise.edit(
    "divided by D - 1",
    {"X.var(axis=-1, keepdims=True)": "X.var(axis=-1, keepdims=True, ddof=1 if X.shape[-1] > 1 else 0)"},
    """Your variance divides by D - 1 (`ddof=1`). That is for estimating from a sample; here it is a plain mean of
    squares.""",
)


@exercise.also("divided by D - 1")
def _(X, *, gamma, beta, epsilon=1e-5):
    with np.errstate(all="ignore"):
        std = X.std(axis=-1, keepdims=True, ddof=1) + epsilon
        X_hat = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * X_hat + beta, (X_hat, gamma, std)


exercise.edit(
    "sum of squares instead of their mean",
    {"X.var(axis=-1, keepdims=True)": "X.var(axis=-1, keepdims=True) * X.shape[-1]"},
    "Your variance is the sum of the squares. It is their mean: divide by D.",
)

exercise.edit(
    "mean not taken away",
    {"(X - mean) / std": "X / std"},
    "The rows are scaled, but not centred: take the mean away before dividing.",
)

exercise.edit(
    "only centred",
    {"(X - mean) / std": "X - mean"},
    "The rows are centred, but not scaled: divide by std.",
)

exercise.edit(
    "brackets missing",
    {"(X - mean) / std": "X - mean / std"},
    "Without brackets only the mean is divided by std. First the mean is taken away, then all that is left is divided.",
)

exercise.edit(
    "root of the mean square, without the mean",
    {"X.var(axis=-1, keepdims=True)": "(X**2).mean(axis=-1, keepdims=True)", "(X - mean) / std": "X / std"},
    """You divide by the root of the mean square and take no mean away. That is another layer, RMSNorm. Here the mean
    goes first.""",
)

exercise.edit(
    "spread around 0",
    {"X.var(axis=-1, keepdims=True)": "(X**2).mean(axis=-1, keepdims=True)"},
    "Your variance is the mean of X squared. Take the mean away before squaring: a spread is around the mean.",
)

exercise.edit(
    "gamma and beta forgotten",
    {"gamma * X_hat + beta": "X_hat"},
    "The rows are normalised, but not yet scaled by gamma and shifted by beta, column by column.",
)

exercise.edit(
    "beta multiplied by gamma",
    {"gamma * X_hat + beta": "gamma * (X_hat + beta)"},
    "You add beta before multiplying by gamma, so that beta is scaled, too. It is added last.",
)

exercise.edit(
    "gamma and beta exchanged",
    {"gamma * X_hat + beta": "beta * X_hat + gamma"},
    "gamma multiplies and beta is added; you have it the other way round.",
)

exercise.edit(
    "std without its axis",
    {"(X_hat, gamma, std)": "(X_hat, gamma, std[..., 0])"},
    "The output is right. std in the cache keeps its axis, (..., 1), so that it lines up with X.",
)

exercise.edit(
    "variance in the cache",
    {"(X_hat, gamma, std)": "(X_hat, gamma, std**2 - epsilon)"},
    """The third part of your cache is the variance. The backward pass divides by what the forward pass divided by: keep
    std, the root.""",
)


@exercise.also("variance in the cache")
def _(X, *, gamma, beta, epsilon=1e-5):
    out, (X_hat, gamma, std) = attention.layer_norm(X, gamma=gamma, beta=beta, epsilon=epsilon)
    return out, (X_hat, gamma, std**2)


@exercise.mistake("spread without epsilon in the cache")
def _(X, *, gamma, beta, epsilon=1e-5):
    """The third part of your cache is the spread without ε. The backward pass divides by what the forward pass divided
    by: ε was in it."""
    out, (X_hat, gamma, _) = attention.layer_norm(X, gamma=gamma, beta=beta, epsilon=epsilon)
    return out, (X_hat, gamma, X.std(axis=-1, keepdims=True))


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
    "beta in the place of gamma in the cache",
    {"(X_hat, gamma, std)": "(X_hat, beta, std)"},
    "The second part of your cache is beta. The backward pass needs gamma: what the output was multiplied by.",
)


@exercise.accepts("row by row")
def _(X, *, gamma, beta, epsilon=1e-5):
    D = X.shape[-1]
    rows = X.reshape(-1, D)
    X_hat, std = np.empty_like(rows), np.empty((len(rows), 1), X.dtype)
    for n, row in enumerate(rows):
        std[n] = (row.var() + epsilon) ** 0.5
        X_hat[n] = (row - row.mean()) / std[n]
    X_hat, std = X_hat.reshape(X.shape), std.reshape(*X.shape[:-1], 1)
    return X_hat * gamma + beta, (X_hat, gamma, std)


@exercise.accepts("means by hand, axes added again")
def _(X, *, gamma, beta, epsilon=1e-5):
    centred = X - (np.sum(X, axis=-1) / X.shape[-1])[..., None]
    std = np.sqrt(np.einsum("...d,...d->...", centred, centred) / X.shape[-1] + epsilon)[..., np.newaxis]
    X_hat = centred / std
    return beta + X_hat * gamma, (X_hat, gamma, std)
