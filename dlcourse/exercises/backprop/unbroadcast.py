"""Undo broadcasting: what was copied in the forward pass is added up in the backward pass."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop


def cases(rng):
    a, b, c = drawn_sizes(rng, 3)
    pairs = [
        ((2, 3), (2, 1)),
        ((3, 3), (3,)),  # square: each axis would fit
        ((3, 3), (3, 1)),
        ((a, b), (1, b)),
        ((b, c), (b, 1)),
        ((1, 4), (4,)),
        ((1, 4), (1, 1)),
        ((1, 3), (1, 3)),
        ((1,), (1,)),
        ((4, 1), (4, 1)),
        ((2, 3), (2, 3)),
        ((2, 3), (1, 1)),
        ((5,), (1,)),
        ((a, b, c), (b, 1)),
        ((2, 3, 4), (4,)),
        ((c, a, 1), (a, 1)),
        ((2, 3, 2, 4), (3, 1, 1)),
        ((3, 3, 3), (1, 3)),
        ((3, 3, 3), (3, 1, 3)),
        ((2, 3, 4), (1, 3, 1)),
        ((2, 3), ()),
        ((50 + a, 20), (20,)),
    ]
    small = Case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,))
    narrow = Case(rng.normal(size=(3, 4)).astype(np.float32), (1, 4))
    return [small, *(Case(rng.normal(size=full), shape) for full, shape in pairs), narrow]


exercise = Exercise(
    reference=backprop.unbroadcast,
    points=3,
    minutes=9,
    cases=cases,
    hints=[
        "Which elements of the gradient belong to one and the same element of the small array?",
        "Those are added up. First the axes in front, as long as there are too many. Then each axis that has the "
        "length 1 in `shape`: added up as well, but it stays.",
        "Elsewhere: `T = np.ones((2, 3))` has `T.sum(axis=0)` of shape (3,), which has lost an axis, and "
        "`T.sum(axis=1, keepdims=True)` of shape (2, 1).",
    ],
    solved="what undoes broadcasting. Now you know why a bias gradient is a sum over the batch.",
)


@exercise.mistake("gradient returned as it is")
def _(gradient, shape):
    """Nothing is added up. Every copy sent back a gradient of its own; the array before broadcasting gets their sum, in
    its own shape.
    """
    return 1 * gradient


exercise.edit(
    "stretched axes not added up",
    {"gradient.sum(axis=stretched, keepdims=True)": "gradient"},
    """You add up the new axes in front. Axes that were 1 long in `shape` were stretched too: sum along them as well,
    with `keepdims=True`.""",
)

exercise.edit(
    "new axes not added up",
    {"gradient.sum(axis=tuple(range(extra)))": "gradient"},
    """You add up the axes that were 1 long. Where `shape` has fewer axes than `gradient`, broadcasting has put new ones
    in front: sum these away too.""",
)

exercise.edit(
    "only one new axis",
    {"tuple(range(extra))": "(0,) if extra else ()"},
    """You sum away one axis in front, but there may be several. `while` in the place of `if` goes on until as many are
    left as `shape` has.""",
)

exercise.edit(
    "mean instead of sum",
    {
        "gradient.sum(axis=tuple": "gradient.mean(axis=tuple",
        "gradient.sum(axis=stretched": "gradient.mean(axis=stretched",
    },
    """You take the mean of the copies. All of them moved the loss, each by its own amount: add them up.""",
)


@exercise.mistake("only one of the copies")
def _(gradient, shape):
    """You keep the gradient of the first copy only. The others moved the loss as well."""
    first = gradient[(0,) * (gradient.ndim - len(shape))]
    return first[tuple(map(slice, shape))]


@exercise.mistake("stretched axes lost")
def _(gradient, shape):
    """The sums are right, but axes that were 1 long have vanished. `keepdims=True` keeps them."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=axis)  # the axes behind it move up: a second one may be out of range
    return gradient


@exercise.also("stretched axes lost")
def _(gradient, shape):
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if gradient.shape[axis] != length:
            gradient = gradient.sum(axis=axis)
    return gradient


exercise.edit(
    "axes counted too early",
    {
        "gradient.sum(axis=tuple(range(extra)))": "gradient",
        "keepdims=True)": "keepdims=True).sum(axis=tuple(range(extra)))",
    },
    """Axis 0 of `shape` is not axis 0 of `gradient` while there are new axes in front. Sum those away first; then the
    axes of both have the same numbers.""",
)


@exercise.mistake("always axis 0")
def _(gradient, shape):
    """You always sum along axis 0. That is right for a bias, but which axes were stretched depends on `shape`."""
    return gradient.sum(axis=0)


@exercise.mistake("reshaped instead of added up")
def _(gradient, shape):
    """You bring the gradient into the shape, but nothing is added up: numbers are just left out."""
    return np.resize(gradient, shape)


exercise.edit(
    "new axes taken from behind",
    {"tuple(range(extra))": "tuple(range(len(shape), gradient.ndim))"},
    """You sum away the last axes. NumPy lines shapes up at their right end: new axes come in front.""",
)


@exercise.mistake("always axis 0, and kept")
def _(gradient, shape):
    """You always sum along axis 0, and keep it. Which axes were stretched, and which are new, depends on `shape`."""
    return gradient.sum(axis=0, keepdims=True)


exercise.edit(
    "axes moved twice",
    {"tuple(axis for axis,": "tuple(axis + extra for axis,"},
    """You add the number of new axes to the numbers of the stretched ones. That was right before the new ones were
    summed away: now the axes of `shape` and of the gradient have the same numbers.""",
)

exercise.edit(
    "only the first stretched axis",
    {"if length == 1)": "if length == 1)[:1]"},
    """You add up along one axis of length 1 in `shape`. There may be several: go through all of them.""",
)

exercise.edit(
    "mean over the stretched axes",
    {"gradient.sum(axis=stretched": "gradient.mean(axis=stretched"},
    """Along the axes that were 1 long you take the mean of the copies. All of them moved the loss: add them up there,
    too.""",
)

exercise.edit(
    "largest of the copies",
    {
        "gradient.sum(axis=tuple": "gradient.max(axis=tuple",
        "gradient.sum(axis=stretched": "gradient.max(axis=stretched",
    },
    """You keep the largest gradient of the copies. All of them moved the loss: add them up.""",
)


@exercise.mistake("new axes kept")
def _(gradient, shape):
    """The new axes in front are still there, with the length 1, and the axes behind them are counted wrong. They were
    not in `shape`: sum them away without `keepdims`.
    """
    for _ in range(gradient.ndim - len(shape)):
        gradient = gradient.sum(axis=0, keepdims=True)
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


@exercise.mistake("first axis for every stretched one")
def _(gradient, shape):
    """For every axis of length 1 in `shape` you sum along axis 0. Sum along that axis itself: `enumerate(shape)` gives
    its number with its length.
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.sum(axis=0, keepdims=True) if 1 in shape else gradient


@exercise.mistake("shapes lined up at their left ends")
def _(gradient, shape):
    """You compare the lengths from the left. NumPy lines shapes up at their right ends: (3,) is the *last* axis of (2,
    3), and new axes come in front. Sum those away first.
    """
    axes = tuple(axis for axis, length in enumerate(shape) if length != gradient.shape[axis])
    return gradient.sum(axis=axes, keepdims=True)


@exercise.also("shapes lined up at their left ends")
def _(gradient, shape):
    for axis in range(gradient.ndim):
        if axis >= len(shape) or gradient.shape[axis] != shape[axis]:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


@exercise.mistake("always the last axis")
def _(gradient, shape):
    """You always sum along the last axis. Which axes were stretched, and which are new, depends on `shape`."""
    return gradient.sum(axis=-1)


@exercise.mistake("first slice of the new axes")
def _(gradient, shape):
    """Of the new axes in front you keep the first slice only. The others are copies as well, and moved the loss: add
    them up.
    """
    gradient = gradient[(0,) * (gradient.ndim - len(shape))]
    return gradient.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@exercise.mistake("length taken for the number of the axis")
def _(gradient, shape):
    """`for axis in shape` goes through the lengths, and where one is 1 you sum along axis 1. `enumerate(shape)` gives
    the number of each axis with its length.
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    for length in shape:
        if length == 1:
            gradient = gradient.sum(axis=length, keepdims=True)
    return gradient


@exercise.accepts("axis by axis, in loops")
def _(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis in range(len(shape)):
        if shape[axis] == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


@exercise.accepts("in one sum, then reshaped")
def _(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    axes = tuple(axis for axis, (small, large) in enumerate(zip(padded, gradient.shape)) if small != large)
    return gradient.sum(axis=axes).reshape(shape)


@exercise.accepts("element by element")
def _(gradient, shape):
    found = np.zeros(shape, gradient.dtype)
    for index in np.ndindex(gradient.shape):
        place = index[len(index) - len(shape) :]
        found[tuple(0 if length == 1 else i for i, length in zip(place, shape))] += gradient[index]
    return found
