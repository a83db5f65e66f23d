"""The backward pass of a maximum: the winner takes all of the gradient, and of equals the first."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.cnn._cases import to_first, winner_cases
from dlcourse.lessons import cnn
from dlcourse.lessons.cnn import places

exercise = Exercise(
    reference=cnn.maxpool2d_backward,
    inside={"cache": ("X", "out", "size", "stride")},
    points=3,
    minutes=8,
    cases=winner_cases,
    form="fault",
    hints=[
        "A window holds 0, 0, 0, 0. At how many of its places is `X[here] == out` true?",
        "Remember for each window whether its gradient has already been given away. And ask what the assignment does "
        "to a pixel that won another window in an earlier round.",
        "`taken = np.zeros(shape, bool)` makes an array of False; `~taken` turns it round, `a & b` is true where both "
        "are. `total[part] += more` adds, `total[part] = more` forgets.",
    ],
    solved="the backward pass of a maximum: the winner takes it all.",
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


@exercise.mistake("a pixel wins only once")
def _(d_out, cache):
    """Your memory is one of pixels: a pixel that has won a window wins no other, and others that are equally large
    still share. Remember for each *window* whether its gradient is given away: an array as large as `out`.
    """
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    dX, taken = np.zeros_like(X), np.zeros(X.shape, bool)
    for i, j in np.ndindex(size, size):
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        winner = (X[here] == out) & ~taken[here]
        dX[here] += winner * d_out
        taken[here] |= winner
    return dX


exercise.edit(
    "only the round before remembered",
    {"free = free & ~wins": "free = ~wins"},
    """A window whose gradient is given away is open again one round later: only the last round is remembered. Once
    given, it stays so: join what was known before with `&`.""",
)


exercise.edit(
    "divided by the pixels of the window",
    {"wins * d_out": "wins * d_out / size**2"},
    """The winner gets a share only, the gradient divided by the number of pixels. That belongs to the mean; here the
    winner takes all of it.""",
)


exercise.edit(
    "windows of zeros left out",
    {"wins = free & (X[here] == out)": "wins = (X[here] == out) & (out > 0)"},
    """A window whose largest number is not above 0 has no winner at all, and of equally large ones above 0 all win. Its
    gradient must arrive, too: at the first of the largest.""",
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


def window_by_window(d_out, cache, share, *, step=None, add=True):
    """The gradient in a loop over windows, `step` pixels apart: `share(window, d, out)` is what a window gets, or the
    whole window is overwritten.
    """
    X, out, size, stride = cache
    dX, step = np.zeros_like(X), step or stride
    for n, r, s, c in np.ndindex(out.shape):
        here = n, slice(step * r, step * r + size), slice(step * s, step * s + size), c
        dX[here] = add * dX[here] + share(X[here], d_out[n, r, s, c], out[n, r, s, c])
    return dX


@exercise.mistake("later windows overwrite earlier ones")
def _(d_out, cache):
    """Where windows overlap, a pixel can win several of them, and only the last one's gradient is kept: `=` replaces
    what was there, `+=` adds to it.
    """
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, stride * r + i, stride * s + j, c] = d_out[n, r, s, c]
    return dX


@exercise.mistake("whole windows overwritten")
def _(d_out, cache):
    """Each window replaces all of its pixels, also by zeros: where windows overlap, the gradients of earlier ones are
    lost. Add: `+=`.
    """
    return window_by_window(d_out, cache, to_first, add=False)


@exercise.mistake("whole windows overwritten, all of several largest numbers")
def _(d_out, cache):
    """Two things at once. Each window replaces all of its pixels (`=`), so that the gradients of earlier windows are
    lost: add them, `+=`. And of several equally large pixels only the first one should get the gradient.
    """
    return window_by_window(d_out, cache, lambda window, d, out: d * (window == out), add=False)


@exercise.mistake("shared among the largest")
def _(d_out, cache):
    """Several equally large pixels share the gradient. That keeps the sum right, but here the first of them takes all
    of it, row by row, as in PyTorch.
    """
    return window_by_window(d_out, cache, lambda window, d, out: d * (window == out) / np.sum(window == out))


@exercise.mistake("stride not used for the windows")
def _(d_out, cache):
    """Neighbouring windows are taken one pixel apart, as with a stride of 1. Window (r, s) begins at row stride · r and
    column stride · s, as in the forward pass.
    """
    return window_by_window(d_out, cache, to_first, step=1)


@exercise.mistake("size used as stride")
def _(d_out, cache):
    """The windows are taken `size` apart; the `stride` says how far they should be."""
    return window_by_window(d_out, cache, to_first, step=cache[2])


@exercise.mistake("first pixel of each window")
def _(d_out, cache):
    """The gradient goes to the upper left pixel of each window, whichever was the largest. It belongs to the winner."""
    return window_by_window(d_out, cache, lambda window, d, out: to_first(0 * window, d))


@exercise.mistake("place not counted from its window")
def _(d_out, cache):
    """The place of the largest number is counted inside of its window: in the picture, it stands at stride · r + i and
    stride · s + j.
    """
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        dX[(n, *np.unravel_index(np.argmax(window), window.shape), c)] += d_out[n, r, s, c]
    return dX


exercise.edit(
    "number instead of its gradient",
    {"wins * d_out": "wins * out", "free & (X[here] == out)": "X[here] == out"},
    "The largest numbers themselves come back. Put the gradient there, `d_out`.",
)


@exercise.mistake("row and column of the winner exchanged")
def _(d_out, cache):
    """The gradient goes to the winner's place mirrored along the diagonal: row and column have changed places.
    `np.unravel_index` gives the row first.
    """
    return window_by_window(d_out, cache, lambda window, d, out: to_first(window, d).T)


@exercise.mistake("stride missing in the winner's place")
def _(d_out, cache):
    """The winner is looked for in the right window, but its gradient is put at row r + i and column s + j. The window
    begins at stride · r and stride · s: the winner stands at stride · r + i, stride · s + j.
    """
    X, out, size, stride = cache
    dX = np.zeros_like(X)
    for n, r, s, c in np.ndindex(out.shape):
        window = X[n, stride * r : stride * r + size, stride * s : stride * s + size, c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, r + i, s + j, c] += d_out[n, r, s, c]
    return dX


@exercise.plants(
    "every equally large pixel gets all of it",
    "earlier shares overwritten",
    symptom=(
        "a window of four zeros, as there are many after a ReLU, hands its gradient on four times.",
        "Where windows overlap, as with a size of 3 and a stride of 1, a pixel that wins several gets too little.",
    ),
)
def maxpool2d_backward(d_out, cache):
    """The gradient of max pooling: all of it goes to the pixel that won its window.

    d_out: array (N, R, S, C); cache: the tuple (X, out, size, stride) -> array (N, H, L, C)
    """
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    dX = np.zeros_like(X)
    for i, j in np.ndindex(size, size):
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        dX[here] = (X[here] == out) * d_out
    return dX


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


@exercise.accepts("with the place of the winner among all windows")
def _(d_out, cache):
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    here = [np.s_[:, cnn.places(i, rows, stride), cnn.places(j, columns, stride)] for i, j in np.ndindex(size, size)]
    winner, dX = np.argmax([X[place] for place in here], axis=0), np.zeros(X.shape)
    for number, place in enumerate(here):
        dX[place] += np.where(winner == number, d_out, 0)
    return dX
