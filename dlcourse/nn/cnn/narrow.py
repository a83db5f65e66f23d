"""The convolution of pictures with few channels: a table with a row for each weight, which holds all that it meets.

Rows as long as all places together are quick to copy, where a pixel has too few channels to be copied by itself.
"""

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.nn.training.threads import in_parts

BLOCK = 150_000  # a quarter of the numbers in a table: few enough for a cache, enough for a thread of their own


def feature_maps(X, W, b, rows, columns, stride, padding):
    """What :func:`conv2d` gives, Z (N, R, S, M)."""
    A, B, _, M = W.shape
    Z = np.empty((len(X), rows * columns, M), np.result_type(X, W, b))
    kernels = np.concatenate([W.reshape(-1, M), b[None]])  # the bias is the weight of a pixel that is always 1

    def work(part):
        table = _table(X[part], A, B, rows, columns, stride, padding)
        np.matmul(table.T, kernels, out=Z[part].reshape(-1, M))  # (n R S, A B C + 1) @ (A B C + 1, M)

    in_parts(work, _parts(X, W, padding, columns))
    return Z.reshape(len(X), rows, columns, M)


def kernel_gradients(dZ, X, W, stride, padding):
    """dW and db."""
    A, B, _, M = W.shape
    _, rows, columns, _ = dZ.shape

    def work(part):
        table = _table(X[part], A, B, rows, columns, stride, padding)
        return table @ dZ[part].reshape(-1, M)  # (A B C + 1, n R S) @ (n R S, M)

    found = sum(in_parts(work, _parts(X, W, padding, columns)))
    return found[:-1].reshape(W.shape), found[-1]


def picture_gradients(dZ, X, W, stride, padding):
    """dX, by adding for each weight what it hands back to the pixels that it met."""
    A, B, C, M = W.shape
    N, rows, columns, _ = dZ.shape
    _, H, L, _ = X.shape
    padded = np.zeros((C, N, H + 2 * padding, L + 2 * padding), np.result_type(dZ, W))

    def work(part):
        shares = (W.reshape(-1, M) @ dZ[part].reshape(-1, M).T).reshape(A, B, C, -1, rows, columns)
        for i, j in np.ndindex(A, B):
            padded[:, part, cnn.places(i, rows, stride), cnn.places(j, columns, stride)] += shares[i, j]

    in_parts(work, _parts(X, W, padding, columns))
    return np.moveaxis(padded[:, :, cnn.places(padding, H), cnn.places(padding, L)], 0, -1)


def _parts(X, W, padding, columns):
    """Slices of some pictures each, as many as make a table of 4 `BLOCK` numbers."""
    A, B, C, _ = W.shape
    width = A * B * C / 4  # of the numbers that are made of a pixel, a quarter
    count = max(1, int(BLOCK / ((X.shape[1] + 2 * padding) * columns * width)))
    return [slice(start, start + count) for start in range(0, len(X), count)]


def _table(X, A, B, rows, columns, stride, padding):
    """What every weight meets in one table (A B C + 1, n R S), a row for each weight and a row of ones for the bias."""
    C = X.shape[3]
    framed = _framed(X, 0, padding, padding, 0)
    across = np.empty((B, C, *framed.shape[:2], columns), X.dtype)
    for j in range(B):
        across[j] = framed[:, :, cnn.places(j, columns, stride)].transpose(3, 0, 1, 2)
    table = np.ones((A * B * C + 1, len(X), rows, columns), X.dtype)
    for i, here in enumerate(table[:-1].reshape(A, *across.shape[:3], rows, columns)):
        here[...] = across[:, :, :, cnn.places(i, rows, stride)]
    return table.reshape(len(table), -1)


def _framed(X, *widths):
    """Zeros before and after the numbers along each axis; `numpy.pad` is slow for small parts."""
    if not any(widths):
        return X
    framed = np.zeros([side + 2 * width for side, width in zip(X.shape, widths)], X.dtype)
    framed[tuple(slice(width, width + side) for side, width in zip(X.shape, widths))] = X
    return framed
