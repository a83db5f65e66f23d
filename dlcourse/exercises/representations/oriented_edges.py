"""Edges and their directions: two kernels, one energy, one angle."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.representations._cases.edges import along, answers, edge_cases, edges, without_the_last
from dlcourse.lessons import representations

ONE = "there is one picture"
ROUNDED = "180 comes from rounding only, a hair below 0: whoever does not think of that is right in all but name"


exercise = Exercise(
    reference=representations.oriented_edges,
    points=3,
    minutes=7,
    cases=edge_cases,
    outputs=("energy", "direction"),
    hints=[
        "A picture grows brighter to the right, and only to the right: x is 2, y is 0. Draw its edge: does it run as "
        "x points?",
        "(x, y) points to where it gets brighter; the edge runs at a right angle to that. Draw four arrows, to the "
        "right, down, and to both sides between, note (x, y) and the direction for each, and look for the two numbers "
        "whose angle it is. Then ask what an arrow and its opposite have in common.",
        "`np.arctan2(3, 4)` is the angle of a point that lies 4 to the right and 3 up, in radians from -π to π; "
        "`np.degrees(0.5)` is 28.6, and `np.array([-30, 400]) % 360` is `[330 40]`.",
    ],
    solved="the first thing that most eyes and most networks for pictures look for.",
    equivalent_mutants={
        "Z, _ = conv2d(picture[None, :, :, None], W, np.zeros(1, picture.dtype))": "one bias of 0 serves both kernels",
        "x, y = (Z[-1, :, :, 0], Z[0, :, :, 1])": ONE,
        "x, y = (Z[0, :, :, 0], Z[-1, :, :, 1])": ONE,
        "x, y = (Z[0, :, :, 0], Z[0, :, :, -1])": "of two kernels, the last is the second",
        "return (x ** 2 + y ** 2, np.where(direction < 181, direction, 0))": ROUNDED,
        "return (x ** 2 + y ** 2, np.where(direction < 180, direction, 1))": ROUNDED,
        "return (x ** 2 + y ** 2, np.where(direction < 180, direction, -1))": ROUNDED,
        "return (x ** 2 + y ** 2, np.where(direction <= 180, direction, 0))": ROUNDED,
    },
)


@exercise.mistake("the way up for the way along")
def _(picture, *, kernels):
    """Your direction is the one in which the picture gets brighter. The edge runs *along* the step, at a right angle to
    that: a picture that grows to the right has an upright edge, 90.
    """
    x, y = answers(picture, kernels)
    return edges(x, y, angle=np.arctan2(y, x))


@exercise.also("the way up for the way along")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return edges(x, y, angle=np.arctan2(-y, x))


@exercise.mistake("rising and falling exchanged")
def _(picture, *, kernels):
    """Level and upright edges are right, but rising and falling ones are exchanged. Rows are counted downwards: what
    grows to the right and upwards has a positive x and a *negative* y.
    """
    x, y = answers(picture, kernels)
    return edges(x, y, angle=np.arctan2(x, -y))


@exercise.also("rising and falling exchanged")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return edges(x, y, angle=np.arctan2(-x, y))


@exercise.also("rising and falling exchanged")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return x**2 + y**2, (90 + np.degrees(np.arctan2(y, x))) % 180


@exercise.mistake("not folded", hint=3)
def _(picture, *, kernels):
    """Some directions are below 0, or 180. An edge has no front: it runs to both sides, so that 180 more or less is the
    same edge. Bring them all to 0 up to 180.
    """
    return along(picture, kernels)[2:]


@exercise.mistake("folded at 360", hint=3)
def _(picture, *, kernels):
    """Your directions go up to 360, as those of arrows. An edge runs to both sides: 30 and 210 are the same, so all fit
    below 180.
    """
    _, _, energy, degrees = along(picture, kernels)
    return energy, degrees % 360


@exercise.mistake("180 left")
def _(picture, *, kernels):
    """Some level edges get 180, others 0: what grows darker downwards has an angle of exactly 180, which is not below 0
    and so stays. 180 is the same edge as 0: bring it there, too.
    """
    _, _, energy, degrees = along(picture, kernels)
    return energy, np.where(degrees < 0, degrees + 180, degrees)


@exercise.mistake("sign thrown away")
def _(picture, *, kernels):
    """You drop the minus of the angle. -30 is not 30: of an edge that falls it makes one that rises. Where the angle is
    below 0, add 180.
    """
    _, _, energy, degrees = along(picture, kernels)
    degrees = np.abs(degrees)
    return energy, np.where(degrees < 180, degrees, 0)


@exercise.also("sign thrown away")
def _(picture, *, kernels):
    _, _, energy, degrees = along(picture, kernels)
    return energy, np.abs(degrees)


@exercise.mistake("radians", hint=3)
def _(picture, *, kernels):
    """Your directions end at π: they are in radians. Degrees are wanted: 180 of them are π."""
    x, y = answers(picture, kernels)
    return x**2 + y**2, np.arctan2(x, y) % np.pi


@exercise.also("radians")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return x**2 + y**2, np.arctan2(x, y)


@exercise.also("radians")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return x**2 + y**2, np.arctan2(x, y) % 180


@exercise.mistake("angle of a quotient")
def _(picture, *, kernels):
    """A quotient of both answers has no value where they are 0, and NaN comes out. `np.arctan2` takes the two numbers
    apart, and needs no division.
    """
    x, y = answers(picture, kernels)
    with np.errstate(all="ignore"):
        return x**2 + y**2, np.degrees(np.arctan(x / y)) % 180


@exercise.mistake("90 where there is no edge")
def _(picture, *, kernels):
    """Edges are right, but where there is none, you say 90. There the direction should be 0."""
    x, y = answers(picture, kernels)
    return x**2 + y**2, (90 + np.degrees(np.arctan2(-y, x))) % 180


@exercise.mistake("root of the energy")
def _(picture, *, kernels):
    """Your energy is the length of the arrow (x, y). The energy is its square: no root."""
    x, y = answers(picture, kernels)
    return edges(x, y, energy=np.hypot(x, y))


@exercise.mistake("sizes added up")
def _(picture, *, kernels):
    """You add the sizes of both answers. Then a slanted edge counts more than an upright one of the same contrast: add
    their squares.
    """
    x, y = answers(picture, kernels)
    return edges(x, y, energy=np.abs(x) + np.abs(y))


@exercise.mistake("squared after adding")
def _(picture, *, kernels):
    """You add both answers and square the sum: where x is 1 and y is -1, no edge is left. Square each first."""
    x, y = answers(picture, kernels)
    return edges(x, y, energy=(x + y) ** 2)


@exercise.mistake("one kernel's energy")
def _(picture, *, kernels):
    """Your energy is that of one kernel alone: edges of the other direction have none. Add both squares."""
    x, y = answers(picture, kernels)
    return edges(x, y, energy=x**2)


@exercise.also("one kernel's energy")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return edges(x, y, energy=y**2)


@exercise.mistake("kernels turned")
def _(picture, *, kernels):
    """The kernels are turned by 180 degrees, as the convolution of mathematicians does (and SciPy's). Here the weight
    at (i, j) meets the pixel at (i, j) of the window.
    """
    return edges(*answers(picture, kernels[:, ::-1, ::-1]))


@exercise.mistake("a frame of zeros")
def _(picture, *, kernels):
    """Your maps are as large as the picture: there is a frame around it. The edge of the frame would be an edge in the
    picture. Only places where the whole kernel fits are wanted.
    """
    before = [(size - 1) // 2 for size in kernels.shape[1:]]
    after = [size // 2 for size in kernels.shape[1:]]
    return edges(*answers(np.pad(picture, list(zip(before, after))), kernels))


@exercise.mistake("the other number of places")
def _(picture, *, kernels):
    """The maps have a row and a column less than there are places: from 0 to H - A, both included, are H - A + 1."""
    energy, direction = edges(*answers(picture, kernels))
    return energy[:-1, :-1], direction[:-1, :-1]


@exercise.also("the other number of places")
def _(picture, *, kernels):
    return tuple(part[:-1] for part in edges(*answers(picture, kernels)))


@exercise.also("the other number of places")
def _(picture, *, kernels):
    return tuple(part[:, :-1] for part in edges(*answers(picture, kernels)))


@exercise.mistake("last places left at 0")
def _(picture, *, kernels):
    """The maps are as large as they should be, but at the end of the rows or of the columns all numbers are still 0: a
    loop over `range(H - A)` ends one place too early. There are H - A + 1 places, as many as the map has rows.
    """
    return without_the_last(picture, kernels, rows=1, columns=1)


@exercise.also("last places left at 0")
def _(picture, *, kernels):
    return without_the_last(picture, kernels, rows=1, columns=0)


@exercise.also("last places left at 0")
def _(picture, *, kernels):
    return without_the_last(picture, kernels, rows=0, columns=1)


@exercise.mistake("windows averaged")
def _(picture, *, kernels):
    """You take the mean over the window instead of the sum. The directions are right, but the energy gets smaller with
    the size of the kernel.
    """
    x, y = answers(picture, kernels)
    return edges(x, y, energy=(x**2 + y**2) / kernels[0].size ** 2)


@exercise.accepts("place by place, with complex numbers")
def _(picture, *, kernels):
    _, A, B = kernels.shape
    shape = picture.shape[0] - A + 1, picture.shape[1] - B + 1
    energy, direction = np.zeros(shape, picture.dtype), np.zeros(shape, picture.dtype)
    for r, s in np.ndindex(shape):
        x, y = (float(np.sum(kernel * picture[r : r + A, s : s + B])) for kernel in kernels)
        energy[r, s] = x * x + y * y
        degrees = np.angle(y + 1j * x, deg=True)
        direction[r, s] = degrees + 180 if degrees < 0 else degrees if degrees < 180 else 0
    return energy, direction


@exercise.accepts("turned by a right angle")
def _(picture, *, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernels.shape[1:])
    x, y = np.einsum("rsab,kab->krs", windows, kernels)
    energy, direction = x**2 + y**2, (90 + np.degrees(np.arctan2(-y, x))) % 180
    return energy, np.where(energy == 0, 0, direction)


@exercise.accepts("in one line, without a thought for rounding")
def _(picture, *, kernels):
    x, y = answers(picture, kernels)
    return x * x + y * y, np.rad2deg(np.arctan2(x, y)) % 180
