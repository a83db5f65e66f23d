"""The gradients of layer normalisation: those of batch normalisation, along the rows."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.regularization._cases import as_float32, columns
from dlcourse.lessons import regularization


def cases(rng):
    first = np.array([[-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    cache = first, np.array([3.0, 2.0]), np.array([[2.0], [4.0], [1.0]])
    cases = [Case(np.array([[0.5, 1.0], [0.0, 2.0], [1.0, 0.25]]), cache)]
    for N, D, epsilon in [(2, 4, 1e-5), (3, 3, 1e-5), (5, 3, 0.5), (1, 6, 1e-5), (25, 12, 1e-5)]:
        X, gamma, beta, _ = columns(rng, N, D)
        _, cache = regularization.layernorm_forward(X, gamma, beta, epsilon)
        cases.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, _ = columns(rng, 4, 3)
    cache = as_float32(regularization.layernorm_forward(X, gamma, beta)[1])
    return [*cases, Case(rng.normal(size=(4, 3)).astype(np.float32), cache)]


exercise = Exercise(
    reference=regularization.layernorm_backward,
    points=2,
    cases=cases,
    outputs=("dX", "dgamma", "dbeta"),
    hints=[
        "Take your batchnorm_backward and ask of each `axis=0`: is this a sum over examples because one gamma "
        "serves them all, or because of the mean and the spread?",
        "dgamma and dbeta stay as they are. dstd and the mean of dC go along the rows, with `keepdims=True`, and N "
        "becomes D, `X_hat.shape[1]`.",
        "`dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True) / std`, "
        "`dC = dX_hat / std + dstd * X_hat / X_hat.shape[1]`, `dX = dC - dC.mean(axis=1, keepdims=True)`",
    ],
    solved="a second backward pass, by asking of each axis where it comes from.",
    equivalent_mutants={
        "dstd = -np.sum(dX_hat * X_hat, axis=-1, keepdims=True) / std": "the last axis of a table is axis 1",
        "dC = dX_hat / std + dstd * X_hat / X_hat.shape[-1]": "the last axis of a table is axis 1",
        "dX = dC - np.mean(dC, axis=-1, keepdims=True)": "the last axis of a table is axis 1",
    },
)


def _layer_gradient(d_out, cache, *, spread=1.0, mean=True, late=False, count=None):
    """The right way, with one thing changed."""
    X_hat, gamma, std = cache
    dX_hat = d_out if late else d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True) / std
    dC = dX_hat / std + spread * dstd * X_hat / (count or np.shape)(X_hat)[-1]
    dX = dC - dC.mean(axis=1, keepdims=True) if mean else dC
    return dX * gamma if late else dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


def _mistaken_layer(**changed):
    def wrong(d_out, cache):
        return _layer_gradient(d_out, cache, **changed)

    return wrong


gamma_too_late = _mistaken_layer(late=True)


@exercise.mistake("gamma multiplied too late")
def _(d_out, cache):
    """gamma comes at the end, after the means. Each column has its own gamma, and the means now run over columns: it
    must be in dX_hat before they are taken.
    """
    return gamma_too_late(d_out, cache)


@exercise.mistake("batch normalisation's backward as it is")
def _(d_out, cache):
    """dX is made with sums and means down the columns, as for batch normalisation. Here the statistics came from the
    rows: so `axis=1, keepdims=True`.
    """
    X_hat, gamma, std = cache
    dX_hat = d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std
    dC = dX_hat / std + dstd * X_hat / len(X_hat)
    return dC - dC.mean(axis=0), np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


@exercise.mistake("gamma and beta along the rows")
def _(d_out, cache):
    """dX is right, but dgamma and dbeta are added up along the rows. gamma has a number for each *column*: add up over
    the examples, `axis=0`, as before.
    """
    dX = regularization.layernorm_backward(d_out, cache)[0]
    return dX, np.sum(d_out * cache[0], axis=1), np.sum(d_out, axis=1)


layer_constants = _mistaken_layer(spread=0.0, mean=False)


@exercise.mistake("mean and spread taken as constants")
def _(d_out, cache):
    """dX is what it would be if mean and std were fixed numbers. They come from the row itself."""
    return layer_constants(d_out, cache)


layer_mean_forgotten = _mistaken_layer(mean=False)


@exercise.mistake("path through the mean forgotten")
def _(d_out, cache):
    """At the end, take from dC the mean of each of its rows."""
    return layer_mean_forgotten(d_out, cache)


@exercise.mistake("mean of dC down the columns")
def _(d_out, cache):
    """All is right but the last step: the mean of dC is still taken down the columns. A row shares its mean, so here it
    is `dC.mean(axis=1, keepdims=True)`.
    """
    dC, dgamma, dbeta = layer_mean_forgotten(d_out, cache)
    return dC - dC.mean(axis=0), dgamma, dbeta


layer_spread_forgotten = _mistaken_layer(spread=0.0)


@exercise.mistake("path through the spread forgotten")
def _(d_out, cache):
    """The way through the mean is there, that through the spread is not: dstd · X_hat / D is missing in dC."""
    return layer_spread_forgotten(d_out, cache)


examples_counted = _mistaken_layer(count=lambda X_hat: X_hat.shape[:1])


@exercise.mistake("divided by N instead of D")
def _(d_out, cache):
    """You divide by the number of examples. The variance is now a mean over the D numbers of a row."""
    return examples_counted(d_out, cache)


@exercise.accepts("layer gradient one formula")
def _(d_out, cache):
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=1, keepdims=True) - X_hat * (g * X_hat).mean(axis=1, keepdims=True)) / std
    return dX, (d_out * X_hat).sum(axis=0), d_out.sum(axis=0)


def batch_gradient_one_formula(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dgamma, dbeta = (d_out * X_hat).sum(0), d_out.sum(0)
    return gamma / (N * std) * (N * d_out - dbeta - X_hat * dgamma), dgamma, dbeta


@exercise.accepts("layer gradient by batch")
def _(d_out, cache):
    X_hat, gamma, std = cache
    dX, _, _ = batch_gradient_one_formula((d_out * gamma).T, (X_hat.T, np.ones(len(X_hat)), std[:, 0]))
    return dX.T, np.sum(d_out * X_hat, 0), np.sum(d_out, 0)
