"""The backward pass of a convolution: every pixel and every weight collects from all windows it had a part in."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import COLUMNS, FIRST, NEGATIVE, backward_cases
from dlcourse.lessons import cnn
from dlcourse.nn.cnn import conv2d_backward_fast

exercise = Exercise(
    reference=cnn.conv2d_backward,
    inside={"cache": ("X", "W", "stride", "padding")},
    points=4,
    minutes=14,
    cases=backward_cases,
    outputs=("dX", "dW", "db"),
    form="derive",
    first="cnn.middle_pixel",
    hints=[
        "One place (i, j) of the kernel is a dense layer: which pixels are its inputs, and which gradient comes in "
        "from the other side?",
        "The same slice serves twice: from it the weights take their gradient, into the same slice of a gradient with "
        "a frame the pixels' shares are added. The frame is cut off in the end.",
        "`rows = block.reshape(-1, 5)` makes a table with 5 columns of an array (…, 5). `np.zeros_like(block)` is an "
        "array of zeros of its shape, `block[:, places(2, 9)]` leaves two rows out at the beginning, and "
        "`a.sum(axis=(0, 1))` adds up over two axes.",
    ],
    solved="what a kernel learns by: the sum of what all its places have to say.",
    equivalent_mutants={
        "dX_padded, dW = (np.zeros_like(X_padded), np.ones_like(W))": "every number of dW is written",
        "for i, j in np.ndindex(W.shape[:-2]):": FIRST,
        "dW[i, j] = X_padded[here].reshape(-2, X.shape[3]).T @ dZ.reshape(-1, M)": NEGATIVE,
        "dW[i, j] = X_padded[here].reshape(-1, X.shape[3]).T @ dZ.reshape(-2, M)": NEGATIVE,
        "dX = dX_padded[:, places(padding, X.shape[1]), places(padding, X.shape[-2])]": COLUMNS,
        "return (dX, dW, dZ.sum(axis=(0, 1, -2)))": COLUMNS,
    },
)


exercise.edit(
    "frame not cut off",
    {"return dX,": "return dX_padded,"},
    "dX is larger than X: it still has the frame of zeros. Cut it off: X stands from `padding` on.",
)


exercise.edit(
    "frame cut off at the wrong place",
    {"places(padding, X.shape[1]), places(padding, X.shape[2])": ": X.shape[1], : X.shape[2]"},
    """dX has the right size, but it is cut from the upper left corner of the padded gradient. X stands in the *middle*,
    from `padding` on.""",
)


exercise.edit(
    "shares replaced instead of added",
    {"dX_padded[here] +=": "dX_padded[here] ="},
    "A pixel lies in many windows, and you keep only its last share. Add them up: `+=`.",
)


exercise.edit(
    "stride not used for the pixels",
    {"places(i, rows, stride), places(j, columns, stride)": "places(i, rows), places(j, columns)"},
    """Neighbouring windows are taken one pixel apart, as with a stride of 1. Window (r, s) begins at row stride · r and
    column stride · s, as in the forward pass.""",
)


exercise.edit(
    "kernels turned",
    {"W[i, j].T": "W[::-1, ::-1][i, j].T"},
    """The kernels are turned by 180° for dX. That belongs to another way, in which the gradient is convolved; here each
    share goes back through the weight `W[i, j]` by which it came.""",
)


exercise.edit(
    "only the first picture",
    {"X_padded[here].reshape": "X_padded[here][:1].reshape", "dZ.reshape": "dZ[:1].reshape"},
    """dW comes from the first picture only. All windows of all pictures share the weights, so all add to their
    gradient.""",
)


exercise.edit(
    "divided by the number of pictures",
    {"dX, dW, dZ.sum(axis=(0, 1, 2))": "dX, dW / len(dZ), dZ.sum(axis=(0, 1, 2)) / len(dZ)"},
    "dW and db are divided by the number of pictures once more. The mean is already in dZ, from the loss.",
)


exercise.edit(
    "reshaped across the channels",
    {"X_padded[here].reshape(-1, X.shape[3]).T": "X_padded[here].reshape(X.shape[3], -1)"},
    """dW has the right shape, but pixels and channels are mixed up: `reshape` keeps the order in memory, where the
    channels come last. First a table with a column for each channel, `reshape(-1, C)`; then turn it, `.T`.""",
)


exercise.edit(
    "db summed over pictures only",
    {"axis=(0, 1, 2)": "axis=0"},
    "db still has rows and columns. One bias serves all places: sum over axes 0, 1 and 2.",
)


exercise.edit(
    "frame cut off too early",
    {"places(padding, X.shape[1]), places(padding, X.shape[2])": "padding : X.shape[1], padding : X.shape[2]"},
    """With a frame, dX is smaller than X: the second number of a slice says where it ends, counted from the edge of the
    frame, and not how many rows it has.""",
)


exercise.edit(
    "stride not used for dX",
    {"dX_padded[here]": "dX_padded[:, places(i, rows), places(j, columns)]"},
    "dW looks at the right pixels, but dX hands its shares to others: windows one pixel apart, as with a stride of 1.",
)


exercise.edit(
    "dW of the last picture only",
    {"X_padded[here].reshape": "X_padded[here][-1:].reshape", "dZ.reshape": "dZ[-1:].reshape"},
    "dW comes from the last picture only: each round of a loop over pictures replaces what those before gave. Add up.",
)


exercise.edit(
    "db summed over pictures and rows only",
    {"axis=(0, 1, 2)": "axis=(0, 1)"},
    "db still has a number for each column. One bias serves all places, in rows and columns.",
)


exercise.edit(
    "db with four axes",
    {"axis=(0, 1, 2)": "axis=(0, 1, 2), keepdims=True"},
    "The numbers of db are right, but it has kept all four axes (`keepdims=True`): b has one, (M,).",
)


exercise.edit(
    "db is one number",
    {"dZ.sum(axis=(0, 1, 2))": "dZ.sum()"},
    "db is a single number. Each kernel has a bias of its own: keep the last axis.",
)


exercise.edit(
    "frame cut off with -padding",
    {"places(padding, X.shape[1]), places(padding, X.shape[2])": "padding:-padding, padding:-padding"},
    """With a padding of 0, dX is empty: -0 is 0, so that the slice `[padding:-padding]` ends where it begins. Write the
    end as `padding + H`, with the H rows of X, and likewise for the columns.""",
)


def window_by_window(dZ, cache, *, single=False, add_dX=True, add_dW=True):
    """The backward pass in a loop over places, each for all pictures and kernels, or `single` ones; shares replaced."""
    X, W, stride, padding = cache
    P = cnn.pad2d(X, padding)
    dP, dW, N, M = np.zeros_like(P), np.zeros_like(W), len(X), W.shape[3]
    pictures, kernels = ([slice(n, n + 1) for n in range(N)], range(M)) if single else ([slice(N)], [slice(M)])
    for n in pictures:
        for r, s in np.ndindex(dZ.shape[1:3]):
            here = n, slice(r * stride, r * stride + W.shape[0]), slice(s * stride, s * stride + W.shape[1])
            for m in kernels:
                dX_share = np.tensordot(dZ[n, r, s, m], W[..., m], axes=0 if single else (1, 3)).reshape(P[here].shape)
                dW_share = np.tensordot(P[here], dZ[n, r, s, m], axes=(0, 0))
                dP[here] = add_dX * dP[here] + dX_share
                dW[..., m] = add_dW * dW[..., m] + dW_share
    dX = dP[:, padding : padding + X.shape[1], padding : padding + X.shape[2]]
    return dX, dW, dZ.sum(axis=(0, 1, 2))


@exercise.mistake("overlapping windows overwrite")
def _(dZ, cache):
    """Where windows overlap, dX keeps the share of the last one only: it is written with `=`. A pixel collects from all
    windows it lies in: `+=`.
    """
    return window_by_window(dZ, cache, add_dX=False)


@exercise.mistake("each kernel overwrites the others")
def _(dZ, cache):
    """In dX each kernel replaces what the kernels and windows before it have put there: it is written with `=`. A pixel
    collects from all windows it lies in, and from all kernels: `+=`.
    """
    return window_by_window(dZ, cache, single=True, add_dX=False)


@exercise.mistake("dW of the last window only")
def _(dZ, cache):
    """dW comes from the last window alone: every round of the loop replaces what was there. All windows share the
    weights, so all add to their gradient: `+=`.
    """
    return window_by_window(dZ, cache, add_dW=False)


@exercise.mistake("dW of the last window of the last picture only")
def _(dZ, cache):
    """dW comes from a single window, the last one of the last picture: every round of the loop replaces what was there.
    All windows share the weights, so all add to their gradient: `+=`.
    """
    return window_by_window(dZ, cache, single=True, add_dW=False)


@exercise.mistake("dX and dW replaced instead of added")
def _(dZ, cache):
    """dX and dW are written with `=`: of each pixel and of each weight only the last window counts. Both collect from
    all windows: `+=`.
    """
    return window_by_window(dZ, cache, add_dX=False, add_dW=False)


exercise.edit(
    "db of the last place only",
    {"dZ.sum(axis=(0, 1, 2))": "dZ[-1, -1, -1]"},
    "db is that of the last place of the last picture. All places share the bias: add up, `+=`.",
)


exercise.edit(
    "db a mean",
    {"dZ.sum(axis=(0, 1, 2))": "dZ.mean(axis=(0, 1, 2))"},
    "db is the mean over all places. Gradients add up; the loss has already taken the mean over the examples.",
)


exercise.edit(
    "db for each picture",
    {"dZ.sum(axis=(0, 1, 2))": "dZ.sum(axis=(1, 2))"},
    "db has a row for each picture. One bias serves all pictures: sum over axes 0, 1 and 2.",
)


exercise.edit(
    "rows and columns of the kernel exchanged",
    {"W[i, j].T": "W[j % W.shape[0], i % W.shape[1]].T"},
    "For dX, i and j have changed places in W: i goes with the rows (axis 1 of the pictures), j with the columns.",
)


exercise.edit(
    "dX of the last picture only",
    {"return dX,": "dX[:-1] = 0\n    return dX,"},
    """Only the last picture has a gradient. If you loop over the pictures: is the line that cuts off the frame inside
    of that loop?""",
)


exercise.edit(
    "frame cut off on one side only",
    {"places(padding, X.shape[1]), places(padding, X.shape[2])": "padding:, padding:"},
    """dX still has the frame below and on the right: the slice must end `padding` before the end, too.""",
)


@exercise.mistake("dW a mean")
def _(dZ, cache):
    """dW is the mean over the places of the windows. Gradients add up: every place has its say."""
    dX, dW, db = cnn.conv2d_backward(dZ, cache)
    return dX, dW / (dZ.shape[1] * dZ.shape[2]), db


@exercise.accepts("window by window")
def _(dZ, cache):
    X, W, stride, padding = cache
    A, B, _, M = W.shape
    P = cnn.pad2d(X, padding)
    dP, dW, db = np.zeros(P.shape, X.dtype), np.zeros(W.shape, W.dtype), np.zeros(M, dZ.dtype)
    for n in range(dZ.shape[0]):
        for r in range(dZ.shape[1]):
            for s in range(dZ.shape[2]):
                here = n, slice(r * stride, r * stride + A), slice(s * stride, s * stride + B)
                dW += P[here][..., None] * dZ[n, r, s]
                dP[here] += W @ dZ[n, r, s]
                db += dZ[n, r, s]
    return dP[:, padding : P.shape[1] - padding, padding : P.shape[2] - padding], dW, db


@exercise.accepts("with einsum")
def _(dZ, cache):
    X, W, stride, padding = cache
    windows = sliding_window_view(cnn.pad2d(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    dW = np.einsum("nrscij,nrsm->ijcm", windows, dZ)
    dP = np.zeros_like(cnn.pad2d(X, padding))
    for r, s in np.ndindex(dZ.shape[1:3]):
        down, across = stride * r, stride * s
        share = np.einsum("nm,ijcm->nijc", dZ[:, r, s], W)
        dP[:, down : down + W.shape[0], across : across + W.shape[1]] += share
    return dP[:, padding : padding + X.shape[1], padding : padding + X.shape[2]], dW, np.einsum("nrsm->m", dZ)


@exercise.accepts("the fast form of the course")
def _(dZ, cache):
    return conv2d_backward_fast(dZ, cache)
