"""What several exercises of the lesson share: their cases, and pieces of their mistakes."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons.cnn import conv2d, conv_output_size, maxpool2d, pad2d, places

# Why some mutants are right.
COLUMNS = "of four axes, the last but one is axis 2"
FIRST = "of four axes, all but the last two are the first two"
NEGATIVE = "NumPy takes any negative number for the axis whose size it is to find"


def pictures(rng, *shape):
    return rng.normal(size=shape)


def drawn_pictures(rng):
    """A few small pictures: four lengths, no two alike."""
    N, C = drawn_sizes(rng, 2, 1, 4)
    return pictures(rng, N, *drawn_sizes(rng, 2, 5, 9), C)


def as_float32(tree):
    if isinstance(tree, tuple):
        return tuple(map(as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) else tree


def convolution(rng, X, W, *numbers):
    """Pictures, kernels and biases of these shapes, and stride and padding."""
    return rng.normal(size=X), rng.normal(size=W), rng.normal(size=W[3]), *numbers


def drawn_convolution(rng, stride=1, padding=0):
    """A convolution whose rows and columns, of pictures and kernels, differ in number, as all other lengths do."""
    H, L = drawn_sizes(rng, 2, 6, 9)
    N, A, B, C, M = drawn_sizes(rng, 5, 1, 5)
    return convolution(rng, (N, H, L, C), (A, B, C, M), stride, padding)


def convolution_cases(rng):
    row, difference = np.array([[[[1.0], [2.0], [4.0], [8.0]]]]), np.array([[[[-1.0]], [[1.0]]]])
    return [
        Case(row, difference, np.array([0.5])),
        Case(*convolution(rng, (1, 4, 5, 1), (3, 3, 1, 1))),
        Case(*drawn_convolution(rng)),
        Case(*convolution(rng, (2, 4, 5, 3), (3, 3, 3, 2), 1, 1)),
        Case(*convolution(rng, (1, 7, 6, 2), (3, 2, 2, 4), 2, 0)),
        Case(*convolution(rng, (2, 6, 8, 1), (3, 3, 1, 4)), stride=2, padding=1),
        Case(*drawn_convolution(rng, 2, 2)),
        Case(*convolution(rng, (2, 3, 4, 5), (3, 4, 5, 6))),  # as large as the picture: one place
        Case(*convolution(rng, (2, 3, 4, 2), (1, 1, 2, 3))),
        Case(np.arange(24.0).reshape(1, 3, 4, 2), np.arange(16.0).reshape(2, 2, 2, 2) - 7, np.array([0.5, -2]), 1, 1),
        Case(*convolution(rng, (4, 12, 10, 3), (5, 5, 3, 4), 3, 2)),
        Case(*map(as_float32, convolution(rng, (2, 4, 5, 2), (3, 3, 2, 2), 1, 1))),
    ]


def backward_cases(rng):
    def backward(X, W, b, *numbers):
        Z, cache = conv2d(X, W, b, *numbers)
        return rng.normal(size=Z.shape), cache

    def case(X, W, stride=1, padding=0):
        return backward(*convolution(rng, X, W, stride, padding))

    first = np.array([[[[1.0], [2.0], [4.0]]]]), np.array([[[[-1.0]], [[1.0]]]]), 1, 0
    return [
        Case(np.array([[[[1.0], [10.0]]]]), first),
        Case(*case((2, 4, 5, 1), (3, 3, 1, 2))),
        Case(*backward(*drawn_convolution(rng))),
        Case(*case((3, 4, 5, 3), (3, 3, 3, 2), 1, 1)),
        Case(*case((2, 7, 6, 2), (3, 2, 2, 4), 2, 0)),
        Case(*case((2, 6, 8, 1), (3, 3, 1, 3), 2, 1)),  # the last row of the frame lies in no window
        Case(*backward(*drawn_convolution(rng, 2, 2))),
        Case(*case((2, 3, 4, 2), (1, 1, 2, 3), 1, 0)),
        Case(*case((4, 10, 9, 3), (5, 5, 3, 4), 3, 2)),
        Case(*map(as_float32, case((2, 4, 5, 2), (3, 3, 2, 2), 1, 1))),
    ]


def convolved(X, W, b, rows, columns, *, stride, padding):
    """The sums of so many windows, one after another; a window that sticks out raises an error."""
    X_padded, Z = pad2d(X, padding), np.zeros((len(X), rows, columns, W.shape[3]))
    for r, s in np.ndindex(rows, columns):
        window = X_padded[:, r * stride : r * stride + W.shape[0], s * stride : s * stride + W.shape[1]]
        Z[:, r, s] = np.tensordot(window, W, axes=3) + b
    return Z


def pool_cases(rng):
    first = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    return [
        Case(first),
        Case(-1 - first, 2, 2),
        Case(pictures(rng, 2, 4, 6, 3)),
        Case(pictures(rng, 2, 5, 7, 3)),  # a row and a column are left over
        Case(drawn_pictures(rng), 3, 2),
        Case(drawn_pictures(rng), 2, 1),
        Case(pictures(rng, 2, 9, 7, 3), size=2, stride=3),
        Case(pictures(rng, 2, 3, 4, 5), 3, 3),
        Case(pictures(rng, 2, 3, 4, 5), 1, 1),
        Case(pictures(rng, 1, 5, 6, 2), 4, 1),
        Case(pictures(rng, 4, 12, 10, 5), 3, 3),
        Case(as_float32(pictures(rng, 2, 4, 4, 2)), 2, 2),
    ]


def winner_cases(rng):
    def case(X, size=2, stride=2):
        out, cache = maxpool2d(X, size, stride)
        return rng.normal(size=out.shape), cache

    first = np.array([[1.0, 5.0, 9.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    few = rng.integers(0, 2, size=(2, 6, 7, 3)).astype(float)  # zeros and ones: most windows have several largest
    return [
        Case(np.array([10.0, 20.0]).reshape(1, 1, 2, 1), maxpool2d(first)[1]),
        Case(*case(pictures(rng, 2, 4, 6, 3))),
        Case(*case(pictures(rng, 2, 5, 7, 3))),
        Case(*case(drawn_pictures(rng), 3, 2)),
        Case(*case(drawn_pictures(rng), 3, 1)),
        Case(*case(pictures(rng, 2, 8, 7, 1), 2, 3)),
        Case(*case(few)),
        Case(*case(few, 3, 1)),
        Case(*case(np.zeros((2, 4, 6, 3)))),
        Case(*case(pictures(rng, 2, 3, 4, 5), 1, 1)),
        Case(*case(pictures(rng, 4, 12, 9, 3), 3, 3)),
        Case(*as_float32(case(pictures(rng, 2, 4, 4, 2)))),
    ]


def to_first(window, d, out=None):
    """All of a window's gradient at its first largest number."""
    return d * (np.arange(window.size) == np.argmax(window)).reshape(window.shape)


def pooled(X, places_down, places_across, size, stride, reduce):
    """What `reduce` makes of the windows (N, up to size, up to size, C), one after another, cut off at the edges."""
    out = np.zeros((len(X), places_down, places_across, X.shape[3]), X.dtype)
    for r, s in np.ndindex(places_down, places_across):
        out[:, r, s] = reduce(X[:, stride * r : stride * r + size, stride * s : stride * s + size])
    return out


def windows(X, size, stride):
    """The pixels of each window side by side, row by row: (N, H, L, C) -> (N, R, S, C, size * size)."""
    rows, columns = (conv_output_size(side, size, stride) for side in X.shape[1:3])
    parts = [X[:, places(i, rows, stride), places(j, columns, stride)] for i, j in np.ndindex(size, size)]
    return np.stack(parts, axis=-1)


def feature_maps(rng, *shape):
    """Feature maps with channels of different means and scales, gamma, beta, and running statistics that fit none."""
    C = shape[-1]
    X = rng.normal(size=shape) * rng.uniform(0.5, 4, size=C) + rng.normal(scale=3, size=C)
    running = rng.normal(size=C), rng.uniform(0.3, 3, size=C)
    return X, rng.uniform(0.5, 2, size=C) * rng.choice([-1.0, 1.0], size=C), rng.normal(size=C), running


def even_maps(rng, *shape):
    """Feature maps of which the first is the same everywhere: its variance is 0."""
    X, *others = feature_maps(rng, *shape)
    X[..., 0] = 0.75
    return X, *others
