"""The backward pass of layer normalisation: which sums go along the rows, and which go on down the columns."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.regularization._cases import as_float32, columns
from dlcourse.lessons import regularization


def cases(rng):
    first = np.array([[-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    cache = first, np.array([3.0, 2.0]), np.array([[2.0], [4.0], [1.0]])
    made = [Case(np.array([[0.5, 1.0], [0.0, 2.0], [1.0, 0.25]]), cache)]
    M, C, R, H = drawn_sizes(rng, 4)
    for N, D, epsilon in [(2, 4, 1e-5), (M, C, 1e-5), (R, H, 0.5), (1, 6, 1e-5), (5, 1, 1e-5), (25, 12, 1e-5)]:
        X, gamma, beta, _ = columns(rng, N, D)
        _, cache = regularization.layernorm_forward(X, gamma, beta, epsilon)
        made.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, _ = columns(rng, 4, 3)
    cache = as_float32(regularization.layernorm_forward(X, gamma, beta)[1])
    return [*made, Case(rng.normal(size=(4, 3)).astype(np.float32), cache)]


exercise = Exercise(
    reference=regularization.layernorm_backward,
    inside={"cache": ("X_hat", "gamma", "std")},
    points=2,
    cases=cases,
    form="derive",
    first="regularization.batch_of_one",
    outputs=("dX", "dgamma", "dbeta"),
    hints=[
        "Go through your `batchnorm_backward`: for each sum and mean, which numbers share what it belongs to?",
        "One gamma still serves all examples. One std and one mean serve the numbers of a row: what belongs to them "
        "runs along the rows, and N becomes the number of these.",
        "Elsewhere: `(prices * amounts).sum(axis=1, keepdims=True)` has one number for each row, and "
        "`prices.shape[1]` says how many there are in a row.",
    ],
    solved="a second backward pass, by asking of each axis where it comes from.",
    equivalent_mutants={
        "dstd = -np.sum(dX_hat * X_hat, axis=-1, keepdims=True) / std": "the last axis of a table is axis 1",
        "dC = dX_hat / std + dstd * X_hat / X_hat.shape[-1]": "the last axis of a table is axis 1",
        "dX = dC - np.mean(dC, axis=-1, keepdims=True)": "the last axis of a table is axis 1",
    },
)

exercise.edit(
    "gamma multiplied too late",
    {"d_out * gamma": "d_out", "return dX": "return dX * gamma"},
    """gamma comes at the end, after the means. Each column has its own gamma, and the means now run over columns: it
    must be in dX_hat before they are taken.
    """,
)


@exercise.mistake("batch normalisation's backward as it is")
def _(d_out, cache):
    """dX is made with sums and means down the columns, as for batch normalisation. Here the statistics came from the
    rows: so `axis=1, keepdims=True`.
    """
    return regularization.batchnorm_backward(d_out, cache)


@exercise.mistake("means down the columns")
def _(d_out, cache):
    """dgamma and dbeta are right, but for dX you take means down the columns, as in batch normalisation. Mean and std
    belong to the rows here: `axis=1, keepdims=True`.
    """
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=0) - X_hat * (g * X_hat).mean(axis=0)) / std
    return dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.mistake("sums down the columns in the short form")
def _(d_out, cache):
    """For dX you take the sums down the columns, dgamma and dbeta, as in batch normalisation. Mean and std belong to
    the rows here: dX needs sums that go along them, of `d_out * gamma`: `axis=1, keepdims=True`.
    """
    X_hat, gamma, std = cache
    dgamma, dbeta, D = np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0), X_hat.shape[1]
    return gamma / (D * std) * (D * d_out - dbeta - X_hat * dgamma), dgamma, dbeta


@exercise.mistake("the boxes of batch normalisation, down the columns")
def _(d_out, cache):
    """These are the boxes of batch normalisation: the sum for the std and the mean of dC go down the columns. Both
    belong to a row here: `axis=1, keepdims=True`, and D instead of N.
    """
    X_hat, gamma, std = cache
    g, C = d_out * gamma, X_hat * std
    dC = g / std - np.sum(g * C / std**2, axis=0) * X_hat / len(X_hat)
    return dC - dC.mean(axis=0), np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.mistake("spread down the columns")
def _(d_out, cache):
    """The path through the mean goes along the rows, that through the spread still down the columns. A row shares its
    std as well: `axis=1, keepdims=True`, and D instead of N.
    """
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=1, keepdims=True) - X_hat * (g * X_hat).mean(axis=0)) / std
    return dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.mistake("one mean for everything")
def _(d_out, cache):
    """For dX you take means over the whole table. Mean and std belong to the rows: `axis=1, keepdims=True`."""
    X_hat, gamma, std = cache
    g = d_out * gamma
    return (g - g.mean() - X_hat * (g * X_hat).mean()) / std, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.also("one mean for everything")
def _(d_out, cache):
    X_hat, gamma, std = cache
    g = d_out * gamma
    dC = g / std - np.sum(g * X_hat / std) * X_hat / X_hat.size
    return dC - dC.mean(), np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


exercise.edit(
    "divided by std twice",
    {"return dX": "return dX / std"},
    "dX is divided by std twice, or by the variance. In the forward pass there was one division by std: here, too.",
)

exercise.edit(
    "sum of dC taken away",
    {"np.mean(dC, axis=1, keepdims=True)": "np.sum(dC, axis=1, keepdims=True)"},
    """At the end you take the *sum* of each row of dC away. The mean of a row is a sum divided by D, and so is what its
    gradient brings: take the mean.
    """,
)

exercise.edit(
    "D forgotten",
    {" / X_hat.shape[1]": ""},
    "In the path through the spread, the division by D is missing: the variance is a *mean* of squares.",
)

exercise.edit(
    "sign of dstd",
    {"-np.sum": "np.sum"},
    "The path through the spread has the wrong sign: a larger std makes the outputs smaller, so dstd has a minus.",
)

exercise.edit(
    "half of the path through the spread",
    {"dstd * X_hat": "dstd / 2 * X_hat"},
    """The path through the spread counts only half. If you go by the variance: its slope is 2 (x - mean) / D, and the 2
    cancels the half of the root.
    """,
)

exercise.edit(
    "path through the spread divided by std once too often",
    {"dstd * X_hat": "dstd / std * X_hat"},
    """The path through the spread is divided by std once too often. X_hat is not X - mean: it has been divided by std
    already.
    """,
)

exercise.edit(
    "not divided by std",
    {"return dX": "return dX * std"},
    "dX lacks the division by std: in the forward pass all was divided by it, and so is the gradient.",
)

exercise.edit(
    "gamma forgotten in dX",
    {"d_out * gamma": "d_out"},
    "In dX, gamma is missing: out = gamma · X_hat + beta, so the gradient of X_hat is d_out · gamma.",
)

exercise.edit(
    "dgamma without X_hat",
    {"np.sum(d_out * X_hat, axis=0)": "np.sum(d_out, axis=0)"},
    """Your dgamma is dbeta. gamma is multiplied by X_hat in the forward pass, so its gradient is the sum of d_out ·
    X_hat.
    """,
)

exercise.edit(
    "gradients of gamma and beta averaged",
    {"return dX, dgamma, dbeta": "return dX, dgamma / len(d_out), dbeta / len(d_out)"},
    """dX is right, but dgamma and dbeta are averaged over the examples. One gamma serves all examples: their parts add
    up.
    """,
)

exercise.edit(
    "gamma in its own gradient",
    {"np.sum(d_out * X_hat, axis=0)": "np.sum(d_out * gamma * X_hat, axis=0)"},
    """Your dgamma is made with dX_hat, in which gamma is a factor. The slope of gamma · X_hat with respect to gamma is
    X_hat alone: sum d_out · X_hat.
    """,
)

exercise.edit(
    "gamma and beta along the rows",
    {"np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)": "np.sum(d_out * X_hat, axis=1), np.sum(d_out, axis=1)"},
    """dX is right, but dgamma and dbeta are added up along the rows. gamma has a number for each *column*: add up over
    the examples, `axis=0`, as before.
    """,
)

exercise.edit(
    "mean and spread taken as constants",
    {" + dstd * X_hat / X_hat.shape[1]": "", " - np.mean(dC, axis=1, keepdims=True)": ""},
    "dX is what it would be if mean and std were fixed numbers. They come from the row itself.",
)

exercise.edit(
    "path through the mean forgotten",
    {" - np.mean(dC, axis=1, keepdims=True)": ""},
    "The path through the mean is missing: at the end, take from dC the mean of each of its rows.",
)

exercise.edit(
    "mean of dC down the columns",
    {"np.mean(dC, axis=1, keepdims=True)": "np.mean(dC, axis=0)"},
    """All is right but the last step: the mean of dC is still taken down the columns. A row shares its mean, so here it
    is `dC.mean(axis=1, keepdims=True)`.
    """,
)

exercise.edit(
    "path through the spread forgotten",
    {" + dstd * X_hat / X_hat.shape[1]": ""},
    "The path through the mean is there, that through the spread is not: dstd · X_hat / D is missing in dC.",
)


@exercise.mistake("N instead of D in the short form")
def _(d_out, cache):
    """In the short form you multiply and divide by the number of examples, N. Means go along the rows here, over D
    numbers each: it is D in both places.
    """
    X_hat, gamma, std = cache
    g, N = d_out * gamma, len(X_hat)
    sums = np.sum(g, axis=1, keepdims=True) + X_hat * np.sum(g * X_hat, axis=1, keepdims=True)
    return (N * g - sums) / (N * std), np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


exercise.edit(
    "divided by N instead of D",
    {"X_hat.shape[1]": "X_hat.shape[0]"},
    "You divide by the number of examples. The variance is now a mean over the D numbers of a row.",
)


@exercise.accepts("in one formula")
def _(d_out, cache):
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=1, keepdims=True) - X_hat * (g * X_hat).mean(axis=1, keepdims=True)) / std
    return dX, (d_out * X_hat).sum(axis=0), d_out.sum(axis=0)


@exercise.accepts("batch normalisation of the transposed table")
def _(d_out, cache):
    X_hat, gamma, std = cache
    turned = X_hat.T, np.ones(len(X_hat)), std[:, 0]
    dX, _, _ = regularization.batchnorm_backward((d_out * gamma).T, turned)
    return dX.T, np.sum(d_out * X_hat, 0), np.sum(d_out, 0)
