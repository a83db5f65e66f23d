"""Average pooling: the mean of each window."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import pool_cases, pooled, windows
from dlcourse.lessons import cnn

exercise = Exercise(
    reference=cnn.avgpool2d,
    inside={"cache": ("shape", "size", "stride")},
    points=1,
    cases=pool_cases,
    outputs=("out", "cache"),
    hints=[
        "Max pooling kept the largest number so far. What must be kept to know the mean in the end?",
        "Add up the pixels of all places of a window, then divide once, by the number of its pixels (and not by the "
        "stride).",
        "A loop that adds up begins with `total = 0`, before its first round. The shape of an array is `table.shape`, "
        "a tuple.",
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


@exercise.mistake("always divided by 4")
def _(X, size=2, stride=2):
    """You divide by 4 whatever the size: right for 2×2 only. A window has `size**2` pixels."""
    return windows(X, size, stride).sum(axis=-1) / 4, (X.shape, size, stride)


@exercise.mistake("divided by stride squared")
def _(X, size=2, stride=2):
    """You divide by stride². A window has `size**2` pixels, whatever the stride."""
    return windows(X, size, stride).sum(axis=-1) / stride**2, (X.shape, size, stride)


@exercise.mistake("mean of the whole map")
def _(X, size=2, stride=2):
    """One number comes back for each map: that is *global* average pooling, with a window as large as the map. Here
    each window of `size` has a mean of its own, and out has rows and columns of them.
    """
    return X.mean(axis=(1, 2)), (X.shape, size, stride)


@exercise.mistake("maximum instead of mean")
def _(X, size=2, stride=2):
    """That is the largest number of each window. Wanted is the mean."""
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


exercise.edit(
    "divided in every round",
    {"total = total +": "total = total / size**2 +"},
    """You divide in every round of the loop, so that the first pixels are divided again and again. Add all up, then
    divide once.""",
)


exercise.edit(
    "only the last pixel",
    {"total = total + X": "total = X"},
    "Each round of the loop replaces what was there: only the last pixel of each window is left. Add them up.",
)


exercise.edit(
    "stride not used for the pixels",
    {"places(i, rows, stride), places(j, columns, stride)": "places(i, rows), places(j, columns)"},
    "Neighbouring windows begin one pixel apart. Window (r, s) begins at row stride · r and column stride · s.",
)


exercise.edit(
    "divided without decimals",
    {"/ size**2,": "// size**2,"},
    "`//` rounds every mean down to a whole number. Divide with `/`.",
)


@exercise.mistake("mean across channels")
def _(X, size=2, stride=2):
    """All channels come out alike: the mean is also taken across them. Each map is pooled by itself, over rows and
    columns only.
    """
    out = windows(X, size, stride).mean(axis=-1)
    return out.mean(axis=3, keepdims=True) + 0 * out, (X.shape, size, stride)


@exercise.mistake("mean across pictures")
def _(X, size=2, stride=2):
    """All pictures come out alike: the mean is also taken across them. Each picture is pooled by itself, over rows and
    columns only.
    """
    out = windows(X, size, stride).mean(axis=-1)
    return out.mean(axis=0, keepdims=True) + 0 * out, (X.shape, size, stride)


@exercise.mistake("mean across pictures and channels")
def _(X, size=2, stride=2):
    """One number is used for all pictures and all channels. Each map of each picture is pooled by itself: the mean is
    taken over rows and columns only, `axis=(1, 2)`.
    """
    out = windows(X, size, stride).mean(axis=-1)
    return out.mean(axis=(0, 3), keepdims=True) + 0 * out, (X.shape, size, stride)


@exercise.mistake("stride used as size")
def _(X, size=2, stride=2):
    """The windows reach from one stride to the next. They begin `stride` apart, but `size` says how many pixels they
    have: from stride · r to stride · r + size.
    """
    rows, columns = (cnn.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = pooled(X, rows, columns, stride, stride, lambda window: window.mean(axis=(1, 2)))
    return out, (X.shape, size, stride)


@exercise.mistake("windows counted by stride alone")
def _(X, size=2, stride=2):
    """There are H // stride windows in a column, as if all of them fitted. The last ones stick out of the picture: use
    `conv_output_size`, which takes the size of the window into account.
    """
    out = pooled(X, X.shape[1] // stride, X.shape[2] // stride, size, stride, lambda window: window.mean(axis=(1, 2)))
    return out, (X.shape, size, stride)


@exercise.mistake("rows and columns exchanged")
def _(X, size=2, stride=2):
    """The maps lie on their side: rows and columns have changed places. X is (N, H, L, C), out is (N, R, S, C): rows
    are axis 1 in both.
    """
    return windows(X, size, stride).mean(axis=-1).swapaxes(1, 2), (X.shape, size, stride)


exercise.edit(
    "cache of max pooling",
    {"(X.shape, size": "(X, total / size**2, size"},
    "The output is right. The cache has three parts here: (X.shape, size, stride).",
)


@exercise.mistake("stride ignored")
def _(X, size=2, stride=2):
    """The windows move by one pixel, whatever the stride: your maps are too large. Window (r, s) begins at row
    stride · r and column stride · s.
    """
    return windows(X, size, 1).mean(axis=-1), (X.shape, size, stride)


@exercise.mistake("median")
def _(X, size=2, stride=2):
    """That is the median of each window. Wanted is the mean: the sum, divided by the number of pixels."""
    return np.median(windows(X, size, stride), axis=-1), (X.shape, size, stride)


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
