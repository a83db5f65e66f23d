"""Where a step stands, as hands of many clocks, each slower than the one before."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import attention


def cases(rng):
    drawn = [(int(rng.integers(3, 30)), 2 * int(rng.integers(2, 9))) for _ in range(2)]
    sizes = [(2, 4), (1, 2), (3, 2), (5, 6), *drawn, (120, 8), (7, 32)]
    return [Case(length, width=width) for length, width in sizes]


def _joined(first, second):
    """Columns of two tables in turn."""
    return np.stack([first, second], axis=-1).reshape(len(first), -1)


def _angles(length, width, *, shown=None, base=10000.0):
    shown = np.arange(0, width, 2) if shown is None else shown
    return np.arange(length)[:, None] * base ** (-shown / width)


exercise = Exercise(
    reference=attention.positional_encoding,
    points=2,
    minutes=3.5,
    cases=cases,
    fresh=True,
    hints=[
        "How many different speeds are there, and which two columns share one?",
        "First the speeds, a row with one for each *pair* of columns; then the angles, a table of step times speed. "
        "Sine and cosine of that table still have to be put in turn.",
        "Elsewhere: `days[:, None] * wages` is a table with a row for each number of days. `out[:, 1::3] = table` "
        "fills every third column of a table `out`, from column 1 on.",
    ],
    equivalent_mutants={
        "length = 1 if np.ndim(length) == 0 and length == 0 else length": "a sequence has a step at least",
    },
    solved="a row for every place, no two alike.",
)


@exercise.mistake("sines first, then cosines")
def _(length, *, width):
    """All sines stand first, then all cosines. They are to stand in turn: column 2 i is a sine, column 2 i + 1 the
    cosine of the same angle."""
    angles = _angles(length, width)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


@exercise.mistake("every column a speed of its own")
def _(length, *, width):
    """The cosine turns at another speed than the sine beside it. The exponent has the same 2 i for both columns of a
    pair: a new speed comes with every *second* column."""
    angles = _angles(length, width, shown=np.arange(width))
    out = np.sin(angles)
    out[:, 1::2] = np.cos(angles[:, 1::2])
    return out


@exercise.mistake("i instead of 2 i")
def _(length, *, width):
    """The speeds fall too slowly: the exponent of pair i is 2 i / width, and not i / width."""
    angles = _angles(length, width, shown=np.arange(width // 2))
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("speeds fall too fast")
def _(length, *, width):
    """The speeds fall too fast: the exponent of pair i is 2 i / width, so that of the last pair stays below 1."""
    angles = _angles(length, width, shown=2 * np.arange(0, width, 2))
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("cosine first")
def _(length, *, width):
    """Sine and cosine have changed places: the sine stands in the even columns, from column 0 on."""
    angles = _angles(length, width)
    return _joined(np.cos(angles), np.sin(angles))


@exercise.mistake("counted from 1")
def _(length, *, width):
    """The first row belongs to step 1. Steps are counted from 0: the first row has sines of 0 and cosines of 1."""
    return attention.positional_encoding(length + 1, width=width)[1:]


@exercise.mistake("pairs counted from 1")
def _(length, *, width):
    """Your fastest pair is slower than it should be, and so are all others: pairs are counted from 0, so the first
    angle is t itself."""
    angles = _angles(length, width, shown=np.arange(2, width + 2, 2))
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("whole numbers")
def _(length, *, width):
    """Your table has room for whole numbers only: what is written into it loses its decimals, and little but 0 and 1 is
    left."""
    return attention.positional_encoding(length, width=width).astype(int)


@exercise.mistake("faster and faster")
def _(length, *, width):
    """Each pair turns *faster* than the one before. The step is divided by the power of 10000."""
    angles = np.arange(length)[:, None] * 10000.0 ** (np.arange(0, width, 2) / width)
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("another base")
def _(length, *, width):
    """The slowest pairs turn too fast: it is a power of 10000, and you have 1000."""
    angles = _angles(length, width, base=1000.0)
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("sines only")
def _(length, *, width):
    """Every column is a sine. In each pair the second one is the cosine."""
    angles = np.repeat(_angles(length, width), 2, axis=1)
    return np.sin(angles)


@exercise.mistake("angles for their sines")
def _(length, *, width):
    """These are the angles. What stands in the table are their sines and cosines."""
    return np.repeat(_angles(length, width), 2, axis=1)


@exercise.mistake("in degrees")
def _(length, *, width):
    """You take the angles for degrees. The formula has them as they are, in radians."""
    angles = np.deg2rad(_angles(length, width))
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("whole turns")
def _(length, *, width):
    """The angles are multiplied by 2 π. The formula has none."""
    angles = 2 * np.pi * _angles(length, width)
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("steps as a share of the length")
def _(length, *, width):
    """The step is divided by the length. Then the same place has another row in a longer sequence: t is the number of
    the step."""
    angles = _angles(length, width) / length
    return _joined(np.sin(angles), np.cos(angles))


@exercise.mistake("half as wide")
def _(length, *, width):
    """There are half as many columns as wanted: every speed has two, a sine and a cosine."""
    return np.sin(_angles(length, width))


@exercise.accepts("number by number")
def _(length, *, width):
    out = np.zeros((length, width))
    for t in range(length):
        for i in range(width // 2):
            angle = t / 10000 ** (2 * i / width)
            out[t, 2 * i], out[t, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return out


@exercise.accepts("every second column filled")
def _(length, *, width):
    out = np.empty((length, width))
    speeds = np.exp(-np.log(10000.0) * np.arange(0, width, 2) / width)
    out[:, ::2], out[:, 1::2] = np.sin(np.outer(range(length), speeds)), np.cos(np.outer(range(length), speeds))
    return out
