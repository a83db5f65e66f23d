"""The gradient of max pooling: all of it goes to the pixel that won its window."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.cnn._cases import _windows, as_float32, pictures
from dlcourse.lessons import cnn
from dlcourse.lessons.cnn import places


def cases(rng):
    def case(X, size=2, stride=2):
        out, cache = cnn.maxpool2d(X, size, stride)
        return rng.normal(size=out.shape), cache

    first = np.array([[1.0, 5.0, 9.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    few = rng.integers(0, 2, size=(2, 6, 6, 2)).astype(float)  # zeros and ones: most windows have several largest
    return [
        Case(np.array([10.0, 20.0]).reshape(1, 1, 2, 1), cnn.maxpool2d(first)[1]),
        Case(*case(pictures(rng, 2, 4, 6, 3))),
        Case(*case(pictures(rng, 2, 5, 7, 2))),
        Case(*case(pictures(rng, 1, 7, 7, 2), 3, 2)),
        Case(*case(pictures(rng, 2, 6, 5, 3), 3, 1)),
        Case(*case(pictures(rng, 2, 8, 8, 1), 2, 3)),
        Case(*case(few)),
        Case(*case(np.zeros((2, 4, 4, 2)))),
        Case(*case(pictures(rng, 4, 12, 9, 3), 3, 3)),
        Case(*as_float32(case(pictures(rng, 2, 4, 4, 2)))),
    ]


exercise = Exercise(
    reference=cnn.maxpool2d_backward,
    points=3,
    cases=cases,
    hints=[
        "The pixel that was the largest of its window gets the window's gradient, the others get nothing. "
        "`X[here] == out` says at which windows the place (i, j) won.",
        "For equally large ones: `free = np.ones(out.shape, bool)` says which windows still have no winner; "
        "`wins = free & (X[here] == out)`, and after that `free = free & ~wins`.",
        "`here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]`; with `dX = np.zeros_like(X)`, "
        "`dX[here] += wins * d_out` in the loop.",
    ],
    solved="the way back through a maximum: the winner takes it all.",
    equivalent_mutants={
        "wins = (X[here] == out) & free": "and, in whatever order",
        "free = ~wins & free": "and, in whatever order",
    },
)


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


@exercise.mistake("every equally large pixel gets all of it")
def _(d_out, cache):
    """Where several pixels are equally large, each of them gets the whole gradient: together more than there was. After
    ReLU, whole windows are 0, so this is common. Only the first one takes it: keep in an array which windows are still
    free.
    """
    return _pool_gradient(d_out, cache, once=False)


@exercise.mistake("last of equally large pixels")
def _(d_out, cache):
    """Where several pixels are equally large, the last one gets the gradient. The first one should, row by row."""
    return _pool_gradient(d_out, cache, order=-1)


@exercise.mistake("shares replaced instead of added")
def _(d_out, cache):
    """Where windows overlap, a pixel can win several of them, and you keep only the last share: use `+=`."""
    return _pool_gradient(d_out, cache, add=False)


@exercise.mistake("earlier shares overwritten")
def _(d_out, cache):
    """`dX[here] = ...` replaces what earlier rounds have put there, also by zeros. Where windows overlap, that loses
    gradients: use `+=`.
    """
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


@exercise.mistake("all pixels of a window")
def _(d_out, cache):
    """Every pixel of a window gets the gradient. Only the winner does: a small change of the others does not change the
    output.
    """
    return all_pixels(d_out, cache)


@exercise.mistake("shared evenly")
def _(d_out, cache):
    """The gradient is shared out evenly, which is right for the mean. The maximum is one pixel's alone."""
    return all_pixels(d_out / cache[2] ** 2, cache)


@exercise.mistake("gradient of the output left out")
def _(d_out, cache):
    """Ones come back where a pixel has won: that is the slope of the pooling alone. Multiply by `d_out`."""
    return _pool_gradient(np.ones_like(d_out), cache)


@exercise.mistake("multiplied by the value")
def _(d_out, cache):
    """The gradient is multiplied by the largest number. The slope of a maximum is 1 for its winner, however large it
    is.
    """
    return _pool_gradient(d_out * cache[1], cache)


@exercise.accepts("max gradient by argmax")
def _(d_out, cache):
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, stride * r + i, stride * s + j, c] += d_out[n, r, s, c]
    return dX


@exercise.accepts("max gradient by add at")
def _(d_out, cache):
    X, out, size, stride = cache
    windows = _windows(X, size, stride)
    winner = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, r, s, c = np.indices(out.shape)
    dX = np.zeros(X.shape, X.dtype)
    np.add.at(dX, (n, stride * r + winner // size, stride * s + winner % size, c), d_out)
    return dX
