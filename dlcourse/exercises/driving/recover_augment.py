"""Shifted pictures: as if the car pointed elsewhere, with the steering that would lead it back."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import driving


def cases(rng):
    """By hand, one to the right; one to the left; none; two pictures, two shifts; farther than the picture is wide."""
    few, some, many, high, wide = drawn_sizes(rng, 5, least=3, most=9)
    row = np.array([[[1.0, 2.0, 3.0]]])
    return [
        Case(row, np.array([0.5]), np.array([1]), correction=0.25),
        Case(row, np.array([0.5]), np.array([-1]), correction=0.25),
        Case(row, np.array([0.5]), np.array([0]), correction=0.25),
        Case(np.array([[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]] * 2), np.array([0.0, 0.1]), np.array([2, -1]),
             correction=0.01),
        Case(row, np.array([0.0]), np.array([5]), correction=0.02),
        Case(row, np.array([-0.5]), np.array([-3]), correction=0.5),
        Case(rng.random((2, 3, 4)), np.array([0.25, -0.5]), np.array([-2, 1]), correction=0.0),
        Case(np.array([[[0.4, 0.0, 0.9], [0.1, 0.7, 0.2]]]), np.array([1]), np.array([-1]), correction=2),
        _case(rng, few, high, wide),
        _case(rng, many, wide, some),
        _case(rng, some, few, many),
        _case(rng, wide, some, high, np.float32),
    ]  # fmt: skip


def _case(rng, N, H, W, kind=float):
    columns = rng.integers(-2, 3, N)
    columns[:3] = 2, -1, 0
    pictures, steering = rng.random((N, H, W)).astype(kind), (0.05 * rng.normal(size=N)).astype(kind)
    return Case(pictures, steering, columns, correction=float(rng.uniform(0.01, 0.05)))


exercise = Exercise(
    reference=driving.recover_augment,
    points=3,
    cases=cases,
    outputs=("pictures", "steering"),
    fresh=True,
    hints=[
        "The road has moved to the right in the picture. Which way does the car now seem to point, and which way leads "
        "back?",
        "Ask of each column of the new picture from which old column it comes. Where there is none, the nearest one "
        "stands in for it. Each picture has a shift of its own; a loop over the pictures is fine.",
        "Elsewhere: `np.clip([-3, 1, 9], 0, 4)` is `[0 1 4]`; `letters[[0, 0, 2]]` takes the first letter twice and "
        "then the third; `sheet[:, [2, 0]]` takes two columns of a table, in this order.",
    ],
    equivalent_mutants={
        "shifted = np.take_along_axis(pictures, sources[:, None, :])": "the last axis is meant, and it is axis 2",
    },
    solved="pictures of mistakes that nobody had to make, and the way back from each.",
)


def moved(pictures, columns, sources=None):
    """The pictures, column by column from elsewhere: `sources(places, shift, width)` gives the places."""
    W = pictures.shape[2]
    out = np.empty_like(pictures)
    for n, shift in enumerate(columns):
        places = np.arange(W) - shift if sources is None else sources(np.arange(W), shift, W)
        out[n] = pictures[n][:, np.clip(places, 0, W - 1)]
    return out


def round_the_edge(places, shift, width):
    """As `np.roll` takes them."""
    return (places - shift) % width


def steered(steering, change):
    """The steering with this change, in its own kind."""
    return (steering + change).astype(steering.dtype)


@exercise.mistake("to the left")
def _(pictures, steering, columns, *, correction):
    """The pictures move the other way: a shift of 1 moves what is seen to the *right*, so the first column is there
    twice.
    """
    return moved(pictures, -columns), steered(steering, correction * columns)


@exercise.mistake("round the edge")
def _(pictures, steering, columns, *, correction):
    """What leaves on one side comes in on the other, as `np.roll` does it. The edge column is repeated instead: the
    world does not go on with its other end.
    """
    return moved(pictures, columns, round_the_edge), steered(steering, correction * columns)


def _inside(pictures, columns):
    """Where something of the picture moves to, (N, 1, W)."""
    places = np.arange(pictures.shape[2]) - columns[:, None]
    inside = (places >= 0) & (places < pictures.shape[2])
    return inside[:, None, :]


@exercise.also("round the edge")
def _(pictures, steering, columns, *, correction):
    places = np.arange(pictures.shape[2]) - columns[:, None]
    rows = [picture[:, place] for picture, place in zip(pictures, places, strict=True)]
    return np.array(rows), steered(steering, correction * columns)


@exercise.mistake("black comes in")
def _(pictures, steering, columns, *, correction):
    """What comes in at the edge is 0, black. The network would learn to look for a black bar, which no camera shows:
    repeat the edge column.
    """
    filled = np.where(_inside(pictures, columns), moved(pictures, columns), np.zeros(1, pictures.dtype))
    return filled, steered(steering, correction * columns)


@exercise.mistake("what was there stays")
def _(pictures, steering, columns, *, correction):
    """Where nothing moves in, the old columns stay as they were. The edge column is repeated there."""
    filled = np.where(_inside(pictures, columns), moved(pictures, columns), pictures)
    return filled, steered(steering, correction * columns)


@exercise.mistake("steers farther off")
def _(pictures, steering, columns, *, correction):
    """The pictures are right, but the steering leads farther off: if the road is seen to the right, the car points to
    the left of it, and has to steer to the right, above 0.
    """
    return moved(pictures, columns), steered(steering, -correction * columns)


@exercise.mistake("steering left as it was")
def _(pictures, steering, columns, *, correction):
    """The pictures are right, but their steering is the old one: it would keep the car on the way that it now seems to
    point. Add what leads back.
    """
    return moved(pictures, columns), steering.copy()


@exercise.mistake("the same correction for all")
def _(pictures, steering, columns, *, correction):
    """Each steering gets the whole correction, however far its picture is shifted. It is by the column."""
    return moved(pictures, columns), steered(steering, correction)


@exercise.mistake("only the side counts")
def _(pictures, steering, columns, *, correction):
    """The correction has the right side, but not the right size: two columns want twice as much as one."""
    return moved(pictures, columns), steered(steering, correction * np.sign(columns))


@exercise.mistake("always to the right")
def _(pictures, steering, columns, *, correction):
    """Also pictures shifted to the left are corrected to the right: `columns` is below 0 there, and so is what leads
    back.
    """
    return moved(pictures, columns), steered(steering, correction * np.abs(columns))


@exercise.mistake("columns without the correction")
def _(pictures, steering, columns, *, correction):
    """The columns are added as they are. Each counts for `correction`."""
    return moved(pictures, columns), steered(steering, columns)


@exercise.mistake("correction alone")
def _(pictures, steering, columns, *, correction):
    """Only the correction comes back as the steering. It is added to what the driver did there."""
    return moved(pictures, columns), (correction * columns + 0 * steering).astype(steering.dtype)


@exercise.mistake("steering multiplied")
def _(pictures, steering, columns, *, correction):
    """The steering is multiplied by the correction. On a straight road, where it is 0, nothing would lead back: add
    it.
    """
    return moved(pictures, columns), (steering * (1 + correction * columns)).astype(steering.dtype)


@exercise.also("steering multiplied")
def _(pictures, steering, columns, *, correction):
    return moved(pictures, columns), (steering * correction * columns).astype(steering.dtype)


@exercise.mistake("pictures left as they were")
def _(pictures, steering, columns, *, correction):
    """The steering is right, but the pictures did not move."""
    return pictures.copy(), steered(steering, correction * columns)


@exercise.mistake("one shift for all")
def _(pictures, steering, columns, *, correction):
    """All pictures move as the first one does. Each has a shift of its own."""
    same = np.full_like(columns, columns[0])
    return moved(pictures, same), steered(steering, correction * columns)


@exercise.also("one shift for all")
def _(pictures, steering, columns, *, correction):
    same = np.full_like(columns, columns[0])
    return moved(pictures, same), steered(steering, correction * same)


@exercise.mistake("down instead of to the right")
def _(pictures, steering, columns, *, correction):
    """The pictures move down, not to the right: rows are axis 1 of `pictures`, columns axis 2."""
    across = moved(pictures.transpose(0, 2, 1), columns).transpose(0, 2, 1)
    return np.ascontiguousarray(across), steered(steering, correction * columns)


@exercise.mistake("the shifted under the old")
def _(pictures, steering, columns, *, correction):
    """The old examples stand in front of the shifted ones. Wanted are the shifted ones alone: who calls it puts them
    together.
    """
    shifted, wheel = moved(pictures, columns), steered(steering, correction * columns)
    return np.concatenate([pictures, shifted]), np.concatenate([steering, wheel])


@exercise.mistake("cut off")
def _(pictures, steering, columns, *, correction):
    """One column too many is repeated: after a shift by 1 the first column is there twice, not three times."""
    far = columns + np.sign(columns)
    return moved(pictures, far), steered(steering, correction * columns)


@exercise.mistake("mirrored")
def _(pictures, steering, columns, *, correction):
    """The pictures are mirrored. They only move to the side."""
    return moved(pictures, columns)[:, :, ::-1].copy(), steered(steering, correction * columns)


@exercise.mistake("right only, for shifts to the right")
def _(pictures, steering, columns, *, correction):
    """Shifts to the right are right, those to the left do not happen: there the *last* column is repeated."""
    return moved(pictures, np.maximum(columns, 0)), steered(steering, correction * columns)


@exercise.accepts("picture by picture")
def _(pictures, steering, columns, *, correction):
    out, wheel = pictures.copy(), steering.astype(np.result_type(steering, np.float32))
    W = pictures.shape[2]
    for n, shift in enumerate(columns.tolist()):
        wheel[n] += correction * shift
        for column in range(W):
            out[n, :, column] = pictures[n, :, min(max(column - shift, 0), W - 1)]
    return out, wheel


@exercise.accepts("with padding")
def _(pictures, steering, columns, *, correction):
    W, most = pictures.shape[2], int(np.abs(columns).max(initial=0))
    padded = np.pad(pictures, ((0, 0), (0, 0), (most, most)), mode="edge")
    out = [picture[:, most - shift : most - shift + W] for picture, shift in zip(padded, columns.tolist(), strict=True)]
    return np.array(out), steering + (correction * columns).astype(steering.dtype)
