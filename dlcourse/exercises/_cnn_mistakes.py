"""Lesson 08: cases, and known mistakes as running code."""

import numpy as np

from dlcourse.checking.specification import Case
from dlcourse.lessons import cnn as reference
from dlcourse.lessons import regularization
from dlcourse.lessons.cnn import places


def _pictures(rng, *shape):
    return rng.normal(size=shape)


def _as_float32(tree):
    if isinstance(tree, tuple):
        return tuple(map(_as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) else tree


# ---- conv_output_size ----


def size_cases(rng):
    cases = [Case(5, 3), Case(5, 3, 1, 1), Case(7, 3, 2), Case(8, 3, stride=2), Case(8, 3, stride=2, padding=1)]
    cases += [Case(4, 4), Case(3, 3, stride=2, padding=1), Case(28, 5, 1, 2), Case(224, 7, 2, 3), Case(227, 11, 4)]
    for _ in range(3):
        kernel = int(rng.integers(1, 8))
        cases.append(Case(int(rng.integers(kernel, 100)), kernel, int(rng.integers(2, 6)), int(rng.integers(1, 4))))
    return cases


def rounded_up(size, kernel, stride=1, padding=0):
    return -(-(size + 2 * padding - kernel) // stride) + 1


def not_rounded(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride + 1


def frame_on_one_side(size, kernel, stride=1, padding=0):
    return (size + padding - kernel) // stride + 1


def one_too_few(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride


def kernel_not_subtracted(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // stride


def kernel_after_stride(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // stride - kernel + 1


def one_inside(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel + 1) // stride


def padding_left_out(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1


def stride_left_out(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel + 1


# ---- pad2d ----


def pad_cases(rng):
    return [
        Case(np.array([[[[5.0], [7.0]]]]), 1),
        Case(_pictures(rng, 2, 3, 4, 2), 1),
        Case(_pictures(rng, 3, 3, 3, 3), 2),
        Case(_pictures(rng, 2, 4, 3, 1), 0),
        Case(np.arange(1, 13).reshape(1, 2, 3, 2), 3),
        Case(_pictures(rng, 5, 8, 6, 4), 2),
        Case(_as_float32(_pictures(rng, 1, 2, 3, 2)), 1),
    ]


def _padded(X, before, after, mode="constant"):
    """Padded as np.pad does, with (pictures, rows, columns, channels) before and after."""
    return np.pad(X, list(zip(before, after, strict=True)), mode=mode)


def all_four(X, padding):
    return np.pad(X, padding)


def channels_too(X, padding):
    return _padded(X, *2 * [(0, padding, padding, padding)])


def channels_for_columns(X, padding):
    return _padded(X, *2 * [(0, 0, padding, padding)])


def pictures_for_rows(X, padding):
    return _padded(X, *2 * [(padding, padding, 0, 0)])


def below_and_right(X, padding):
    return _padded(X, (0, 0, 0, 0), (0, 2 * padding, 2 * padding, 0))


def one_side_only(X, padding):
    return _padded(X, (0, padding, padding, 0), (0, 0, 0, 0))


def edge_repeated(X, padding):
    return _padded(X, *2 * [(0, padding, padding, 0)], mode="edge")


def frame_of_ones(X, padding):
    return reference.pad2d(X - 1, padding) + 1


# ---- conv2d_window ----


def window_cases(rng):
    first = np.array([[1.0, 2.0], [3.0, 4.0]])[:, :, None], np.array([[1.0, 0.0], [0.0, -1.0]])[:, :, None]
    cases = [Case(*first, 0.5)]
    for shape in [(3, 3, 1), (3, 2, 2), (2, 2, 2), (1, 1, 5), (5, 5, 3)]:
        cases.append(Case(rng.normal(size=shape), rng.normal(size=shape), float(rng.normal())))
    cases.append(Case(np.arange(12).reshape(2, 3, 2), np.arange(12).reshape(2, 3, 2) - 4, 3))
    return cases


def bias_for_each_pixel(window, kernel, bias):
    return np.sum(window * kernel + bias)


def no_bias(window, kernel, bias):
    return np.sum(window * kernel)


def not_added_up(window, kernel, bias):
    return window * kernel + bias


def channels_apart(window, kernel, bias):
    return np.sum(window * kernel, axis=(0, 1)) + bias


def window_of_one_channel(window, kernel, bias):
    return np.sum(window[:, :, 0] * kernel[:, :, 0]) + bias


def mean_of_window(window, kernel, bias):
    return np.mean(window * kernel) + bias


def window_kernel_turned(window, kernel, bias):
    return np.sum(window * kernel[::-1, ::-1]) + bias


def added_instead(window, kernel, bias):
    return np.sum(window + kernel) + bias


# ---- conv2d ----


def _convolution(rng, X, W, *numbers):
    """Pictures, kernels and biases of these shapes, and stride and padding."""
    return rng.normal(size=X), rng.normal(size=W), rng.normal(size=W[3]), *numbers


def conv_cases(rng):
    row, difference = np.array([[[[1.0], [2.0], [4.0], [8.0]]]]), np.array([[[[-1.0]], [[1.0]]]])
    return [
        Case(row, difference, np.array([0.5])),
        Case(*_convolution(rng, (1, 4, 4, 1), (3, 3, 1, 1))),
        Case(*_convolution(rng, (2, 5, 4, 2), (2, 3, 2, 3))),
        Case(*_convolution(rng, (2, 4, 5, 3), (3, 3, 3, 2), 1, 1)),
        Case(*_convolution(rng, (1, 7, 6, 2), (3, 2, 2, 2), 2, 0)),
        Case(*_convolution(rng, (2, 6, 8, 1), (3, 3, 1, 4)), stride=2, padding=1),
        Case(*_convolution(rng, (3, 3, 3, 3), (3, 3, 3, 3), 1, 2)),
        Case(*_convolution(rng, (2, 3, 4, 2), (1, 1, 2, 3))),
        Case(np.arange(24.0).reshape(1, 3, 4, 2), np.arange(16.0).reshape(2, 2, 2, 2) - 7, np.array([0.5, -2]), 1, 1),
        Case(*_convolution(rng, (4, 12, 10, 3), (5, 5, 3, 4), 3, 2)),
        Case(*map(_as_float32, _convolution(rng, (2, 4, 5, 2), (3, 3, 2, 2), 1, 1))),
    ]


def _conv(X, W, b, stride, padding, *, at=None, kernel=None, cache=None, frame=True, add_each=True):
    """The right way, with one thing changed; `at(i, j)` gives the rows and columns of the pixels for a place."""
    rows, columns = (
        reference.conv_output_size(side, size, stride, padding if frame else 0)
        for side, size in zip(X.shape[1:3], W.shape[:2], strict=True)
    )
    X_padded = reference.pad2d(X, padding if frame else 0)
    kernel, Z = W if kernel is None else kernel, b
    for i, j in np.ndindex(W.shape[:2]):
        down, across = at(i, j, rows, columns) if at else (places(i, rows, stride), places(j, columns, stride))
        share = X_padded[:, down, across] @ kernel[i, j]
        Z = Z + share if add_each else share + b
    return Z, (X, W, stride, padding) if cache is None else cache


def stride_not_used(X, W, b, stride=1, padding=0):
    return _conv(X, W, b, stride, padding, at=lambda i, j, rows, columns: (places(i, rows), places(j, columns)))


def kernel_turned(X, W, b, stride=1, padding=0):
    return _conv(X, W, b, stride, padding, kernel=W[::-1, ::-1])


def no_frame(X, W, b, stride=1, padding=0):
    return _conv(X, W, b, stride, padding, frame=False)


def only_last_place(X, W, b, stride=1, padding=0):
    return _conv(X, W, b, stride, padding, add_each=False)


def bias_at_every_place(X, W, b, stride=1, padding=0):
    Z, cache = reference.conv2d(X, W, 0 * b, stride, padding)
    return Z + b * (W.shape[0] * W.shape[1]), cache


def without_bias(X, W, b, stride=1, padding=0):
    return reference.conv2d(X, W, 0 * b, stride, padding)


def padded_in_cache(X, W, b, stride=1, padding=0):
    Z, (_, *rest) = reference.conv2d(X, W, b, stride, padding)
    return Z, (reference.pad2d(X, padding), *rest)


def only_first_channel(X, W, b, stride=1, padding=0):
    Z, _ = reference.conv2d(X[..., :1], W[:, :, :1], b, stride, padding)
    return Z, (X, W, stride, padding)


def convolution_activated(X, W, b, stride=1, padding=0):
    Z, cache = reference.conv2d(X, W, b, stride, padding)
    return np.maximum(Z, 0), cache


def channels_first(X, W, b, stride=1, padding=0):
    Z, cache = reference.conv2d(X, W, b, stride, padding)
    return Z.transpose(0, 3, 1, 2), cache


def places_exchanged(X, W, b, stride=1, padding=0):
    def crossed(i, j, rows, columns):
        return places(j % W.shape[0], rows, stride), places(i % W.shape[1], columns, stride)

    return _conv(X, W, b, stride, padding, at=crossed)


# ---- conv2d_backward ----


def conv_gradient_cases(rng):
    def case(X, W, stride=1, padding=0):
        X, W, b, *numbers = _convolution(rng, X, W, stride, padding)
        Z, cache = reference.conv2d(X, W, b, *numbers)
        return rng.normal(size=Z.shape), cache

    first = np.array([[[[1.0], [2.0], [4.0]]]]), np.array([[[[-1.0]], [[1.0]]]]), 1, 0
    return [
        Case(np.array([[[[1.0], [10.0]]]]), first),
        Case(*case((2, 4, 4, 1), (3, 3, 1, 2))),
        Case(*case((2, 5, 4, 2), (2, 3, 2, 3))),
        Case(*case((3, 4, 5, 3), (3, 3, 3, 2), 1, 1)),
        Case(*case((2, 7, 6, 2), (3, 2, 2, 2), 2, 0)),
        Case(*case((2, 6, 8, 1), (3, 3, 1, 3), 2, 1)),  # the last row of the frame lies in no window
        Case(*case((2, 3, 3, 2), (1, 1, 2, 3), 1, 0)),
        Case(*case((4, 10, 9, 3), (5, 5, 3, 4), 3, 2)),
        Case(*map(_as_float32, case((2, 4, 5, 2), (3, 3, 2, 2), 1, 1))),
    ]


def _conv_gradient(dZ, cache, *, at=None, kernel=None, cut=True, add=True, only=None):
    """The right way, with one thing changed."""
    X, W, stride, padding = cache
    _, rows, columns, M = dZ.shape
    X_padded = reference.pad2d(X, padding)
    dX_padded, dW = np.zeros_like(X_padded), np.zeros_like(W)
    for i, j in np.ndindex(W.shape[:2]):
        down, across = (places(i, rows, at or stride), places(j, columns, at or stride))
        pixels = X_padded[:, down, across]
        dW[i, j] = pixels[:only].reshape(-1, X.shape[3]).T @ dZ[:only].reshape(-1, M)
        share = dZ @ (W if kernel is None else kernel(W))[i, j].T
        dX_padded[:, down, across] = dX_padded[:, down, across] + share if add else share
    H, L = X.shape[1:3]
    dX = dX_padded[:, padding : padding + H, padding : padding + L] if cut else dX_padded
    return dX, dW, dZ.sum(axis=(0, 1, 2))


def frame_not_cut_off(dZ, cache):
    return _conv_gradient(dZ, cache, cut=False)


def frame_cut_at_the_wrong_place(dZ, cache):
    X = cache[0]
    dX, dW, db = _conv_gradient(dZ, cache, cut=False)
    return dX[:, : X.shape[1], : X.shape[2]], dW, db


def shares_replaced(dZ, cache):
    return _conv_gradient(dZ, cache, add=False)


def gradient_stride_not_used(dZ, cache):
    return _conv_gradient(dZ, cache, at=1)


def weights_turned(dZ, cache):
    return _conv_gradient(dZ, cache, kernel=lambda W: W[::-1, ::-1])


def only_first_picture(dZ, cache):
    return _conv_gradient(dZ, cache, only=1)


def mean_over_pictures(dZ, cache):
    dX, dW, db = _conv_gradient(dZ, cache)
    return dX, dW / len(dZ), db / len(dZ)


def db_over_pictures(dZ, cache):
    dX, dW, _ = _conv_gradient(dZ, cache)
    return dX, dW, dZ.sum(axis=0)


def db_one_number(dZ, cache):
    dX, dW, _ = _conv_gradient(dZ, cache)
    return dX, dW, dZ.sum()


# ---- pooling ----


def pool_cases(rng):
    first = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    return [
        Case(first),
        Case(-1 - first, 2, 2),
        Case(_pictures(rng, 2, 4, 6, 3)),
        Case(_pictures(rng, 2, 5, 7, 2)),  # a row and a column are left over
        Case(_pictures(rng, 1, 7, 6, 2), 3, 2),
        Case(_pictures(rng, 2, 5, 4, 3), 2, 1),
        Case(_pictures(rng, 2, 9, 8, 2), size=2, stride=3),
        Case(_pictures(rng, 3, 3, 3, 3), 3, 3),
        Case(_pictures(rng, 2, 3, 4, 2), 1, 1),
        Case(_pictures(rng, 4, 12, 10, 4), 3, 3),
        Case(_as_float32(_pictures(rng, 2, 4, 4, 2)), 2, 2),
    ]


def _pooled(X, size, stride, function):
    """A function of each window, (N, R, S, C, size * size) -> (N, R, S, C)."""
    rows, columns = (reference.conv_output_size(side, size, stride) for side in X.shape[1:3])
    parts = [X[:, places(i, rows, stride), places(j, columns, stride)] for i, j in np.ndindex(size, size)]
    return function(np.stack(parts, axis=-1))


def _max_cache(X, out, size, stride):
    return out, (X, out, size, stride)


def pool_mean(X, size=2, stride=2):
    return _max_cache(X, _pooled(X, size, stride, lambda P: P.mean(axis=-1)), size, stride)


def pool_min(X, size=2, stride=2):
    return _max_cache(X, _pooled(X, size, stride, lambda P: P.min(axis=-1)), size, stride)


def pool_from_zero(X, size=2, stride=2):
    return _max_cache(X, np.maximum(reference.maxpool2d(X, size, stride)[0], 0), size, stride)


def pool_across_channels(X, size=2, stride=2):
    out = reference.maxpool2d(X, size, stride)[0]
    return _max_cache(X, out.max(axis=3, keepdims=True) + 0 * out, size, stride)


def pool_size_for_stride(X, size=2, stride=2):
    return _max_cache(X, _pooled(X, size, size, lambda P: P.max(axis=-1)), size, stride)


def pool_stride_not_used(X, size=2, stride=2):
    rows, columns = (reference.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = X[:, :rows, :columns]
    for i, j in np.ndindex(size, size):
        out = np.maximum(out, X[:, places(i, rows), places(j, columns)])
    return _max_cache(X, out, size, stride)


def pool_only_last(X, size=2, stride=2):
    return _max_cache(X, _pooled(X, size, stride, lambda P: P[..., -1]), size, stride)


def pool_down_only(X, size=2, stride=2):
    return _max_cache(X, _pooled(X, size, stride, lambda P: P[..., ::size].max(axis=-1)), size, stride)


def pool_cache_without_out(X, size=2, stride=2):
    return reference.maxpool2d(X, size, stride)[0], (X, size, stride)


def pool_gradient_cases(rng):
    def case(X, size=2, stride=2):
        out, cache = reference.maxpool2d(X, size, stride)
        return rng.normal(size=out.shape), cache

    first = np.array([[1.0, 5.0, 9.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    few = rng.integers(0, 2, size=(2, 6, 6, 2)).astype(float)  # zeros and ones: most windows have several largest
    return [
        Case(np.array([10.0, 20.0]).reshape(1, 1, 2, 1), reference.maxpool2d(first)[1]),
        Case(*case(_pictures(rng, 2, 4, 6, 3))),
        Case(*case(_pictures(rng, 2, 5, 7, 2))),
        Case(*case(_pictures(rng, 1, 7, 7, 2), 3, 2)),
        Case(*case(_pictures(rng, 2, 6, 5, 3), 3, 1)),
        Case(*case(_pictures(rng, 2, 8, 8, 1), 2, 3)),
        Case(*case(few)),
        Case(*case(np.zeros((2, 4, 4, 2)))),
        Case(*case(_pictures(rng, 4, 12, 9, 3), 3, 3)),
        Case(*_as_float32(case(_pictures(rng, 2, 4, 4, 2)))),
    ]


def _pool_gradient(d_out, cache, *, wins=None, add=True, once=True, order=1):
    """The right way, with one thing changed."""
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    dX, free = np.zeros_like(X), np.ones(out.shape, bool)
    for i, j in list(np.ndindex(size, size))[::order]:
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        winning = (X[here] == out) & free if wins is None else wins(X[here], out)
        dX[here] = dX[here] + winning * d_out if add else np.where(winning, d_out, dX[here])
        free = free & ~winning if once else free
    return dX


def every_equal_one(d_out, cache):
    return _pool_gradient(d_out, cache, once=False)


def last_equal_one(d_out, cache):
    return _pool_gradient(d_out, cache, order=-1)


def winners_replaced(d_out, cache):
    return _pool_gradient(d_out, cache, add=False)


def winners_overwritten(d_out, cache):
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    dX, free = np.zeros_like(X), np.ones(out.shape, bool)
    for i, j in np.ndindex(size, size):
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        winning = (X[here] == out) & free
        dX[here] = winning * d_out
        free = free & ~winning
    return dX


def all_pixels(d_out, cache):
    return _pool_gradient(d_out, cache, wins=lambda X, out: np.ones(out.shape, bool), once=False)


def shared_evenly(d_out, cache):
    return all_pixels(d_out / cache[2] ** 2, cache)


def only_where_won(d_out, cache):
    return _pool_gradient(np.ones_like(d_out), cache)


def times_value(d_out, cache):
    return _pool_gradient(d_out * cache[1], cache)


def _mean_cache(X, out, size, stride):
    return out, (X.shape, size, stride)


def mean_not_divided(X, size=2, stride=2):
    return _mean_cache(X, _pooled(X, size, stride, lambda P: P.sum(axis=-1)), size, stride)


def divided_by_size(X, size=2, stride=2):
    return _mean_cache(X, _pooled(X, size, stride, lambda P: P.sum(axis=-1)) / size, size, stride)


def divided_by_stride(X, size=2, stride=2):
    return _mean_cache(X, _pooled(X, size, stride, lambda P: P.sum(axis=-1)) / stride**2, size, stride)


def mean_is_max(X, size=2, stride=2):
    return _mean_cache(X, reference.maxpool2d(X, size, stride)[0], size, stride)


def mean_size_for_stride(X, size=2, stride=2):
    return _mean_cache(X, _pooled(X, size, size, lambda P: P.mean(axis=-1)), size, stride)


def mean_of_means(X, size=2, stride=2):
    def pairwise(P):
        total = P[..., 0]
        for k in range(1, P.shape[-1]):
            total = (total + P[..., k]) / 2
        return total

    return _mean_cache(X, _pooled(X, size, stride, pairwise), size, stride)


def mean_keeps_pictures(X, size=2, stride=2):
    return reference.avgpool2d(X, size, stride)[0], (X, size, stride)


# ---- receptive_field ----


def field_cases(rng):
    layers = [[(3, 1)], [(3, 1), (3, 1)], [(3, 1), (2, 2), (3, 1)], [(5, 2), (3, 1)], [(3, 1), (2, 2), (3, 1), (2, 2)]]
    layers += [[], [(1, 1), (7, 2), (3, 2), (3, 3), (1, 1)]]
    layers.append([(int(rng.integers(2, 6)), int(rng.integers(1, 4))) for _ in range(5)])
    return [Case(item) for item in layers]


def _field(layers, *, before=True, less=1, start=1, once=False):
    field, step = start, 1
    for size, stride in layers:
        step = step if before else step * stride
        field += (size - less) * (1 if once else step)
        step = step * stride if before else step
    return field


def strides_ignored(layers):
    return _field(layers, once=True)


def own_stride_counted(layers):
    return _field(layers, before=False)


def whole_size_added(layers):
    return _field(layers, less=0)


def without_the_first_pixel(layers):
    return _field(layers, start=0)


def from_the_end(layers):
    return _field(layers[::-1])


def sizes_added(layers):
    return sum(size for size, _ in layers)


def only_last_stride(layers):
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step = stride
    return field


def only_own_stride(layers):
    return 1 + sum((size - 1) * stride for size, stride in layers)


def strides_added(layers):
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step += stride
    return field


# ---- spatial_batchnorm ----


def _maps(rng, *shape):
    """Feature maps with channels of different means and spreads, gamma, beta, and running statistics that fit none."""
    C = shape[-1]
    X = rng.normal(size=shape) * rng.uniform(0.5, 4, size=C) + rng.normal(scale=3, size=C)
    running = rng.normal(size=C), rng.uniform(0.3, 3, size=C)
    return X, rng.uniform(0.5, 2, size=C) * rng.choice([-1.0, 1.0], size=C), rng.normal(size=C), running


def norm_cases(rng):
    first = np.array([[[[1.0, 0.0], [5.0, 2.0]]]])
    return [
        Case(first, np.array([10.0, 1.0]), np.array([7.0, 0.5]), (np.zeros(2), np.ones(2))),
        Case(first, np.array([2.0, 1.0]), np.array([0.0, 0.5]), (np.array([3.0, 1.0]), np.array([4.0, 0.25])), False),
        Case(*_maps(rng, 2, 3, 4, 2)),
        Case(*_maps(rng, 3, 3, 3, 3), training=True, momentum=0.75),
        Case(*_maps(rng, 2, 2, 3, 4), training=False),
        Case(*_maps(rng, 1, 4, 2, 3), True, 0.5, 0.5),
        Case(*_maps(rng, 8, 6, 5, 4)),
        Case(*(_as_float32(part) for part in _maps(rng, 2, 3, 2, 3))),
    ]


def _norm(X, gamma, beta, running, training, momentum, epsilon, *, axes=(0, 1, 2)):
    """Straightforward batch normalisation of feature maps over some axes."""
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=axes, keepdims=True), X.var(axis=axes, keepdims=True)
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def for_each_pixel(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return regularization.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)


def for_each_picture(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return _norm(X, gamma, beta, running, training, momentum, epsilon, axes=(1, 2))


def over_channels(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return _norm(X, gamma, beta, running, training, momentum, epsilon, axes=3)


def over_everything(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return _norm(X, gamma, beta, running, training, momentum, epsilon, axes=(0, 1, 2, 3))


def not_shaped_back(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    pixels = X.reshape(-1, X.shape[3])
    return regularization.batchnorm_forward(pixels, gamma, beta, running, training, momentum, epsilon)


def reshaped_across(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    pixels = X.reshape(X.shape[3], -1).T
    out, cache, running = regularization.batchnorm_forward(pixels, gamma, beta, running, training, momentum, epsilon)
    return out.T.reshape(X.shape), cache, running


def training_left_out(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return reference.spatial_batchnorm(X, gamma, beta, running, True, momentum, epsilon)


def settings_left_out(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return reference.spatial_batchnorm(X, gamma, beta, running, training)


def nothing_handed_on(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    return reference.spatial_batchnorm(X, gamma, beta, running)


def old_running_returned(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    out, cache, _ = reference.spatial_batchnorm(X, gamma, beta, running, training, momentum, epsilon)
    return out, cache, running
