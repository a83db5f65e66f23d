"""The gradients of batch normalisation in training, step by step back through its graph."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.regularization._cases import as_float32, columns
from dlcourse.lessons import regularization


def cases(rng):
    first = np.array([[-1.0, 1.0], [1.0, -1.0]])
    cases = [Case(np.array([[0.5, 0.0], [1.0, 2.0]]), (first, np.array([3.0, 1.0]), np.array([2.0, 4.0])))]
    for N, D, epsilon in [(4, 3, 1e-5), (3, 3, 1e-5), (5, 2, 0.5), (6, 4, 1e-5), (40, 10, 1e-5)]:
        X, gamma, beta, running = columns(rng, N, D)
        _, cache, _ = regularization.batchnorm_forward(X, gamma, beta, running, epsilon=epsilon)
        cases.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, running = columns(rng, 1, 3)  # one example: nothing is left of it
    cases.append(Case(rng.normal(size=(1, 3)), regularization.batchnorm_forward(X, gamma, beta, running)[1]))
    X, gamma, beta, running = columns(rng, 5, 3)
    cache = regularization.batchnorm_forward(X, gamma, beta, running)[1]
    return [*cases, Case(rng.normal(size=(5, 3)).astype(np.float32), as_float32(cache))]


exercise = Exercise(
    reference=regularization.batchnorm_backward,
    points=4,
    cases=cases,
    outputs=("dX", "dgamma", "dbeta"),
    withheld=("layernorm_backward",),
    hints=[
        "Follow the boxes of the text from right to left, one line of code for each. Begin with dbeta, dgamma and "
        "dX_hat.",
        "`dX_hat = d_out * gamma`, then `dstd = -np.sum(dX_hat * X_hat, axis=0) / std`. The centred numbers C "
        "get their gradient in two ways: directly, dX_hat / std, and through std.",
        "`dC = dX_hat / std + dstd * X_hat / len(X_hat)`. Last the mean: what does taking it away do to a gradient?",
        "`dX = dC - dC.mean(axis=0)`. With `dgamma = np.sum(d_out * X_hat, axis=0)` and "
        "`dbeta = np.sum(d_out, axis=0)`, return all three.",
    ],
    solved="the gradient that most people look up. You derived it.",
)


def _batch_gradient(d_out, cache, *, spread=1.0, mean=True, gamma_used=True, divided=True, count=True):
    """The right way, with one thing changed."""
    X_hat, gamma, std = cache
    dX_hat = d_out * gamma if gamma_used else d_out
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std
    dC = dX_hat / std + spread * dstd * X_hat / (len(X_hat) if count else 1)
    dX = dC - dC.mean(axis=0) if mean else dC
    return dX if divided else dX * std, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


def _mistaken_gradient(**changed):
    def wrong(d_out, cache):
        return _batch_gradient(d_out, cache, **changed)

    return wrong


constants = _mistaken_gradient(spread=0.0, mean=False)


@exercise.mistake("mean and spread taken as constants")
def _(d_out, cache):
    """dX is what it would be if mean and std were fixed numbers. But they come from X: moving one example moves both,
    and through them the output of all others.
    """
    return constants(d_out, cache)


mean_forgotten = _mistaken_gradient(mean=False)


@exercise.mistake("path through the mean forgotten")
def _(d_out, cache):
    """The way through the spread is there, that through the mean is not: at the end, take from dC the mean of each of
    its columns.
    """
    return mean_forgotten(d_out, cache)


spread_forgotten = _mistaken_gradient(spread=0.0)


@exercise.mistake("path through the spread forgotten")
def _(d_out, cache):
    """The way through the mean is there, that through the spread is not: X also changes std, and std changes every
    number of its column. Its part of dC is dstd · X_hat / N.
    """
    return spread_forgotten(d_out, cache)


gamma_forgotten = _mistaken_gradient(gamma_used=False)


@exercise.mistake("gamma forgotten on the way to X")
def _(d_out, cache):
    """In dX, gamma is missing: out = gamma · X_hat + beta, so the gradient of X_hat is d_out · gamma."""
    return gamma_forgotten(d_out, cache)


std_forgotten = _mistaken_gradient(divided=False)


@exercise.mistake("not divided by std")
def _(d_out, cache):
    """dX lacks the division by std: on the way forward all was divided by it, and so is the gradient. This holds for
    both parts of dC.
    """
    return std_forgotten(d_out, cache)


count_forgotten = _mistaken_gradient(count=False)


@exercise.mistake("N forgotten")
def _(d_out, cache):
    """In the way through the spread, the division by the number of examples N is missing: the variance is a *mean* of
    squares.
    """
    return count_forgotten(d_out, cache)


spread_reversed = _mistaken_gradient(spread=-1.0)


@exercise.mistake("sign of dstd")
def _(d_out, cache):
    """The way through the spread has the wrong sign: a larger std makes the outputs smaller, so dstd has a minus."""
    return spread_reversed(d_out, cache)


@exercise.mistake("gradients of gamma and beta averaged")
def _(d_out, cache):
    """dX is right, but dgamma and dbeta are averaged over the examples. One gamma serves all examples: their parts add
    up. (The mean over the batch is already in d_out.)
    """
    dX, dgamma, dbeta = regularization.batchnorm_backward(d_out, cache)
    return dX, dgamma / len(d_out), dbeta / len(d_out)


@exercise.mistake("means instead of sums")
def _(d_out, cache):
    """dgamma, dbeta and dstd are means over the examples. One number serves them all, so what they bring adds up:
    `np.sum`. (A mean is taken at the very end only, of dC.)
    """
    X_hat, gamma, std = cache
    dstd = -np.mean(d_out * gamma * X_hat, axis=0) / std
    dC = d_out * gamma / std + dstd * X_hat / len(X_hat)
    return dC - dC.mean(axis=0), np.mean(d_out * X_hat, axis=0), np.mean(d_out, axis=0)


@exercise.mistake("dgamma without X_hat")
def _(d_out, cache):
    """Your dgamma is dbeta. gamma is multiplied by X_hat on the way forward, so its gradient is the sum of d_out ·
    X_hat.
    """
    dX, _, dbeta = regularization.batchnorm_backward(d_out, cache)
    return dX, dbeta, dbeta


@exercise.mistake("dgamma and dbeta not summed")
def _(d_out, cache):
    """dgamma and dbeta still have a row for each example. One gamma serves all of them: add up, `axis=0`."""
    return regularization.batchnorm_backward(d_out, cache)[0], d_out * cache[0], d_out


@exercise.accepts("batch gradient one formula")
def _(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dgamma, dbeta = (d_out * X_hat).sum(0), d_out.sum(0)
    return gamma / (N * std) * (N * d_out - dbeta - X_hat * dgamma), dgamma, dbeta


@exercise.accepts("batch gradient jacobian")
def _(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dX = np.zeros(d_out.shape)
    for d in range(d_out.shape[1]):
        x = X_hat[:, d]
        J = (np.eye(N) - 1 / N - np.outer(x, x) / N) / std[d]
        dX[:, d] = J @ (d_out[:, d] * gamma[d])
    return dX, np.einsum("nd,nd->d", d_out, X_hat), np.ones(N) @ d_out
