"""The gradients of a convolution: every pixel collects from all windows it lies in."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.cnn._cases import COLUMNS, FAST_FORMS, FIRST, NEGATIVE, as_float32, convolution, pad_by_hand
from dlcourse.lessons import cnn
from dlcourse.lessons.cnn import places
from dlcourse.nn.cnn import conv2d_backward_fast


def cases(rng):
    def case(X, W, stride=1, padding=0):
        X, W, b, *numbers = convolution(rng, X, W, stride, padding)
        Z, cache = cnn.conv2d(X, W, b, *numbers)
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
        Case(*map(as_float32, case((2, 4, 5, 2), (3, 3, 2, 2), 1, 1))),
    ]


exercise = Exercise(
    reference=cnn.conv2d_backward,
    points=4,
    cases=cases,
    outputs=("dX", "dW", "db"),
    withheld=FAST_FORMS,
    hints=[
        "One place (i, j) of the kernel is a dense layer: pixels (…, C) times W[i, j] (C, M). Its backward pass is "
        "that of lesson 04, and the loop over the places adds up.",
        "dW[i, j] is `pixels.reshape(-1, C).T @ dZ.reshape(-1, M)`. The share of the pixels is `dZ @ W[i, j].T`, "
        "added to the same slice of `dX_padded` that they came from.",
        "`here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]`; `dX_padded[here] += dZ @ "
        "W[i, j].T`. At the end: `dX = dX_padded[:, places(padding, H), places(padding, L)]` and "
        "`db = dZ.sum(axis=(0, 1, 2))`.",
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


def _conv_gradient(dZ, cache, *, at=None, kernel=None, cut=True, add=True, only=None):
    """The right way, with one thing changed."""
    X, W, stride, padding = cache
    _, rows, columns, M = dZ.shape
    X_padded = cnn.pad2d(X, padding)
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


@exercise.mistake("frame not cut off")
def _(dZ, cache):
    """dX is larger than X: it still has the frame of zeros. Cut it off: X stands from `padding` on."""
    return _conv_gradient(dZ, cache, cut=False)


@exercise.mistake("frame cut off at the wrong place")
def _(dZ, cache):
    """dX has the right size, but it is cut from the upper left corner of the padded gradient. X stands in the *middle*,
    from `padding` on.
    """
    X = cache[0]
    dX, dW, db = _conv_gradient(dZ, cache, cut=False)
    return dX[:, : X.shape[1], : X.shape[2]], dW, db


@exercise.mistake("shares replaced instead of added")
def _(dZ, cache):
    """A pixel lies in many windows, and you keep only its last share. Add them up: `+=`."""
    return _conv_gradient(dZ, cache, add=False)


@exercise.mistake("stride not used for the pixels")
def _(dZ, cache):
    """The places are taken side by side, as with a stride of 1. Use the same slices as in the forward pass, with their
    step.
    """
    return _conv_gradient(dZ, cache, at=1)


@exercise.mistake("kernels turned")
def _(dZ, cache):
    """The kernels are turned by 180° for dX. That belongs to another way, in which the gradient is convolved; here each
    share goes back through the weight `W[i, j]` by which it came.
    """
    return _conv_gradient(dZ, cache, kernel=lambda W: W[::-1, ::-1])


@exercise.mistake("only the first picture")
def _(dZ, cache):
    """dW comes from the first picture only. All windows of all pictures share the weights, so all add to their
    gradient.
    """
    return _conv_gradient(dZ, cache, only=1)


@exercise.mistake("divided by the number of pictures")
def _(dZ, cache):
    """dW and db are divided by the number of pictures once more. The mean is already in dZ, from the loss."""
    dX, dW, db = _conv_gradient(dZ, cache)
    return dX, dW / len(dZ), db / len(dZ)


@exercise.mistake("db summed over pictures only")
def _(dZ, cache):
    """db still has rows and columns. One bias serves all places: sum over axes 0, 1 and 2."""
    dX, dW, _ = _conv_gradient(dZ, cache)
    return dX, dW, dZ.sum(axis=0)


@exercise.mistake("db is one number")
def _(dZ, cache):
    """db is a single number. Each kernel has a bias of its own: keep the last axis."""
    dX, dW, _ = _conv_gradient(dZ, cache)
    return dX, dW, dZ.sum()


@exercise.accepts("conv gradient window by window")
def _(dZ, cache):
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


@exercise.accepts("conv gradient by einsum")
def _(dZ, cache):
    X, W, stride, padding = cache
    windows = sliding_window_view(pad_by_hand(X, padding), W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    dW = np.einsum("nrscij,nrsm->ijcm", windows, dZ)
    dP = np.zeros_like(pad_by_hand(X, padding))
    for r, s in np.ndindex(dZ.shape[1:3]):
        down, across = stride * r, stride * s
        share = np.einsum("nm,ijcm->nijc", dZ[:, r, s], W)
        dP[:, down : down + W.shape[0], across : across + W.shape[1]] += share
    return dP[:, padding : padding + X.shape[1], padding : padding + X.shape[2]], dW, np.einsum("nrsm->m", dZ)


@exercise.accepts("STYLE cnn.conv2d_backward_fast")
def _(dZ, cache):
    return (conv2d_backward_fast)(dZ, cache)
