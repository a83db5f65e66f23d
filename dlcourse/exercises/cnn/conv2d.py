"""The convolution of whole batches: M kernels slide over every picture."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import COLUMNS, FIRST, convolution_cases, convolved
from dlcourse.lessons import cnn
from dlcourse.nn.cnn import conv2d_fast

exercise = Exercise(
    reference=cnn.conv2d,
    inside={"cache": ("X", "W", "stride", "padding")},
    points=4,
    cases=convolution_cases,
    outputs=("Z", "cache"),
    form="derive",
    first="cnn.count_weights",
    hints=[
        "Which pixels does the weight at (i, j) of a kernel meet, in all windows together?",
        "They are a slice of the padded pictures, from row i and column j on. Each place of the kernel gives a share of"
        " Z; there are as many shares as places, and only one bias.",
        "`table[:, places(2, 5), places(0, 4, 3)]` takes 5 rows from row 2 on, and 4 columns, 3 apart.",
    ],
    solved="the layer that made computers see: the same few weights at every place of a picture.",
    equivalent_mutants={
        "columns = conv_output_size(X.shape[-2], W.shape[1], stride, padding)": COLUMNS,
        "for i, j in np.ndindex(W.shape[:-2]):": FIRST,
    },
)


exercise.edit(
    "stride not used for the pixels",
    {"places(i, rows, stride), places(j, columns, stride)": "places(i, rows), places(j, columns)"},
    """The size is right, but neighbouring windows begin one pixel apart, as with a stride of 1. Window (r, s) begins at
    row stride · r and column stride · s.""",
)


exercise.edit(
    "kernel turned",
    {"@ W[i, j]": "@ W[::-1, ::-1][i, j]"},
    """The kernels are turned by 180°. That is the convolution of mathematicians; in deep learning the weight at (i, j)
    meets the pixel at (i, j) of the window.""",
)


@exercise.mistake("padding ignored")
def _(X, W, b, stride=1, padding=0):
    """There is no frame around the pictures: your feature maps are too small wherever padding is asked for. Slide over
    `pad2d(X, padding)`, and give the padding to `conv_output_size`, too.
    """
    Z, _ = cnn.conv2d(X, W, b, stride)
    return Z, (X, W, stride, padding)


exercise.edit(
    "only the last place of the kernel",
    {"Z = Z + pixels": "Z = b + pixels"},
    "Each round of the loop replaces what was there: only the last weight of each kernel counts. Add the shares up.",
)


exercise.edit(
    "only the last place of the kernel, bias replaced",
    {"Z = Z + pixels": "Z = pixels"},
    """Each round of the loop replaces what was there (`=`), the bias too: only the last weight of each kernel counts.
    Add the shares up, and the bias once.""",
)


exercise.edit(
    "diagonal of the kernel only",
    {"np.ndindex(W.shape[:2])": "zip(range(W.shape[0]), range(W.shape[1]))"},
    """Only the weights at (0, 0), (1, 1), (2, 2) count, the diagonal of each kernel: `zip` walks along both ranges
    together. Every row i meets every column j: two loops, or `np.ndindex`.""",
)


@exercise.mistake("bias added at every place of the kernel")
def _(X, W, b, stride=1, padding=0):
    """The bias is added in every round of the loop. It belongs to the sum once: start with it, or add it after the
    loop.
    """
    Z, cache = cnn.conv2d(X, W, 0 * b, stride, padding)
    return Z + b * (W.shape[0] * W.shape[1]), cache


exercise.edit("bias forgotten", {"Z = b": "Z = 0"}, "The sums are right; each kernel's bias is still missing.")


exercise.edit(
    "padded pictures in the cache",
    {"(X, W, stride": "(X_padded, W, stride"},
    """Z is right. The cache should hold X as it came in: your X is the padded one. Give the padded pictures a name of
    their own.""",
)


exercise.edit(
    "only the first channel",
    {"pixels @ W[i, j]": "pixels[..., :1] @ W[i, j, :1]"},
    "Only the first channel is seen. `pixels @ W[i, j]` adds over all channels by itself: (N, R, S, C) @ (C, M).",
)


exercise.edit(
    "activation inside the layer",
    {"return Z,": "return np.maximum(Z, 0),"},
    "Negative sums have become 0: there is a ReLU in your convolution. It comes later, as a step of its own.",
)


exercise.edit(
    "channels in front",
    {"return Z,": "return Z.transpose(0, 3, 1, 2),"},
    """The numbers are right, but the maps come before their rows and columns, as in PyTorch. In this course the
    channels are always last: (N, R, S, M).""",
)


exercise.edit(
    "rows and columns of the kernel exchanged",
    {"places(i, rows": "places(j % W.shape[0], rows", "places(j, columns": "places(i % W.shape[1], columns"},
    """The kernels are mirrored along their diagonal: i goes with the rows (axis 1) and j with the columns (axis 2), in
    W and in the pictures.""",
)


exercise.edit(
    "kernel turned, bias forgotten",
    {"Z = b": "Z = 0", "@ W[i, j]": "@ W[::-1, ::-1][i, j]"},
    """Two things at once: the kernels are turned by 180° (here the weight at (i, j) meets the pixel at (i, j) of the
    window), and each kernel's bias is missing.""",
)


exercise.edit(
    "stride not used for the pixels, bias forgotten",
    {"Z = b": "Z = 0", "places(i, rows, stride), places(j, columns, stride)": "places(i, rows), places(j, columns)"},
    """Two things at once: neighbouring windows begin one pixel apart, as with a stride of 1 (window (r, s) begins at
    row stride · r and column stride · s), and each kernel's bias is missing.""",
)


@exercise.mistake("stride ignored")
def _(X, W, b, stride=1, padding=0):
    """The kernels move by one pixel, whatever the stride: your feature maps are too large. Give the stride to
    `conv_output_size`, and let window (r, s) begin at row stride · r and column stride · s.
    """
    Z, _ = cnn.conv2d(X, W, b, 1, padding)
    return Z, (X, W, stride, padding)


exercise.edit(
    "padding not counted in the size",
    {"W.shape[0], stride, padding)": "W.shape[0], stride)", "W.shape[1], stride, padding)": "W.shape[1], stride)"},
    """The numbers that are there are right, but where padding is asked for, the last rows and columns of places are
    missing: `conv_output_size` wants to know the padding, too.""",
)


exercise.edit(
    "one place too few",
    {
        "W.shape[0], stride, padding)": "W.shape[0], stride, padding) - 1",
        "W.shape[1], stride, padding)": "W.shape[1], stride, padding) - 1",
    },
    """The last row and the last column of places are missing. There is one place more than steps:
    (H + 2 · padding - A) // stride + 1.""",
)


@exercise.mistake("last places left at 0")
def _(X, W, b, stride=1, padding=0):
    """The last row and the last column of each map are 0: the loops end one round too early. `range(R)` already ends at
    R - 1.
    """
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    Z[:, -1], Z[:, :, -1] = 0, 0
    return Z, cache


exercise.edit(
    "one kernel for all maps",
    {"W[i, j]": "W[i, j][:, :1]", "Z = b": "Z = 0 * b + b"},
    "All maps are made with the first kernel. Map m wants a kernel of its own, `W[..., m]`.",
)


exercise.edit(
    "one kernel and one bias for all maps",
    {"W[i, j]": "W[i, j][:, :1]", "Z = b": "Z = 0 * b + b[0]"},
    "All maps are alike: each is made with the first kernel and its bias. Map m wants `W[..., m]` and `b[m]`.",
)


exercise.edit(
    "bias in the cache",
    {"(X, W, stride": "(X, W, b, stride"},
    "Z is right. The cache has four parts, (X, W, stride, padding): the gradients do not depend on the bias.",
)


@exercise.mistake("rows and columns of the picture exchanged")
def _(X, W, b, stride=1, padding=0):
    """The rows are counted with the number of columns, and the other way round. X is (N, H, L, C): `X.shape[1]` are the
    rows, `X.shape[2]` the columns.
    """
    rows = max((X.shape[2] + 2 * padding - W.shape[0]) // stride + 1, 0)
    columns = max((X.shape[1] + 2 * padding - W.shape[1]) // stride + 1, 0)
    return convolved(X, W, b, rows, columns, stride=stride, padding=padding), (X, W, stride, padding)


@exercise.mistake("square pictures assumed")
def _(X, W, b, stride=1, padding=0):
    """There are as many columns of places as rows. Pictures need not be square: count the columns from `X.shape[2]`
    and `W.shape[1]`.
    """
    side = cnn.conv_output_size(X.shape[1], W.shape[0], stride, padding)
    return convolved(X, W, b, side, side, stride=stride, padding=padding), (X, W, stride, padding)


exercise.edit(
    "summed over the pictures",
    {"return Z,": "return 0 * Z + (Z - b).sum(axis=0) + b,"},
    "All pictures get the same sum, that of all of them together. Add over rows, columns and channels of each picture.",
)


exercise.edit(
    "rows and columns of the maps exchanged",
    {"return Z,": "return Z.swapaxes(1, 2),"},
    "The maps lie on their side: rows are axis 1 of Z, as in X.",
)


exercise.edit(
    "stride for the rows only",
    {"places(j, columns, stride)": "places(j, columns)"},
    """The rows of places are a stride apart, the columns are not: window (r, s) begins at column stride · s.""",
)


exercise.edit(
    "stride for the columns only",
    {"places(i, rows, stride)": "places(i, rows)"},
    """The columns of places are a stride apart, the rows are not: window (r, s) begins at row stride · r.""",
)


exercise.edit(
    "one bias for all maps",
    {"Z = b": "Z = 0 * b + b[0]"},
    """All maps get the first bias. Each kernel has its own: `b[m]`.""",
)


exercise.edit(
    "pictures and places mixed up",
    {"return Z,": "return Z.transpose(1, 2, 0, 3).reshape(Z.shape),"},
    """The sums are right, but not at their places: in your array the places came first and the pictures after them, and
    `reshape` does not change that order. Bring the axes into the order (N, R, S, M) with `transpose`.""",
)


@exercise.accepts("window by window")
def _(X, W, b, stride=1, padding=0):
    rows = cnn.conv_output_size(X.shape[1], W.shape[0], stride, padding)
    columns = cnn.conv_output_size(X.shape[2], W.shape[1], stride, padding)
    P = cnn.pad2d(X, padding)
    Z = np.zeros((len(X), rows, columns, W.shape[3]), np.result_type(X, W, b))
    for r in range(rows):
        for s in range(columns):
            window = P[:, r * stride : r * stride + W.shape[0], s * stride : s * stride + W.shape[1]]
            Z[:, r, s] = np.tensordot(window, W, axes=3) + b
    return Z, (X, W, stride, padding)


@exercise.accepts("with sliding windows and einsum")
def _(X, W, b, stride=1, padding=0):
    windows = sliding_window_view(cnn.pad2d(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nrscij,ijcm->nrsm", windows, W) + b, (X, W, stride, padding)


@exercise.accepts("as one product of tables")
def _(X, W, b, stride=1, padding=0):
    windows = sliding_window_view(cnn.pad2d(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    N, R, S = windows.shape[:3]
    columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(N * R * S, -1)
    return (columns @ W.reshape(-1, W.shape[3]) + b).reshape(N, R, S, -1), [X, W, stride, padding]


@exercise.accepts("the fast form of the course")
def _(X, W, b, stride=1, padding=0):
    return conv2d_fast(X, W, b, stride, padding)
