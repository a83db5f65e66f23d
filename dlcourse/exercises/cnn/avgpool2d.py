"""Average pooling: the mean of each window."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import pool_cases, windows
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


@exercise.mistake("not divided")
def _(X, size=2, stride=2):
    """That is the sum of each window: divide by the number of its pixels."""
    return windows(X, size, stride).sum(axis=-1), (X.shape, size, stride)


@exercise.mistake("divided by size")
def _(X, size=2, stride=2):
    """A window has size · size pixels: divide by `size**2`."""
    return windows(X, size, stride).sum(axis=-1) / size, (X.shape, size, stride)


@exercise.mistake("divided by stride squared")
def _(X, size=2, stride=2):
    """You divide by stride². How many pixels a window has, its *size* says."""
    return windows(X, size, stride).sum(axis=-1) / stride**2, (X.shape, size, stride)


@exercise.mistake("maximum instead of mean")
def _(X, size=2, stride=2):
    """That is the largest number of each window."""
    return windows(X, size, stride).max(axis=-1), (X.shape, size, stride)


@exercise.mistake("size used as stride")
def _(X, size=2, stride=2):
    """The windows are `size` apart; the `stride` says how far they should be."""
    return windows(X, size, size).mean(axis=-1), (X.shape, size, stride)


@exercise.mistake("mean of means")
def _(X, size=2, stride=2):
    """The mean of the mean so far and the next number gives the last pixels too much weight. Add all up, then divide
    once.
    """
    first, *others = np.moveaxis(windows(X, size, stride), -1, 0)
    mean = first
    for pixels in others:
        mean = (mean + pixels) / 2
    return mean, (X.shape, size, stride)


exercise.edit(
    "pictures in the cache",
    {"(X.shape, size": "(X, size"},
    """The output is right. In the cache, only the *shape* of X is wanted: the slopes of a mean do not depend on the
    numbers.""",
)


@exercise.accepts("the mean of sliding windows")
def _(X, size=2, stride=2):
    found = sliding_window_view(X, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return found.mean(axis=(-1, -2)), (X.shape, size, stride)


@exercise.accepts("with two loops")
def _(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.zeros((len(X), rows, columns, X.shape[3]), X.dtype)
    for i in range(size):
        for j in range(size):
            out += X[:, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (columns - 1) + 1 : stride]
    return out / (size * size), (X.shape, size, stride)
