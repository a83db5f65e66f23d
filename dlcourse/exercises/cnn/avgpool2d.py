"""The mean of each window, channel by channel."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import _windows, pool_cases, pooled
from dlcourse.lessons import cnn

exercise = Exercise(
    reference=cnn.avgpool2d,
    points=1,
    cases=pool_cases,
    outputs=("out", "cache"),
    hints=[
        "The loop of maxpool2d, with a sum in place of the maximum.",
        "Begin with `total = 0`, add the pixels of every place (i, j), and divide by the number of pixels of a window.",
        "`return total / size**2, (X.shape, size, stride)`",
    ],
    solved="the calmer kind of pooling: at the end of many large networks, it pools whole maps.",
)


def _mean_cache(X, out, size, stride):
    return out, (X.shape, size, stride)


@exercise.mistake("not divided")
def _(X, size=2, stride=2):
    """That is the sum of each window: divide by the number of its pixels."""
    return _mean_cache(X, pooled(X, size, stride, lambda P: P.sum(axis=-1)), size, stride)


@exercise.mistake("divided by size")
def _(X, size=2, stride=2):
    """A window has size · size pixels: divide by `size**2`."""
    return _mean_cache(X, pooled(X, size, stride, lambda P: P.sum(axis=-1)) / size, size, stride)


@exercise.mistake("divided by stride squared")
def _(X, size=2, stride=2):
    """You divide by stride². How many pixels a window has, its *size* says."""
    return _mean_cache(X, pooled(X, size, stride, lambda P: P.sum(axis=-1)) / stride**2, size, stride)


@exercise.mistake("maximum instead of mean")
def _(X, size=2, stride=2):
    """That is the largest number of each window."""
    return _mean_cache(X, cnn.maxpool2d(X, size, stride)[0], size, stride)


@exercise.mistake("size used as stride")
def _(X, size=2, stride=2):
    """The windows are `size` apart; the `stride` says how far they should be."""
    return _mean_cache(X, pooled(X, size, size, lambda P: P.mean(axis=-1)), size, stride)


@exercise.mistake("mean of means")
def _(X, size=2, stride=2):
    """The mean of the mean so far and the next number gives the last pixels too much weight. Add all up, then divide
    once.
    """

    def pairwise(P):
        total = P[..., 0]
        for k in range(1, P.shape[-1]):
            total = (total + P[..., k]) / 2
        return total

    return _mean_cache(X, pooled(X, size, stride, pairwise), size, stride)


@exercise.mistake("pictures in the cache")
def _(X, size=2, stride=2):
    """The output is right. In the cache, only the *shape* of X is wanted: the slopes of a mean do not depend on the
    numbers.
    """
    return cnn.avgpool2d(X, size, stride)[0], (X, size, stride)


@exercise.accepts("mean of windows")
def _(X, size=2, stride=2):
    return _windows(X, size, stride).mean(axis=(-1, -2)), (X.shape, size, stride)


@exercise.accepts("mean loops")
def _(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.zeros((len(X), rows, columns, X.shape[3]), X.dtype)
    for i in range(size):
        for j in range(size):
            out += X[:, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (columns - 1) + 1 : stride]
    return out / (size * size), (X.shape, size, stride)
