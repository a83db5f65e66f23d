"""Lesson 08, cnn: convolution and batch normalisation in a fast form, and the layers of convolutional networks."""

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.lessons.training import he_init
from dlcourse.nn import regularization, training
from dlcourse.nn.training.pace import at_pace

BLOCK = 65_536  # numbers that are worked on at a time, so that they stay in a processor's cache


def conv2d_fast(X, W, b, stride=1, padding=0):
    """The same as :func:`conv2d`, as few large products of matrices, for some pictures at a time."""
    N, A, B, M = len(X), *W.shape[:2], W.shape[3]
    rows = cnn.conv_output_size(X.shape[1], A, stride, padding)
    columns = cnn.conv_output_size(X.shape[2], B, stride, padding)
    if _is_narrow(W):
        Z = np.empty((N, rows * columns, M), np.result_type(X, W, b))
        kernels = np.concatenate([W.reshape(-1, M), b[None]])  # the bias is the weight of a pixel that is always 1
        for part in _parts(X, W, padding, columns):
            table = _table(X[part], A, B, rows, columns, stride, padding)
            np.matmul(table.T, kernels, out=Z[part].reshape(-1, M))  # (n R S, A B C + 1) @ (A B C + 1, M)
        return Z.reshape(N, rows, columns, M), (X, W, stride, padding)
    Z = np.empty((N, rows, columns * M), np.result_type(X, W, b))
    biases = np.tile(b, columns)  # one long row for each row of pixels: many short additions would be slower
    for part in _parts(X, W, padding, columns):
        matrices = _pixels(X[part], A, B, rows, columns, stride, padding)
        z = matrices[0] @ W[0].reshape(-1, M)  # (R n S, B C) @ (B C, M) -> (R n S, M)
        for pixels, kernel in zip(matrices[1:], W[1:]):
            z += pixels @ kernel.reshape(-1, M)
        np.add(z.reshape(rows, -1, columns * M).swapaxes(0, 1), biases, out=Z[part])
    return Z.reshape(N, rows, columns, M), (X, W, stride, padding)


def conv2d_backward_fast(dZ, cache):
    """The same as :func:`conv2d_backward`; with stride 1, dX is a convolution with the kernels turned by 180°.

    With few channels, one product and adding its rows to their places is less work.
    """
    X, W, stride, padding = cache
    frame = len(W) - 1 - padding
    if W.shape[2] < 4:
        dX = _add_to_places(dZ, X, W, stride, padding)
    elif stride == 1 and W.shape[0] == W.shape[1] and frame >= 0:
        turned = W[::-1, ::-1].swapaxes(2, 3).copy()  # (A, B, M, C)
        dX, _ = conv2d_fast(dZ, turned, np.zeros(W.shape[2], W.dtype), padding=frame)
    else:
        return cnn.conv2d_backward(dZ, cache)
    return dX, *conv2d_kernel_gradients(dZ, cache)


def _add_to_places(dZ, X, W, stride, padding):
    """dX, by adding for each weight what it hands back to the pixels that it met."""
    A, B, C, M = W.shape
    N, rows, columns, _ = dZ.shape
    _, H, L, _ = X.shape
    padded = np.zeros((C, N, H + 2 * padding, L + 2 * padding), np.result_type(dZ, W))
    for part in _parts(X, W, padding, columns):
        shares = (W.reshape(-1, M) @ dZ[part].reshape(-1, M).T).reshape(A, B, C, -1, rows, columns)
        for i, j in np.ndindex(A, B):
            padded[:, part, cnn.places(i, rows, stride), cnn.places(j, columns, stride)] += shares[i, j]
    return np.moveaxis(padded[:, :, cnn.places(padding, H), cnn.places(padding, L)], 0, -1)


def conv2d_kernel_gradients(dZ, cache):
    """dW and db alone: a first layer needs no dX."""
    X, W, stride, padding = cache
    A, B, _, M = W.shape
    _, rows, columns, _ = dZ.shape
    dW, db = 0, np.zeros(M, dZ.dtype)
    for part in _parts(X, W, padding, columns):
        if _is_narrow(W):
            shares = _table(X[part], A, B, rows, columns, stride, padding) @ dZ[part].reshape(-1, M)
            dW, db = dW + shares[:-1], db + shares[-1]  # (A B C, M) and (M,)
            continue
        matrices = _pixels(X[part], A, B, rows, columns, stride, padding)
        dz = dZ[part].swapaxes(0, 1).reshape(-1, M)  # rows first, as the pixels are
        dW = dW + np.stack([pixels.T @ dz for pixels in matrices])  # each (B C, R n S) @ (R n S, M) -> (B C, M)
        db += np.ones(len(dz), dz.dtype) @ dz  # the sum of the rows; `sum(axis=0)` of a narrow table is slow
    return dW.reshape(W.shape), db


def _is_narrow(W):
    """Whether a row of weights is so short that products with one row at a time would be slow."""
    A, B, C, _ = W.shape
    return B * C < 16 and A > 1


def _parts(X, W, padding, columns):
    """Slices of some pictures each, as many as fit into a block with the numbers that are made of them."""
    A, B, C, M = W.shape
    width = A * B * C / 4 if _is_narrow(W) else max(B * C, M)  # tables of few rows are read in order: larger parts do
    count = max(1, int(BLOCK / ((X.shape[1] + 2 * padding) * columns * width)))
    return [slice(start, start + count) for start in range(0, len(X), count)]


def _pixels(X, A, B, rows, columns, stride, padding):
    """What every weight meets, as matrices whose products with the rows of the kernels add up to the feature maps.

    One matrix (R n S, B C) for each of the A rows of the kernels: they are parts of one table, in which each pixel is
    written down B times, and not A B times. The rows of a picture come first in the order, so that no further copy is
    needed to move down a row.
    """
    C = X.shape[3]
    framed = _framed(X.swapaxes(0, 1), padding, 0, padding, 0)  # (H, n, L, C)
    table = np.empty((*framed.shape[:2], columns, B, C), X.dtype)
    for j in range(B):
        table[:, :, :, j] = framed[:, :, cnn.places(j, columns, stride)]
    return [table[cnn.places(i, rows, stride)].reshape(-1, B * C) for i in range(A)]


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


def spatial_batchnorm_fast(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The same as :func:`spatial_batchnorm`, on whole rows of pixels and with fewer passes through the memory."""
    L, C = X.shape[2:]
    rows = X.reshape(-1, L * C)  # (N H, L C): operations on long rows are faster than on C channels
    mean, variance = running
    if training:
        mean = _channel_sums(rows, C) / (rows.size // C)
        X_hat = rows - np.tile(mean, L)
        variance = _channel_sums(X_hat * X_hat, C) / (rows.size // C)
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    else:
        X_hat = rows - np.tile(mean, L)
    std = np.sqrt(variance + epsilon)
    X_hat /= np.tile(std, L)
    out = X_hat * np.tile(gamma, L)
    out += np.tile(beta, L)
    return out.reshape(X.shape), (X_hat.reshape(-1, C), gamma, std), running


def spatial_batchnorm_backward_fast(d_out, cache):
    """The same as :func:`spatial_batchnorm_backward`, on whole rows of pixels and in place."""
    X_hat, gamma, std = cache
    count, C = X_hat.shape
    L = d_out.shape[2]
    rows, X_hat = d_out.reshape(-1, L * C), X_hat.reshape(-1, L * C)
    dX = rows * X_hat
    dgamma, dbeta = _channel_sums(dX, C), _channel_sums(rows, C)
    np.multiply(X_hat, np.tile(-dgamma / count, L), out=dX)
    dX += rows
    dX -= np.tile(dbeta / count, L)
    dX *= np.tile(gamma / std, L)
    return dX.reshape(d_out.shape), dgamma, dbeta


def _channel_sums(rows, C):
    """The sum of each channel over rows of pixels: (N H, L C) -> (C,)."""
    return (np.ones(len(rows), rows.dtype) @ rows).reshape(-1, C).sum(axis=0)


class Conv2d(training.Layer):
    """A convolution as a layer: M kernels and their biases.

    Parameters
    ----------
    channels, kernels : int
        How many channels come in, and how many feature maps go out.
    size : int
        A kernel has size x size pixels.
    rng : numpy.random.Generator
        Draws the first weights; the first biases are 0.
    stride, padding : int
        As in :func:`conv2d`.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`conv2d` and :func:`conv2d_backward`.
    init : function
        ``init(inputs, outputs, rng)``, as for a dense layer with size * size * channels inputs.
    dtype : type
        float (64 bits) or numpy.float32.

    Examples
    --------
    >>> layer = Conv2d(1, 8, 3, np.random.default_rng(0), padding=1)
    >>> layer.forward(np.zeros((5, 28, 28, 1)))[0].shape, layer.parameters["W"].shape
    ((5, 28, 28, 8), (3, 3, 1, 8))
    """

    def __init__(
        self,
        channels,
        kernels,
        size,
        rng,
        *,
        stride=1,
        padding=0,
        forward=conv2d_fast,
        backward=conv2d_backward_fast,
        init=he_init,
        dtype=float,
    ):
        W = init(size * size * channels, kernels, rng).reshape(size, size, channels, kernels)
        self.parameters = {"W": W.astype(dtype), "b": np.zeros(kernels, dtype)}
        self.stride, self.padding = stride, padding
        self._forward = at_pace(forward, conv2d_fast)
        self._backward = at_pace(backward, conv2d_backward_fast)

    def forward(self, X, training=False):
        """The feature maps (N, R, S, M) of pictures (N, H, L, C)."""
        return self._forward(X, self.parameters["W"], self.parameters["b"], self.stride, self.padding)

    def backward(self, d_out, cache):
        """dX, and dW and db."""
        dX, dW, db = self._backward(d_out, cache)
        return dX, {"W": dW, "b": db}

    def parameter_gradients(self, d_out, cache):
        """dW and db; no dX, which nobody asks of a first layer."""
        if self._backward is not conv2d_backward_fast:
            return self.backward(d_out, cache)[1]
        return dict(zip("Wb", conv2d_kernel_gradients(d_out, cache)))


class _Pool2d(training.Layer):
    """One number for each window of feature maps; the stride is the size of the windows if it is not given."""

    def __init__(self, size, stride, forward, backward):
        super().__init__()
        self.size, self.stride = size, size if stride is None else stride
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The numbers of all windows, and the cache."""
        return self._forward(X, self.size, self.stride)

    def backward(self, d_out, cache):
        """The gradient of the feature maps."""
        return self._backward(d_out, cache), {}


class MaxPool2d(_Pool2d):
    """Max pooling as a layer: the largest number of each window, and the gradient goes to the winners."""

    def __init__(self, size=2, stride=None, *, forward=cnn.maxpool2d, backward=cnn.maxpool2d_backward):
        super().__init__(size, stride, at_pace(forward, cnn.maxpool2d), at_pace(backward, cnn.maxpool2d_backward))


class AvgPool2d(_Pool2d):
    """Average pooling as a layer: the mean of each window, and the gradient is shared out evenly."""

    def __init__(self, size=2, stride=None, *, forward=cnn.avgpool2d, backward=cnn.avgpool2d_backward):
        super().__init__(size, stride, at_pace(forward, cnn.avgpool2d), at_pace(backward, cnn.avgpool2d_backward))


class Flatten(training.Layer):
    """From feature maps to one row of numbers for each picture, as a dense layer wants them."""

    def forward(self, X, training=False):
        """(N, H, L, C) -> (N, H L C)."""
        return X.reshape(len(X), -1), X.shape

    def backward(self, d_out, cache):
        """Back to the shape of the feature maps."""
        return d_out.reshape(cache), {}


class SpatialBatchNorm(regularization.BatchNorm):
    """Batch normalisation of feature maps as a layer: as `BatchNorm`, with the channels as its features."""

    def __init__(self, channels, *, momentum=0.9, epsilon=1e-5, forward=spatial_batchnorm_fast, dtype=float):
        how = {"momentum": momentum, "epsilon": epsilon, "dtype": dtype}
        forms = {"forward": at_pace(forward, spatial_batchnorm_fast), "backward": spatial_batchnorm_backward_fast}
        super().__init__(channels, **forms, **how)
