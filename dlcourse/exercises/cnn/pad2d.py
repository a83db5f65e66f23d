"""A frame of zeros around every picture, so that a kernel can stand on the pixels at the edge."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.cnn._cases import as_float32, pictures
from dlcourse.lessons import cnn


def cases(rng):
    return [
        Case(np.array([[[[5.0], [7.0]]]]), 1),
        Case(pictures(rng, 2, 3, 4, 2), 1),
        Case(pictures(rng, *drawn_sizes(rng, 4)), 2),
        Case(pictures(rng, *drawn_sizes(rng, 4)), int(rng.integers(1, 4))),
        Case(pictures(rng, 2, 4, 3, 1), 0),
        Case(np.arange(1, 13).reshape(1, 2, 3, 2), 3),
        Case(pictures(rng, 5, 8, 6, 4), 2),
        Case(as_float32(pictures(rng, 1, 2, 3, 2)), 1),
    ]


WIDTHS = "((0, 0), (padding, padding), (padding, padding), (0, 0))"  # what stands in the reference

exercise = Exercise(
    reference=cnn.pad2d,
    points=1,
    cases=cases,
    hints=[
        "Which of the four axes get a frame, and what should `np.pad` do with the two others?",
        "One pair (before, after) for each of the four axes, in their order: two pairs say that nothing is added.",
        "`np.pad(times, ((2, 2), (0, 0), (0, 0)))` puts two layers of zeros in front of and behind an array of three "
        "axes, and leaves its two other axes alone.",
    ],
    solved="a frame, so that a kernel can also stand on the pixels at the edge.",
)


exercise.edit(
    "all four axes padded",
    {WIDTHS: "padding"},
    """`np.pad(X, padding)` puts zeros around everything: it also adds empty pictures and empty channels. Only rows and
    columns get a frame: (0, 0) for the other two axes.""",
)


exercise.edit(
    "channels padded",
    {WIDTHS: "((0, 0), (padding, padding), (padding, padding), (padding, padding))"},
    "The channels are padded, too: every pixel has more numbers than before. Only axes 1 and 2 get a frame.",
)


exercise.edit(
    "wrong two axes: columns and channels",
    {WIDTHS: "((0, 0), (0, 0), (padding, padding), (padding, padding))"},
    """The frame is along the last two axes, which here are columns and channels. Rows and columns are axes 1 and 2: the
    channels come last.""",
)


exercise.edit(
    "wrong two axes: pictures and rows",
    {WIDTHS: "((padding, padding), (padding, padding), (0, 0), (0, 0))"},
    "The frame is along the first two axes: whole pictures of zeros are added. Rows and columns are axes 1 and 2.",
)


exercise.edit(
    "frame only below and right",
    {WIDTHS: "((0, 0), (0, 2 * padding), (0, 2 * padding), (0, 0))"},
    """The size is right, but the picture stands in the upper left corner: all zeros are below and on the right. Each
    side gets `padding` of them: (padding, padding).""",
)


exercise.edit(
    "frame on one side only",
    {WIDTHS: "((0, 0), (padding, 0), (padding, 0), (0, 0))"},
    """There are zeros above and on the left, and none below and on the right: give a pair for each axis, (padding,
    padding).""",
)


@exercise.mistake("as wide as it is high")
def _(X, padding):
    """Every picture comes back square, with as many columns as rows. Count both by themselves: H + 2 · padding rows and
    L + 2 · padding columns.
    """
    N, H, L, C = X.shape
    out = np.zeros((N, H + 2 * padding, H + 2 * padding, C), X.dtype)
    across = min(L, H + padding)
    out[:, padding : padding + H, padding : padding + across] = X[:, :, :across]
    return out


exercise.edit(
    "edge repeated",
    {WIDTHS: f"{WIDTHS}, mode='edge'"},
    'The frame repeats the pixels at the edge (`mode="edge"`). Wanted are zeros, the default.',
)


@exercise.mistake("frame of ones")
def _(X, padding):
    """The frame is made of ones. Wanted are zeros: nothing there."""
    return cnn.pad2d(X - 1, padding) + 1


exercise.edit(
    "picture as it came",
    {f"np.pad(X, {WIDTHS})": "X"},
    """X comes back without a frame. `np.pad` does not change X: it makes a new array, which must be given a name or
    returned.""",
)


exercise.edit(
    "only rows",
    {WIDTHS: "((0, 0), (padding, padding), (0, 0), (0, 0))"},
    "The frame is above and below only. The columns, axis 2, get zeros on the left and right, too.",
)


exercise.edit(
    "only columns",
    {WIDTHS: "((0, 0), (0, 0), (padding, padding), (0, 0))"},
    "The frame is on the left and right only. The rows, axis 1, get zeros above and below, too.",
)


exercise.edit(
    "always one pixel",
    {WIDTHS: "((0, 0), (1, 1), (1, 1), (0, 0))"},
    "The frame is always one pixel wide. `padding` says how wide it should be.",
)


exercise.edit(
    "rows and columns exchanged",
    {f"np.pad(X, {WIDTHS})": f"np.pad(X, {WIDTHS}).swapaxes(1, 2)"},
    "Rows and columns have changed places: X is (N, H, L, C), with the rows on axis 1 and the columns on axis 2.",
)


exercise.edit(
    "picture mirrored in the frame",
    {WIDTHS: f"{WIDTHS}, mode='reflect'"},
    'The frame mirrors the pixels near the edge (`mode="reflect"`). Wanted are zeros, the default.',
)


@exercise.mistake("frame drawn into the picture")
def _(X, padding):
    """The pixels at the edge are replaced by zeros, and the picture is as large as before. The frame comes *around* it:
    make a larger array of zeros, and put X into its middle.
    """
    out = np.zeros_like(X)
    inside = np.s_[:, padding : X.shape[1] - padding, padding : X.shape[2] - padding]
    out[inside] = X[inside]
    return out


exercise.edit(
    "frame twice as wide",
    {WIDTHS: "((0, 0), (2 * padding, 2 * padding), (2 * padding, 2 * padding), (0, 0))"},
    "The frame is twice as wide as it should be: each *side* gets `padding` zeros, so that 2 · padding are added.",
)


exercise.edit(
    "frame on the far sides only",
    {WIDTHS: "((0, 0), (0, padding), (0, padding), (0, 0))"},
    "There are zeros below and on the right, and none above and on the left: give a pair for each axis.",
)


@exercise.accepts("written into zeros")
def _(X, padding):
    N, H, L, C = X.shape
    out = np.zeros((N, H + 2 * padding, L + 2 * padding, C), dtype=X.dtype)
    out[:, padding : padding + H, padding : padding + L, :] = X
    return out


@exercise.accepts("joined with zeros, axis by axis")
def _(X, padding):
    for axis in (1, 2):
        shape = list(X.shape)
        shape[axis] = padding
        zeros = np.zeros(shape, X.dtype)
        X = np.concatenate([zeros, X, zeros], axis=axis)
    return X


@exercise.accepts("a slice that ends at -padding, where there is padding")
def _(X, padding):
    N, H, L, C = X.shape
    out = np.zeros((N, H + 2 * padding, L + 2 * padding, C))
    inside = slice(padding, -padding) if padding else slice(None)
    out[:, inside, inside] = X
    return out
