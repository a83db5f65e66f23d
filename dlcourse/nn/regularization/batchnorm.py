"""Batch normalisation in a fast form."""

import functools

import numpy as np

from dlcourse.nn.training.threads import in_parts

ROW = 16_384  # numbers in a row at most; broadcasting along rows of up to 4,096 takes half as long again
LARGE = 262_144  # numbers from which on long rows save more than they cost
BLOCK = 500_000  # numbers in a part for a thread; with fewer than four of them, one thread alone is quicker


def batchnorm_forward_fast(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The same as :func:`batchnorm_forward`, in place and with sums as products."""
    if _is_large(X):
        return _forward_in_blocks(X, gamma, beta, running, training, momentum, epsilon)
    mean, variance = running
    if training:
        ones = _ones(X)
        mean = ones @ X / len(X)
    X_hat = X - mean
    if training:
        variance = ones @ (X_hat * X_hat) / len(X)
        running = _follow(running, (mean, variance), momentum)
    std = np.sqrt(variance + epsilon)
    X_hat *= 1 / std
    out = X_hat * gamma
    out += beta
    return out, (X_hat, gamma, std), running


def batchnorm_backward_fast(d_out, cache):
    """The same as :func:`batchnorm_backward`, from the cache of either form."""
    X_hat, gamma, std = cache
    N = len(d_out)
    if _is_large(d_out):
        return _backward_in_blocks(d_out, cache)
    ones = np.ones(N, d_out.dtype)
    dX = d_out * X_hat
    dgamma, dbeta = ones @ dX, ones @ d_out
    np.multiply(X_hat, dgamma / -N, out=dX)
    dX += d_out
    dX -= dbeta / N
    dX *= gamma / std
    return dX, dgamma, dbeta


def _is_large(X):
    """Whether long rows and threads save more than arranging them takes; with few columns they do so much earlier."""
    return X.size > LARGE or (X.size > ROW and X.shape[1] < 64)


def _forward_in_blocks(X, gamma, beta, running, training, momentum, epsilon):
    shape, N, X = X.shape, len(X), _long_rows(X)
    dtype = np.result_type(X, gamma)
    X_hat, out = np.empty(X.shape, dtype), np.empty(X.shape, dtype)
    mean, variance = running
    if training:
        mean = _columns(_in_blocks(lambda part: _sums(X[part]), X), gamma) / N
    means = _along(mean, X)

    def centre(part):
        x_hat = np.subtract(X[part], means, out=X_hat[part])
        return _products(x_hat, x_hat) if training else None

    squares = _in_blocks(centre, X)
    if training:
        variance = _columns(squares, gamma) / N
        running = _follow(running, (mean, variance), momentum)
    std = np.sqrt(variance + epsilon)
    factors, gammas, betas = (_along(each, X) for each in (1 / std, gamma, beta))

    def scale(part):
        x_hat, y = X_hat[part], out[part]
        x_hat *= factors
        np.multiply(x_hat, gammas, out=y)
        y += betas

    _in_blocks(scale, X)
    return out.reshape(shape), (X_hat.reshape(shape), gamma, std), running


def _backward_in_blocks(d_out, cache):
    X_hat, gamma, std = cache
    shape, N = X_hat.shape, len(X_hat)
    X_hat, d_out = _long_rows(X_hat), _long_rows(d_out)
    dX = np.empty(X_hat.shape, np.result_type(d_out, X_hat))

    def add_up(part):
        return _products(d_out[part], X_hat[part]), _sums(d_out[part])

    dgamma, dbeta = (_columns(sums, gamma) for sums in zip(*_in_blocks(add_up, d_out)))
    through_std, through_mean, factors = (_along(each, dX) for each in (dgamma / -N, dbeta / N, gamma / std))

    def combine(part):
        dx = np.multiply(X_hat[part], through_std, out=dX[part])
        dx += d_out[part]
        dx -= through_mean
        dx *= factors

    _in_blocks(combine, d_out)
    return dX.reshape(shape), dgamma, dbeta


def _follow(running, found, momentum):
    """The running statistics after a batch."""
    return tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, found))


def _long_rows(X):
    """Rows of several examples side by side, (N / k, k D): operations on short rows are slower."""
    N, D = X.shape
    return X.reshape(-1, _together(N, D) * D)


@functools.cache
def _together(N, D):
    """How many rows of D numbers make a long one: a divisor of N."""
    return next(k for k in range(max(1, min(N, ROW // D)), 0, -1) if N % k == 0)


def _in_blocks(work, X):
    """``work(part)`` for slices of the rows of X: a list of what it gives."""
    if X.size < 4 * BLOCK:
        return [work(slice(None))]
    size = max(1, BLOCK * len(X) // X.size)
    return in_parts(work, [slice(start, start + size) for start in range(0, len(X), size)])


def _sums(rows):
    """The sum of each column, as a product: quicker, and other threads may work meanwhile."""
    return _ones(rows) @ rows


def _ones(rows):
    """What a product with adds up the rows; of small whole numbers, too, whose own kind has no room for the sum."""
    return np.ones(len(rows), np.promote_types(rows.dtype, np.float32))


def _products(left, right):
    """The sum of ``left * right`` for each column, without a table of the products."""
    return np.einsum("nd,nd->d", left, right)


def _columns(sums, gamma):
    """From the sums of the columns of some blocks to those of the features."""
    return np.add.reduce(functools.reduce(np.add, sums).reshape(-1, len(gamma)))


def _along(numbers, rows):
    """Numbers of the features, written down once for each example of a row."""
    long = np.empty((rows.shape[1] // len(numbers), len(numbers)), numbers.dtype)
    long[...] = numbers
    return long.reshape(-1)
