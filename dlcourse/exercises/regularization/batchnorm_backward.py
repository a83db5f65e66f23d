"""The backward pass of batch normalisation: through the std and through the mean, as every number moves both."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.regularization._cases import as_float32, columns
from dlcourse.lessons import regularization


def cases(rng):
    first = np.array([[-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [1.0, 1.0]])
    d_out = np.array([[0.5, 0.0], [1.0, 2.0], [0.0, 1.0], [2.0, 0.5]])
    made = [Case(d_out, (first, np.array([3.0, 1.0]), np.array([2.0, 4.0])))]
    M, C, R, H = drawn_sizes(rng, 4, 3)
    for N, D, epsilon in [(4, 3, 1e-5), (M, C, 1e-5), (R, H, 0.5), (2, 3, 1e-5), (40, 10, 1e-5)]:
        X, gamma, beta, running = columns(rng, N, D)
        _, cache, _ = regularization.batchnorm_forward(X, gamma, beta, running, epsilon=epsilon)
        made.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, running = columns(rng, 1, 3)  # one example: nothing is left of it
    made.append(Case(rng.normal(size=(1, 3)), regularization.batchnorm_forward(X, gamma, beta, running)[1]))
    X, gamma, beta, running = columns(rng, 5, 3)
    cache = regularization.batchnorm_forward(X, gamma, beta, running)[1]
    return [*made, Case(rng.normal(size=(5, 3)).astype(np.float32), as_float32(cache))]


exercise = Exercise(
    reference=regularization.batchnorm_backward,
    inside={"cache": ("X_hat", "gamma", "std")},
    points=4,
    minutes=13,
    cases=cases,
    form="derive",
    first="regularization.moved_number",
    outputs=("dX", "dgamma", "dbeta"),
    withheld=("layernorm_backward",),
    hints=[
        "A number of X acts on the output of its column by three ways. Which are they, and what is the gradient along "
        "each?",
        "dbeta, dgamma and the gradient of X_hat come first. The slope of C / std for std is -X_hat / std, and std "
        "serves all numbers of a column, so what they bring adds up. In turn each C acts on std: the slope of the "
        "root of the mean of the squares is X_hat / N. C collects along both of its ways. Last, raising one number of "
        "a column by 1 raises the mean by 1 / N, and lowers every C by as much.",
        "Elsewhere, if every number acts through an average: `gains - gains.mean(axis=0)` takes from each number the "
        "mean of its column; `(prices * amounts).sum(axis=0)` adds up products down the columns.",
    ],
    solved="the gradient that most people look up. You derived it.",
)

exercise.edit(
    "mean and spread taken as constants",
    {" + dstd * X_hat / len(X_hat)": "", " - np.mean(dC, axis=0)": ""},
    """dX is what it would be if mean and std were fixed numbers. But they come from X: moving one example moves both,
    and through them the output of all others.
    """,
)

exercise.edit(
    "path through the mean forgotten",
    {" - np.mean(dC, axis=0)": ""},
    """The path through the spread is there, that through the mean is not: at the end, take from dC the mean of each of
    its columns.
    """,
)

exercise.edit(
    "path through the spread forgotten",
    {" + dstd * X_hat / len(X_hat)": ""},
    """The path through the mean is there, that through the spread is not: X also changes std, and std changes every
    number of its column. Its part of dC is dstd · X_hat / N.
    """,
)

exercise.edit(
    "gamma forgotten in dX",
    {"d_out * gamma": "d_out"},
    "In dX, gamma is missing: out = gamma · X_hat + beta, so the gradient of X_hat is d_out · gamma.",
)

exercise.edit(
    "not divided by std",
    {"return dX": "return dX * std"},
    """dX lacks the division by std: in the forward pass all was divided by it, and so is the gradient. This holds for
    both parts of dC.
    """,
)

exercise.edit(
    "divided by std twice",
    {"return dX": "return dX / std"},
    "dX is divided by std twice, or by the variance. In the forward pass there was one division by std: here, too.",
)

exercise.edit(
    "N forgotten",
    {" / len(X_hat)": ""},
    """In the path through the spread, the division by the number of examples N is missing: the variance is a *mean* of
    squares.
    """,
)


@exercise.mistake("N forgotten before d_out")
def _(d_out, cache):
    """In the short form, all three terms are divided by N, but only two of them are sums: d_out itself must be
    multiplied by N before.
    """
    X_hat, gamma, std = cache
    dgamma, dbeta = np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)
    return gamma / (len(X_hat) * std) * (d_out - dbeta - X_hat * dgamma), dgamma, dbeta


@exercise.mistake("path through the spread without X_hat")
def _(d_out, cache):
    """In the path through the spread, X_hat is missing outside of the sum: std changes each number of its column by as
    much as that number is away from the mean. The sum of dX_hat · X_hat is multiplied by X_hat once more.
    """
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=0) - (g * X_hat).mean(axis=0)) / std
    return dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


exercise.edit(
    "sign of dstd",
    {"-np.sum": "np.sum"},
    "The path through the spread has the wrong sign: a larger std makes the outputs smaller, so dstd has a minus.",
)

exercise.edit(
    "divided by the number of columns",
    {"len(X_hat)": "X_hat.shape[1]"},
    "The path through the spread is divided by the number of columns. The variance is a mean over the examples.",
)

exercise.edit(
    "sum of dC taken away",
    {"np.mean(dC, axis=0)": "np.sum(dC, axis=0)"},
    """At the end you take the *sum* of each column of dC away. The mean of X is a sum divided by N, and so is what its
    gradient brings: take the mean.
    """,
)

exercise.edit(
    "mean of dC divided by N",
    {"np.mean(dC, axis=0)": "np.mean(dC, axis=0) / len(dC)"},
    "At the end you divide by N twice: `np.mean` has done it. Take the plain mean of each column of dC away.",
)

exercise.edit(
    "X_hat taken for C",
    {"dstd * X_hat": "dstd / std**2 * X_hat"},
    "In the path through the spread X_hat stands for C = X - mean, twice. X_hat has been divided by std already.",
)

exercise.edit(
    "mean of dC added",
    {"- np.mean(dC, axis=0)": "+ np.mean(dC, axis=0)"},
    "At the end the mean of dC is added. The mean is taken *away* from X, so its path brings a minus.",
)

exercise.edit(
    "gradient of the mean counted too often",
    {"np.mean(dC, axis=0)": "np.mean(dC, axis=0) * (1 + 1 / len(dC))"},
    """The gradient of the mean counts once, and then 1/N of it once more: was it added to something that holds it
    already? Each path through the graph counts once.
    """,
)

exercise.edit(
    "half of the path through the spread",
    {"dstd * X_hat": "dstd / 2 * X_hat"},
    """The path through the spread counts only half. If you go by the variance: its slope is 2 (x - mean) / N, and the 2
    cancels the half of the root.
    """,
)

exercise.edit(
    "path through the spread counted twice",
    {"dstd * X_hat": "2 * dstd * X_hat"},
    """The path through the spread counts twice. If you go by the variance: the slope of its root has a half, which
    cancels the 2 of the square.
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
    "path through the spread not divided by std",
    {"axis=0) / std": "axis=0)"},
    """The path through the spread lacks its division by std: X_hat is (X - mean) / std, so a change of std changes it
    by -X_hat / std.
    """,
)

exercise.edit(
    "along the rows",
    {
        "dstd = -np.sum(dX_hat * X_hat, axis=0)": "dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True)",
        "np.mean(dC, axis=0)": "np.mean(dC, axis=1, keepdims=True)",
    },
    """dX is made with sums along the rows. Mean and std belong to the columns, one for each, over the examples:
    `axis=0`.
    """,
)


@exercise.mistake("one mean for everything")
def _(d_out, cache):
    """For dX you take means over the whole table. Mean and std belong to the columns, one for each: `axis=0`."""
    X_hat, gamma, std = cache
    g = d_out * gamma
    return (g - g.mean() - X_hat * (g * X_hat).mean()) / std, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.mistake("means along the rows")
def _(d_out, cache):
    """For dX you take means along the rows. Mean and std belong to the columns, one for each, over the examples:
    `axis=0`.
    """
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=1, keepdims=True) - X_hat * (g * X_hat).mean(axis=1, keepdims=True)) / std
    return dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


exercise.edit(
    "gamma in its own gradient",
    {"np.sum(d_out * X_hat, axis=0)": "np.sum(d_out * gamma * X_hat, axis=0)"},
    """Your dgamma is made with dX_hat, in which gamma is a factor. The slope of gamma · X_hat with respect to gamma is
    X_hat alone: sum d_out · X_hat.
    """,
)

exercise.edit(
    "gamma twice",
    {"return dX": "return gamma * dX"},
    "In dX, gamma is a factor twice. It belongs in dX_hat, once.",
)

exercise.edit(
    "gradients of gamma and beta averaged",
    {"return dX, dgamma, dbeta": "return dX, dgamma / len(d_out), dbeta / len(d_out)"},
    """dX is right, but dgamma and dbeta are averaged over the examples. One gamma serves all examples: their parts add
    up. (The mean over the batch is already in d_out.)
    """,
)

exercise.edit(
    "means instead of sums",
    {
        "np.sum(d_out * X_hat, axis=0), np.sum(d_out,": "np.mean(d_out * X_hat, axis=0), np.mean(d_out,",
        "-np.sum": "-np.mean",
    },
    """dgamma, dbeta and dstd are means over the examples. One number serves them all, so what they bring adds up:
    `np.sum`. (A mean is taken at the very end only, of dC.)
    """,
)

exercise.edit(
    "dgamma without X_hat",
    {"np.sum(d_out * X_hat, axis=0)": "np.sum(d_out, axis=0)"},
    """Your dgamma is dbeta. gamma is multiplied by X_hat in the forward pass, so its gradient is the sum of d_out ·
    X_hat.
    """,
)

exercise.edit(
    "dgamma and dbeta not summed",
    {"np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)": "d_out * X_hat, d_out"},
    "dgamma and dbeta still have a row for each example. One gamma serves all of them: add up, `axis=0`.",
)


@exercise.accepts("in one formula")
def _(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dgamma, dbeta = (d_out * X_hat).sum(0), d_out.sum(0)
    return gamma / (N * std) * (N * d_out - dbeta - X_hat * dgamma), dgamma, dbeta


@exercise.accepts("by the Jacobian of each column")
def _(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dX = np.zeros(d_out.shape)
    for d in range(d_out.shape[1]):
        x = X_hat[:, d]
        J = (np.eye(N) - 1 / N - np.outer(x, x) / N) / std[d]
        dX[:, d] = J @ (d_out[:, d] * gamma[d])
    return dX, np.einsum("nd,nd->d", d_out, X_hat), np.ones(N) @ d_out
