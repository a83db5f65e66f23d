"""Max pooling: what was there is kept, where exactly is forgotten."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import pool_cases, pooled, windows
from dlcourse.lessons import cnn

exercise = Exercise(
    reference=cnn.maxpool2d,
    inside={"cache": ("X", "out", "size", "stride")},
    points=2,
    cases=pool_cases,
    outputs=("out", "cache"),
    hints=[
        "How did the convolution reach the pixels at one place of all windows at once, and what takes the place of "
        "the sum?",
        "Begin with the pixels at (0, 0) of all windows. Each further place of the window can only raise what is "
        "there.",
        "`np.maximum(today, best)` keeps the larger of two arrays, element by element, as a list of records is kept "
        "up to date: `best = np.maximum(today, best)`.",
    ],
    solved="a layer that forgets where exactly something was, and keeps that it was there.",
    equivalent_mutants={
        "out = np.maximum(X[:, places(i, rows, stride), places(j, columns, stride)], out)": (
            "the larger of two, in whatever order"
        ),
    },
)


@exercise.mistake("mean instead of maximum")
def _(X, size=2, stride=2):
    """That is the mean of each window. Keep the largest."""
    out = windows(X, size, stride).mean(axis=-1)
    return out, (X, out, size, stride)


@exercise.mistake("sum instead of maximum")
def _(X, size=2, stride=2):
    """That is the sum of each window, as in a convolution. Of all its numbers only the largest is kept."""
    out = windows(X, size, stride).sum(axis=-1)
    return out, (X, out, size, stride)


exercise.edit(
    "minimum instead of maximum",
    {"np.maximum": "np.minimum"},
    "That is the smallest number of each window. Keep the largest.",
)


exercise.edit(
    "started from zero",
    {"out = X[:, places(0": "out = np.zeros_like(X)[:, places(0"},
    """Windows with negative numbers only come out as 0: you begin with zeros. Begin with numbers of the window itself,
    as the pixels at place (0, 0).""",
)


@exercise.mistake("maximum across channels")
def _(X, size=2, stride=2):
    """All channels come out alike: the maximum is also taken across them. Each map is pooled by itself."""
    out, _ = cnn.maxpool2d(X, size, stride)
    out = out.max(axis=3, keepdims=True) + 0 * out
    return out, (X, out, size, stride)


@exercise.mistake("size used as stride")
def _(X, size=2, stride=2):
    """The windows are `size` apart. That is the usual choice, but here the `stride` says how far."""
    out, _ = cnn.maxpool2d(X, size, size)
    return out, (X, out, size, stride)


exercise.edit(
    "stride not used for the pixels",
    {
        "places(0, rows, stride), places(0, columns, stride)": "places(0, rows), places(0, columns)",
        "places(i, rows, stride), places(j, columns, stride)": "places(i, rows), places(j, columns)",
    },
    """Neighbouring windows begin one pixel apart, as with a stride of 1. Window (r, s) begins at row stride · r and
    column stride · s.""",
)


exercise.edit(
    "only the last pixel",
    {"np.maximum(out, X": "(X"},
    """You keep the last pixel of each window: every round replaces what was there. `np.maximum(out, pixels)` keeps the
    larger one.""",
)


exercise.edit(
    "first column of each window only",
    {"np.ndindex(size, size)": "np.ndindex(size, 1)"},
    "Only the first column of each window is looked at: i and j both go from 0 to size - 1.",
)


exercise.edit(
    "cache without out",
    {"(X, out, size, stride)": "(X, size, stride)"},
    "The output is right. The cache wants four things: (X, out, size, stride). The backward pass must know who won.",
)


exercise.edit(
    "cache of average pooling",
    {"(X, out, size, stride)": "(X.shape, size, stride)"},
    """The output is right. The cache holds X and out themselves, (X, out, size, stride): the backward pass must see
    which pixel won.""",
)


@exercise.mistake("maximum across pictures")
def _(X, size=2, stride=2):
    """All pictures come out alike: the maximum is also taken across them. Each picture is pooled by itself: rows and
    columns of a window are axes 1 and 2.
    """
    out, _ = cnn.maxpool2d(X, size, stride)
    out = out.max(axis=0, keepdims=True) + 0 * out
    return out, (X, out, size, stride)


@exercise.mistake("maximum across pictures and channels")
def _(X, size=2, stride=2):
    """One number is used for all pictures and all channels. Each map of each picture is pooled by itself: the maximum
    is taken over rows and columns only, `axis=(1, 2)`.
    """
    out, _ = cnn.maxpool2d(X, size, stride)
    out = out.max(axis=(0, 3), keepdims=True) + 0 * out
    return out, (X, out, size, stride)


@exercise.mistake("stride used as size")
def _(X, size=2, stride=2):
    """The windows reach from one stride to the next. They begin `stride` apart, but `size` says how many pixels they
    have: from stride · r to stride · r + size.
    """
    rows, columns = (cnn.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = pooled(X, rows, columns, stride, stride, lambda window: window.max(axis=(1, 2)))
    return out, (X, out, size, stride)


@exercise.mistake("last pixels of each window left out")
def _(X, size=2, stride=2):
    """The last row and the last column of each window are not looked at. A slice ends *before* its second number: from
    stride · r to stride · r + size, without a -1.
    """
    rows, columns = (cnn.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = pooled(X, rows, columns, size - 1, stride, lambda window: window.max(axis=(1, 2)))
    return out, (X, out, size, stride)


@exercise.mistake("windows counted by stride alone")
def _(X, size=2, stride=2):
    """There are H // stride windows in a column, as if all of them fitted. The last ones stick out of the picture: use
    `conv_output_size`, which takes the size of the window into account.
    """
    out = pooled(X, X.shape[1] // stride, X.shape[2] // stride, size, stride, lambda window: window.max(axis=(1, 2)))
    return out, (X, out, size, stride)


@exercise.mistake("windows over the edge")
def _(X, size=2, stride=2):
    """Where pixels are left over at the right or at the lower edge, you make a window of them, which is not full. They
    are left out here: the number of windows is rounded *down*.
    """
    rows, columns = (-(-(side - size) // stride) + 1 for side in X.shape[1:3])
    out = pooled(X, rows, columns, size, stride, lambda window: window.max(axis=(1, 2)))
    return out, (X, out, size, stride)


@exercise.mistake("rows and columns exchanged")
def _(X, size=2, stride=2):
    """The maps lie on their side: rows and columns have changed places. X is (N, H, L, C), out is (N, R, S, C): rows
    are axis 1 in both.
    """
    out = cnn.maxpool2d(X, size, stride)[0].swapaxes(1, 2)
    return out, (X, out, size, stride)


@exercise.mistake("place instead of the number")
def _(X, size=2, stride=2):
    """That is *where* in its window the largest number stands (`argmax`). Wanted is the number itself: `max`."""
    out = windows(X, size, stride).argmax(axis=-1).astype(X.dtype)
    return out, (X, out, size, stride)


@exercise.mistake("largest without its sign")
def _(X, size=2, stride=2):
    """You look for the number that is furthest from 0. -5 is smaller than 1: take the maximum of the numbers as they
    are.
    """
    out = np.abs(windows(X, size, stride)).max(axis=-1)
    return out, (X, out, size, stride)


exercise.edit(
    "cache in another order",
    {"(X, out, size, stride)": "(X, size, stride, out)"},
    """The output is right. The cache is (X, out, size, stride), in this order: the backward pass unpacks it so.""",
)


@exercise.mistake("stride ignored")
def _(X, size=2, stride=2):
    """The windows move by one pixel, whatever the stride: your maps are too large. Window (r, s) begins at row
    stride · r and column stride · s.
    """
    out, _ = cnn.maxpool2d(X, size, 1)
    return out, (X, out, size, stride)


@exercise.mistake("square pictures assumed")
def _(X, size=2, stride=2):
    """There are as many columns of windows as rows. A picture need not be square: count columns from `X.shape[2]`."""
    side = cnn.conv_output_size(X.shape[1], size, stride)
    out = pooled(X, side, side, size, stride, lambda window: window.max(axis=(1, 2)))
    return out, (X, out, size, stride)


@exercise.accepts("the maximum of sliding windows")
def _(X, size=2, stride=2):
    out = sliding_window_view(X, (size, size), axis=(1, 2))[:, ::stride, ::stride].max(axis=(-1, -2))
    return out, (X, out, size, stride)


@exercise.accepts("window by window")
def _(X, size=2, stride=2):
    rows, columns = (X.shape[1] - size) // stride + 1, (X.shape[2] - size) // stride + 1
    out = np.empty((len(X), rows, columns, X.shape[3]), X.dtype)
    for r in range(rows):
        for s in range(columns):
            out[:, r, s] = X[:, r * stride : r * stride + size, s * stride : s * stride + size].max(axis=(1, 2))
    return [out, [X, out, size, stride]]
