"""Keep the largest number of each window, channel by channel."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import _windows, pool_cases, pooled
from dlcourse.lessons import cnn
from dlcourse.lessons.cnn import places

exercise = Exercise(
    reference=cnn.maxpool2d,
    points=2,
    cases=pool_cases,
    outputs=("out", "cache"),
    hints=[
        "As with the convolution, go through the places (i, j) inside of a window: the pixels there, of all "
        "windows together, are a slice.",
        "`out = X[:, places(0, rows, stride), places(0, columns, stride)]` to begin with; in the loop, "
        "`np.maximum(out, pixels)` compares element by element.",
        "`for i, j in np.ndindex(size, size): out = np.maximum(out, X[:, places(i, rows, stride), "
        "places(j, columns, stride)])`. At the end: `return out, (X, out, size, stride)`.",
    ],
    solved="a layer that forgets where exactly something was, and keeps that it was there.",
    equivalent_mutants={
        "out = np.maximum(X[:, places(i, rows, stride), places(j, columns, stride)], out)": (
            "the larger of two, in whatever order"
        ),
    },
)


def _max_cache(X, out, size, stride):
    return out, (X, out, size, stride)


@exercise.mistake("mean instead of maximum")
def _(X, size=2, stride=2):
    """That is the mean of each window. Keep the largest."""
    return _max_cache(X, pooled(X, size, stride, lambda P: P.mean(axis=-1)), size, stride)


@exercise.mistake("minimum instead of maximum")
def _(X, size=2, stride=2):
    """That is the smallest number of each window."""
    return _max_cache(X, pooled(X, size, stride, lambda P: P.min(axis=-1)), size, stride)


@exercise.mistake("started from zero")
def _(X, size=2, stride=2):
    """Windows with negative numbers only come out as 0: you begin with zeros. Begin with numbers of the window itself,
    as the pixels at place (0, 0).
    """
    return _max_cache(X, np.maximum(cnn.maxpool2d(X, size, stride)[0], 0), size, stride)


@exercise.mistake("maximum across channels")
def _(X, size=2, stride=2):
    """All channels come out alike: the maximum is also taken across them. Each map is pooled by itself."""
    out = cnn.maxpool2d(X, size, stride)[0]
    return _max_cache(X, out.max(axis=3, keepdims=True) + 0 * out, size, stride)


@exercise.mistake("size used as stride")
def _(X, size=2, stride=2):
    """The windows are `size` apart. That is the usual choice, but here the `stride` says how far."""
    return _max_cache(X, pooled(X, size, size, lambda P: P.max(axis=-1)), size, stride)


@exercise.mistake("stride not used for the pixels")
def _(X, size=2, stride=2):
    """Neighbouring windows begin side by side. The slices want the stride as their step."""
    rows, columns = (cnn.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = X[:, :rows, :columns]
    for i, j in np.ndindex(size, size):
        out = np.maximum(out, X[:, places(i, rows), places(j, columns)])
    return _max_cache(X, out, size, stride)


@exercise.mistake("only the last pixel")
def _(X, size=2, stride=2):
    """You keep the last pixel of each window: every round replaces what was there. `np.maximum(out, pixels)` keeps the
    larger one.
    """
    return _max_cache(X, pooled(X, size, stride, lambda P: P[..., -1]), size, stride)


@exercise.mistake("first column of each window only")
def _(X, size=2, stride=2):
    """Only the first column of each window is looked at: i and j both go from 0 to size - 1."""
    return _max_cache(X, pooled(X, size, stride, lambda P: P[..., ::size].max(axis=-1)), size, stride)


@exercise.mistake("cache without out")
def _(X, size=2, stride=2):
    """The output is right. The cache wants four things: (X, out, size, stride). The backward pass must know who won."""
    return cnn.maxpool2d(X, size, stride)[0], (X, size, stride)


@exercise.accepts("max of windows")
def _(X, size=2, stride=2):
    out = _windows(X, size, stride).max(axis=(-1, -2))
    return out, (X, out, size, stride)


@exercise.accepts("max loops")
def _(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.empty((len(X), rows, columns, X.shape[3]), X.dtype)
    for r in range(rows):
        for s in range(columns):
            out[:, r, s] = X[:, r * stride : r * stride + size, s * stride : s * stride + size].max(axis=(1, 2))
    return [out, [X, out, size, stride]]
