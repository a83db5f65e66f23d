"""Windows: every square piece of a picture, and where it stands."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.pictures import window_cases
from dlcourse.lessons import vision

exercise = Exercise(
    reference=vision.sliding_windows,
    points=1,
    minutes=3.5,
    cases=window_cases,
    outputs=("boxes", "windows"),
    refused=lambda arguments: (str(arguments["size"]),),
    hints=[
        "A row of 5 pixels and windows of 3: at which columns can one begin?",
        "Two loops, one inside the other: which is the outer one, if the windows come row by row? And x comes first in "
        "a box, but second in the picture.",
        "Elsewhere: `range(2, 11, 3)` is 2, 5, 8; `table[4:6, 1:5]` are two rows and four columns; `np.stack` makes "
        "one array of a list of equal ones.",
    ],
    solved="a lens that visits every place of a picture.",
    equivalent_mutants={
        "size = 1 if np.ndim(size) == 0 and size == 0 else size": "sizes are at least 1",
    },
)


def windows(image, size, stride, *, box=None, last=1, strides=None, by="rows"):
    """Boxes and windows with other steps: how a box is written, the last begin, a stride for each direction."""
    H, W = image.shape
    down, across = strides or (stride, stride)
    rows, columns = range(0, max(H - size + last, 0), down), range(0, max(W - size + last, 0), across)
    corners = [(x, y) for y in rows for x in columns] if by == "rows" else [(x, y) for x in columns for y in rows]
    box = box or (lambda x, y: (x, y, x + size, y + size))
    boxes = np.array([box(x, y) for x, y in corners], dtype=int).reshape(-1, 4)
    pieces = [image[y : y + size, x : x + size] for x, y in corners]
    return boxes, np.array(pieces, dtype=image.dtype).reshape(-1, size, size)


@exercise.mistake("the last one is missing")
def _(image, *, size, stride):
    """The last window of a row, or the last row of them, is missing: with 5 columns and windows of 3, one can begin at
    column 2, too. `range` stops before its end.
    """
    return windows(image, size, stride, last=0)


@exercise.also("the last one is missing")
def _(image, *, size, stride):
    boxes, pieces = windows(image, size, stride, last=0)
    return (boxes, pieces) if len(boxes) else (np.zeros(0), np.zeros(0))  # as `np.array([])` is


@exercise.also("the last one is missing")
def _(image, *, size, stride):
    H, W = image.shape
    corners = [(x * stride, y * stride) for y in range((H - size) // stride) for x in range((W - size) // stride)]
    pieces = [image[y : y + size, x : x + size] for x, y in corners]
    return np.array([(x, y, x + size, y + size) for x, y in corners]), np.array(pieces)


@exercise.also("the last one is missing")
def _(image, *, size, stride):
    boxes, pieces = windows(image, size, stride, last=0)
    return boxes, np.stack(list(pieces))  # an error where there is none


def as_they_come(image, corners, size, cut):
    """Boxes and windows at corners, even where the picture ends and windows come out too short."""
    boxes = np.array([(x, y, x + size, y + size) for x, y in corners])
    return boxes, np.array([cut(x, y) for x, y in corners])


@exercise.mistake("rows and columns exchanged")
def _(image, *, size, stride):
    """Rows and columns are exchanged: `image.shape` is (height, width), and a window is `image[rows, columns]`, y
    first. (Beyond the edge NumPy cuts windows short, and they no longer fit together.)
    """
    W, H = image.shape
    corners = [(x, y) for y in range(0, H - size + 1, stride) for x in range(0, W - size + 1, stride)]
    return as_they_come(image, corners, size, lambda x, y: image[y : y + size, x : x + size])


@exercise.also("rows and columns exchanged")
def _(image, *, size, stride):
    H, W = image.shape
    corners = [(x, y) for y in range(0, H - size + 1, stride) for x in range(0, W - size + 1, stride)]
    return as_they_come(image, corners, size, lambda x, y: image[x : x + size, y : y + size])


@exercise.mistake("row and column exchanged in the box")
def _(image, *, size, stride):
    """The windows are right, but in each box y stands before x. A box is (left, top, right, bottom)."""
    return windows(image, size, stride, box=lambda x, y: (y, x, y + size, x + size))


@exercise.mistake("column by column")
def _(image, *, size, stride):
    """You go down the columns. Wanted is row by row: the next window stands to the *right* of the first one."""
    return windows(image, size, stride, by="columns")


@exercise.mistake("width and height in the box")
def _(image, *, size, stride):
    """The last two numbers of your boxes are their width and height. They should be the right and the bottom edge."""
    return windows(image, size, stride, box=lambda x, y: (x, y, size, size))


@exercise.mistake("edges one too small")
def _(image, *, size, stride):
    """The right and the bottom edge of your boxes are one too small: they are the first column and row that no longer
    belong to the box.
    """
    return windows(image, size, stride, box=lambda x, y: (x, y, x + size - 1, y + size - 1))


@exercise.mistake("stride ignored")
def _(image, *, size, stride):
    """There are windows at every place. With `stride` 2, every second row and column begins one."""
    return windows(image, size, 1)


@exercise.mistake("stride to the right only")
def _(image, *, size, stride):
    """The windows step to the right by `stride`, but down by 1. It holds in both directions."""
    return windows(image, size, stride, strides=(1, stride))


@exercise.mistake("stride down only")
def _(image, *, size, stride):
    """The windows step down by `stride`, but to the right by 1. It holds in both directions."""
    return windows(image, size, stride, strides=(stride, 1))


@exercise.mistake("side by side")
def _(image, *, size, stride):
    """Your windows stand side by side, whatever the stride: they step by `size`. They should step by `stride`, and may
    overlap.
    """
    return windows(image, size, size)


@exercise.mistake("boxes counted in strides")
def _(image, *, size, stride):
    """The windows are right, but the corners of your boxes count strides and not pixels. Multiply."""
    return windows(
        image, size, stride, box=lambda x, y: (x // stride, y // stride, x // stride + size, y // stride + size)
    )


@exercise.mistake("windows that hang over the edge")
def _(image, *, size, stride):
    """Windows begin even where the picture ends too soon for them, and hang over its edge. Only whole ones count."""
    return windows(np.pad(image, ((0, size), (0, size))), size, stride, last=0)


@exercise.mistake("windows as rows")
def _(image, *, size, stride):
    """Each window is a long row of numbers. It should stay a square, `size` by `size`."""
    boxes, pieces = vision.sliding_windows(image, size=size, stride=stride)
    return boxes, pieces.reshape(len(pieces), -1)


@exercise.mistake("a table of windows")
def _(image, *, size, stride):
    """Your windows stand in a table, as in the picture. Wanted is one after another: one axis for all of them."""
    boxes, pieces = vision.sliding_windows(image, size=size, stride=stride)
    across = (image.shape[1] - size) // stride + 1
    return boxes, pieces.reshape(-1, across, size, size)


@exercise.mistake("windows turned")
def _(image, *, size, stride):
    """Each window is turned: rows and columns are exchanged. A picture is indexed [y, x], and a box begins with x."""
    boxes, pieces = vision.sliding_windows(image, size=size, stride=stride)
    return boxes, pieces.transpose(0, 2, 1)


@exercise.accepts("views of the picture")
def _(image, *, size, stride):
    if size > min(image.shape):
        raise ValueError(f"a window of {size} does not fit into {image.shape}")
    views = np.lib.stride_tricks.sliding_window_view(image, (size, size))[::stride, ::stride]
    y, x = np.indices(views.shape[:2]).reshape(2, -1) * stride
    return np.stack([x, y, x + size, y + size], axis=1), views.reshape(-1, size, size)


@exercise.accepts("two loops")
def _(image, *, size, stride):
    boxes, pieces = [], []
    for top in range(0, len(image) - size + 1, stride):
        for left in range(0, image.shape[1] - size + 1, stride):
            boxes.append([left, top, left + size, top + size])
            pieces.append(image[top : top + size, left : left + size])
    if not boxes:
        raise ValueError(f"size {size} is too large")
    return np.array(boxes), np.array(pieces)
