"""The backward pass of a maximum: the winner takes all of the gradient, and of equals the first."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.cnn._cases import as_float32, drawn_pictures, pictures
from dlcourse.lessons import cnn


def cases(rng):
    def case(X, size=2, stride=2):
        out, cache = cnn.maxpool2d(X, size, stride)
        return rng.normal(size=out.shape), cache

    first = np.array([[1.0, 5.0, 9.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    few = rng.integers(0, 2, size=(2, 6, 7, 3)).astype(float)  # zeros and ones: most windows have several largest
    return [
        Case(np.array([10.0, 20.0]).reshape(1, 1, 2, 1), cnn.maxpool2d(first)[1]),
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


exercise.edit(
    "every equally large pixel gets all of it",
    {"free & (X[here] == out)": "X[here] == out"},
    """Where several pixels are equally large, each of them gets the whole gradient: together more than there was. After
    ReLU, whole windows are 0, so this is common. Only the first one takes it: keep in an array which windows are still
    free.""",
)


exercise.edit(
    "last of equally large pixels",
    {"np.ndindex(size, size)": "reversed(list(np.ndindex(size, size)))"},
    "Where several pixels are equally large, the last one gets the gradient. The first one should, row by row.",
)


exercise.edit(
    "shares replaced instead of added",
    {"+= wins * d_out": "= np.where(wins, d_out, dX[here])"},
    "Where windows overlap, a pixel can win several of them, and you keep only the last share: use `+=`.",
)


exercise.edit(
    "earlier shares overwritten",
    {"+= wins": "= wins"},
    """`dX[here] = ...` replaces what earlier rounds have put there, also by zeros. Where windows overlap, that loses
    gradients: use `+=`.""",
)


exercise.edit(
    "all pixels of a window",
    {"wins * d_out": "d_out"},
    """Every pixel of a window gets the gradient. Only the winner does: a small change of the others does not change the
    output.""",
)


exercise.edit(
    "shared evenly",
    {"wins * d_out": "d_out / size**2"},
    "The gradient is shared out evenly, which is right for the mean. The maximum is one pixel's alone.",
)


exercise.edit(
    "gradient of the output left out",
    {"wins * d_out": "wins"},
    "Ones come back where a pixel has won: that is the slope of the pooling alone. Multiply by `d_out`.",
)


exercise.edit(
    "multiplied by the value",
    {"wins * d_out": "wins * (d_out * out)"},
    """The gradient is multiplied by the largest number. The slope of a maximum is 1 for its winner, however large it
    is.""",
)


@exercise.accepts("with argmax, window by window")
def _(d_out, cache):
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, stride * r + i, stride * s + j, c] += d_out[n, r, s, c]
    return dX


@exercise.accepts("with np.add.at")
def _(d_out, cache):
    X, out, size, stride = cache
    windows = sliding_window_view(X, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    winner = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, r, s, c = np.indices(out.shape)
    dX = np.zeros(X.shape, X.dtype)
    np.add.at(dX, (n, stride * r + winner // size, stride * s + winner % size, c), d_out)
    return dX
