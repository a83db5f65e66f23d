"""Lesson cnn: right answers in other styles."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.lessons import cnn, regularization


def window_loops(window, kernel, bias):
    total = bias
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            for c in range(window.shape[2]):
                total += window[i, j, c] * kernel[i, j, c]
    return total


def size_by_counting(size, kernel, stride=1, padding=0):
    return len(range(0, size + 2 * padding - kernel + 1, stride))


def pad_by_hand(X, padding):
    N, H, L, C = X.shape
    out = np.zeros((N, H + 2 * padding, L + 2 * padding, C), dtype=X.dtype)
    out[:, padding : padding + H, padding : padding + L, :] = X
    return out


def pad_by_concatenation(X, padding):
    for axis in (1, 2):
        shape = list(X.shape)
        shape[axis] = padding
        zeros = np.zeros(shape, X.dtype)
        X = np.concatenate([zeros, X, zeros], axis=axis)
    return X


def conv_window_by_window(X, W, b, stride=1, padding=0):
    rows = cnn.conv_output_size(X.shape[1], W.shape[0], stride, padding)
    columns = cnn.conv_output_size(X.shape[2], W.shape[1], stride, padding)
    P = cnn.pad2d(X, padding)
    Z = np.zeros((len(X), rows, columns, W.shape[3]), np.result_type(X, W, b))
    for r in range(rows):
        for s in range(columns):
            window = P[:, r * stride : r * stride + W.shape[0], s * stride : s * stride + W.shape[1]]
            Z[:, r, s] = np.tensordot(window, W, axes=3) + b
    return Z, (X, W, stride, padding)


def conv_by_sliding_windows(X, W, b, stride=1, padding=0):
    windows = sliding_window_view(pad_by_hand(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nrscij,ijcm->nrsm", windows, W) + b, (X, W, stride, padding)


def conv_by_columns(X, W, b, stride=1, padding=0):
    windows = sliding_window_view(pad_by_hand(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    N, R, S = windows.shape[:3]
    columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(N * R * S, -1)
    return (columns @ W.reshape(-1, W.shape[3]) + b).reshape(N, R, S, -1), [X, W, stride, padding]


def conv_gradient_window_by_window(dZ, cache):
    X, W, stride, padding = cache
    A, B, _, M = W.shape
    P = pad_by_hand(X, padding)
    dP, dW, db = np.zeros(P.shape, X.dtype), np.zeros(W.shape, W.dtype), np.zeros(M, dZ.dtype)
    for n in range(dZ.shape[0]):
        for r in range(dZ.shape[1]):
            for s in range(dZ.shape[2]):
                here = n, slice(r * stride, r * stride + A), slice(s * stride, s * stride + B)
                dW += P[here][..., None] * dZ[n, r, s]
                dP[here] += W @ dZ[n, r, s]
                db += dZ[n, r, s]
    return dP[:, padding : P.shape[1] - padding, padding : P.shape[2] - padding], dW, db


def conv_gradient_by_einsum(dZ, cache):
    X, W, stride, padding = cache
    windows = sliding_window_view(pad_by_hand(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    dW = np.einsum("nrscij,nrsm->ijcm", windows, dZ)
    dP = np.zeros_like(pad_by_hand(X, padding))
    for r, s in np.ndindex(dZ.shape[1:3]):
        down, across = stride * r, stride * s
        share = np.einsum("nm,ijcm->nijc", dZ[:, r, s], W)
        dP[:, down : down + W.shape[0], across : across + W.shape[1]] += share
    return dP[:, padding : padding + X.shape[1], padding : padding + X.shape[2]], dW, np.einsum("nrsm->m", dZ)


def _windows(X, size, stride):
    return sliding_window_view(X, (size, size), axis=(1, 2))[:, ::stride, ::stride]


def max_of_windows(X, size=2, stride=2):
    out = _windows(X, size, stride).max(axis=(-1, -2))
    return out, (X, out, size, stride)


def max_loops(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.empty((len(X), rows, columns, X.shape[3]), X.dtype)
    for r in range(rows):
        for s in range(columns):
            out[:, r, s] = X[:, r * stride : r * stride + size, s * stride : s * stride + size].max(axis=(1, 2))
    return [out, [X, out, size, stride]]


def max_gradient_by_argmax(d_out, cache):
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, stride * r + i, stride * s + j, c] += d_out[n, r, s, c]
    return dX


def max_gradient_by_add_at(d_out, cache):
    X, out, size, stride = cache
    windows = _windows(X, size, stride)
    winner = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, r, s, c = np.indices(out.shape)
    dX = np.zeros(X.shape, X.dtype)
    np.add.at(dX, (n, stride * r + winner // size, stride * s + winner % size, c), d_out)
    return dX


def mean_of_windows(X, size=2, stride=2):
    return _windows(X, size, stride).mean(axis=(-1, -2)), (X.shape, size, stride)


def mean_loops(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.zeros((len(X), rows, columns, X.shape[3]), X.dtype)
    for i in range(size):
        for j in range(size):
            out += X[:, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (columns - 1) + 1 : stride]
    return out / (size * size), (X.shape, size, stride)


def field_by_walking_back(layers):
    field = 1
    for size, stride in reversed(layers):
        field = (field - 1) * stride + size
    return field


def field_by_products(layers):
    strides = [stride for _, stride in layers]
    return 1 + sum((size - 1) * int(np.prod(strides[:k])) for k, (size, _) in enumerate(layers))


def norm_by_axes(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=(0, 1, 2)), X.var(axis=(0, 1, 2))
        running = (momentum * running[0] + (1 - momentum) * mean, momentum * running[1] + (1 - momentum) * variance)
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat.reshape(-1, X.shape[3]), gamma, std), running


def norm_with_named_arguments(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    N, H, L, C = X.shape
    out, cache, running = regularization.batchnorm_forward(
        np.reshape(X, (N * H * L, C)), gamma, beta, running, epsilon=epsilon, momentum=momentum, training=training
    )
    return np.reshape(out, (N, H, L, C)), cache, running


ALTERNATIVES = {
    "cnn.conv2d_window": [
        window_loops,
        lambda window, kernel, bias: np.vdot(window, kernel) + bias,
        lambda window, kernel, bias: window.ravel() @ kernel.ravel() + bias,
        lambda window, kernel, bias: np.einsum("ijc,ijc->", window, kernel) + bias,
        lambda window, kernel, bias: float((window * kernel).sum() + bias),
    ],
    "cnn.conv_output_size": [
        size_by_counting,
        lambda size, kernel, stride=1, padding=0: int((size + 2 * padding - kernel) / stride) + 1,
        lambda size, kernel, stride=1, padding=0: int(np.floor((size + 2 * padding - kernel) / stride + 1)),
    ],
    "cnn.pad2d": [pad_by_hand, pad_by_concatenation],
    "cnn.conv2d": [conv_window_by_window, conv_by_sliding_windows, conv_by_columns, cnn.conv2d_fast],
    "cnn.conv2d_backward": [conv_gradient_window_by_window, conv_gradient_by_einsum, cnn.conv2d_backward_fast],
    "cnn.maxpool2d": [max_of_windows, max_loops],
    "cnn.maxpool2d_backward": [max_gradient_by_argmax, max_gradient_by_add_at],
    "cnn.avgpool2d": [mean_of_windows, mean_loops],
    "cnn.receptive_field": [field_by_walking_back, field_by_products],
    "cnn.spatial_batchnorm": [norm_by_axes, norm_with_named_arguments],
}
