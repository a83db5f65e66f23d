"""Triangles over the spectrum, narrow for low tones and wide for high ones: what an ear tells apart."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.speech._cases.mel_filterbank import bank, cases, hertz, mel, on_columns
from dlcourse.lessons import speech

exercise = Exercise(
    reference=speech.mel_filterbank,
    points=3,
    minutes=10,
    cases=cases,
    fresh=True,
    hints=[
        "The two filters of the example need four points. At which frequencies do these lie, in Hz, if they are at "
        "equal distances in mel?",
        "Three steps: points at equal distances in mel; back to Hz, where they get further and further apart; then a "
        "triangle over each three neighbours. A triangle is the *lower* one of a rising and a falling line, and never "
        "below 0.",
        "Elsewhere: `np.linspace(0, 9, 4)` is `[0 3 6 9]`. With `days = np.array([[1], [2]])`, `days * "
        "np.array([10, 20, 30])` is a table with two rows. `np.minimum(a, b)` takes the smaller one, place by place.",
    ],
    solved="an ear: fine where we hear finely, coarse where we do not.",
    equivalent_mutants={
        "return np.maximum(np.minimum(falling, rising), 0)": "the lower of the two, in whatever order",
        "filters = 1 if np.ndim(filters) == 0 and filters == 0 else filters": "a bank has a filter at least",
    },
)


@exercise.mistake("equal distances in Hz")
def _(filters, *, length, rate):
    """Your points lie at equal distances in Hz, so that all triangles are equally wide. They are equal in *mel*, and
    then brought back to Hz.
    """
    return bank(filters, length=length, rate=rate, points=np.linspace(0, rate / 2, filters + 2))


@exercise.mistake("triangles straight in mel")
def _(filters, *, length, rate):
    """The points are right, but your lines are straight on the mel scale. They are straight in Hz: bring the points
    back to Hz first.
    """
    return bank(filters, length=length, rate=rate, scale=mel)


@exercise.mistake("points moved to columns")
def _(filters, *, length, rate):
    """You move each point to a column of the spectrum, as many programs do. With narrow filters two points fall on the
    same column then, and the triangles are crooked. Here the points stay where they are, between the columns.
    """
    points = hertz(np.linspace(0, mel(rate / 2), filters + 2))
    return on_columns(np.floor((length + 1) * points / rate), filters, length)


@exercise.also("points moved to columns")
def _(filters, *, length, rate):
    points = hertz(np.linspace(0, mel(rate / 2), filters + 2))
    return on_columns(np.round(length * points / rate), filters, length)


@exercise.also("points moved to columns")
def _(filters, *, length, rate):
    points = hertz(np.linspace(0, mel(rate / 2), filters + 2))
    return on_columns(np.floor(length * points / rate), filters, length)


@exercise.also("points moved to columns")
def _(filters, *, length, rate):
    points = np.round(length * hertz(np.linspace(0, mel(rate / 2), filters + 2)) / rate) * rate / length
    return bank(filters, length=length, rate=rate, points=points)


@exercise.also("points moved to columns")
def _(filters, *, length, rate):
    points = np.floor(length * hertz(np.linspace(0, mel(rate / 2), filters + 2)) / rate) * rate / length
    return bank(filters, length=length, rate=rate, points=points)


@exercise.also("points moved to columns")
def _(filters, *, length, rate):
    points = np.floor((length + 1) * hertz(np.linspace(0, mel(rate / 2), filters + 2)) / rate) * rate / length
    return bank(filters, length=length, rate=rate, points=points)


@exercise.mistake("two points too few")
def _(filters, *, length, rate):
    """Your triangles are too wide, or some are missing: two points too few, or one. Each filter needs three points and
    shares two of them with its neighbours, so there are filters + 2.
    """
    return bank(filters, length=length, rate=rate, points=hertz(np.linspace(0, mel(rate / 2), filters + 1)))


@exercise.also("two points too few")
def _(filters, *, length, rate):
    return bank(filters, length=length, rate=rate, points=hertz(np.linspace(0, mel(rate / 2), max(filters, 1))))


@exercise.mistake("the top left out of the points")
def _(filters, *, length, rate):
    """Your last point lies below rate / 2: the end was left out. The first point is 0, the last one rate / 2."""
    points = hertz(np.arange(filters + 2) * mel(rate / 2) / (filters + 2))
    return bank(filters, length=length, rate=rate, points=points)


@exercise.mistake("up to the rate")
def _(filters, *, length, rate):
    """Your points reach up to the rate. A spectrum ends at rate / 2: nothing faster can be told by so many samples."""
    return bank(filters, length=length, rate=rate, points=hertz(np.linspace(0, mel(rate), filters + 2)))


@exercise.mistake("columns from 0 to half the rate")
def _(filters, *, length, rate):
    """You spread the columns evenly from 0 to rate / 2. Where the length is odd, the last column lies below that:
    column k stands for k rate / length.
    """
    frequencies = np.linspace(0, rate / 2, length // 2 + 1)
    return bank(filters, length=length, rate=rate, frequencies=frequencies)


@exercise.mistake("columns of half the length")
def _(filters, *, length, rate):
    """You divide the frequencies among the columns as if there were `length // 2 + 1` of them up to the rate, or half
    of it. Column k stands for k rate / length.
    """
    columns = length // 2 + 1
    return bank(filters, length=length, rate=rate, frequencies=np.arange(columns) * rate / 2 / columns)


@exercise.also("columns of half the length")
def _(filters, *, length, rate):
    columns = length // 2 + 1
    return bank(filters, length=length, rate=rate, frequencies=np.arange(columns) * rate / columns)


@exercise.mistake("the higher of the two lines")
def _(filters, *, length, rate):
    """You take the higher one of the two lines. Under both of them is the triangle: the lower one."""
    return bank(filters, length=length, rate=rate, shape=lambda up, down: np.maximum(np.maximum(up, down), 0))


@exercise.mistake("below 0 outside")
def _(filters, *, length, rate):
    """Outside of its triangle a filter is negative, more and more. There it is 0."""
    return bank(filters, length=length, rate=rate, shape=np.minimum)


@exercise.mistake("lines multiplied")
def _(filters, *, length, rate):
    """You multiply the rising line by the falling one, each cut at 0 and 1, or not: that is no triangle where both are
    between 0 and 1. Take the lower one.
    """
    return bank(filters, length=length, rate=rate, shape=lambda up, down: np.maximum(up, 0) * np.maximum(down, 0))


@exercise.mistake("rectangles")
def _(filters, *, length, rate):
    """Your filters are 1 from one end to the other. They rise from 0 to 1 in the middle, and fall."""
    return bank(filters, length=length, rate=rate, shape=lambda up, down: ((up > 0) & (down > 0)).astype(float))


@exercise.mistake("it rises and never falls")
def _(filters, *, length, rate):
    """Your filters rise, and never fall. Beyond the middle point a second line falls, to 0 at the next point; the
    triangle is the lower one of both.
    """
    return bank(filters, length=length, rate=rate, shape=lambda up, down: np.maximum(up, 0))


@exercise.also("it rises and never falls")
def _(filters, *, length, rate):
    return bank(filters, length=length, rate=rate, shape=lambda up, down: np.clip(up, 0, 1))


@exercise.mistake("the rising half only")
def _(filters, *, length, rate):
    """Only the rising halves are there. From the middle point on each filter falls to 0 at the next one."""
    return bank(filters, length=length, rate=rate, shape=lambda up, down: np.where(up <= 1, np.maximum(up, 0), 0.0))


@exercise.mistake("each filter with the same area")
def _(filters, *, length, rate):
    """You divide each triangle by its width or its sum, as some programs do. Here each one rises to 1."""
    B = speech.mel_filterbank(filters, length=length, rate=rate)
    points = hertz(np.linspace(0, mel(rate / 2), filters + 2))
    return B * (2 / (points[2:] - points[:-2]))[:, None]


@exercise.also("each filter with the same area")
def _(filters, *, length, rate):
    B = speech.mel_filterbank(filters, length=length, rate=rate)
    return B / np.maximum(B.sum(axis=1, keepdims=True), 1e-12)


@exercise.also("each filter with the same area")
def _(filters, *, length, rate):
    B = speech.mel_filterbank(filters, length=length, rate=rate)
    with np.errstate(all="ignore"):
        return B / B.sum(axis=1, keepdims=True)


@exercise.mistake("the highest column scaled to 1")
def _(filters, *, length, rate):
    """You stretch each filter so that its highest column is 1. The triangle has its 1 at its middle point, which mostly
    lies between two columns.
    """
    B = speech.mel_filterbank(filters, length=length, rate=rate)
    return B / np.maximum(B.max(axis=1, keepdims=True), 1e-12)


@exercise.mistake("a filter in each column")
def _(filters, *, length, rate):
    """Each filter stands in a column. It should be a row: (filters, length // 2 + 1)."""
    return speech.mel_filterbank(filters, length=length, rate=rate).T


@exercise.mistake("the last column missing")
def _(filters, *, length, rate):
    """One column is missing: a spectrum has `length // 2 + 1` of them, with both ends."""
    return speech.mel_filterbank(filters, length=length, rate=rate)[:, :-1]


@exercise.mistake("logarithm and power do not match")
def _(filters, *, length, rate):
    """Going to mel and back does not lead where you came from: a natural logarithm there, a power of 10 here. To
    `log10` belongs `10 **`.
    """
    top = 2595 * np.log(1 + rate / 2 / 700)
    return bank(filters, length=length, rate=rate, points=hertz(np.linspace(0, top, filters + 2)))


@exercise.also("logarithm and power do not match")
def _(filters, *, length, rate):
    points = 700 * (np.exp(np.linspace(0, mel(rate / 2), filters + 2) / 2595) - 1)
    return bank(filters, length=length, rate=rate, points=points)


@exercise.mistake("points left in mel")
def _(filters, *, length, rate):
    """Your points are in mel, and you compare them with frequencies in Hz. Bring one to the other: the points back to
    Hz.
    """
    return bank(filters, length=length, rate=rate, points=np.linspace(0, mel(rate / 2), filters + 2))


@exercise.mistake("the 1 forgotten on the way back")
def _(filters, *, length, rate):
    """The way back from mel to Hz ends with - 1, before the factor 700: without it all points lie 700 Hz too high."""
    return bank(filters, length=length, rate=rate, points=hertz(np.linspace(0, mel(rate / 2), filters + 2)) + 700)


@exercise.accepts("with np.interp, filter by filter")
def _(filters, *, length, rate):
    points = 700 * (np.exp(np.linspace(0, np.log(1 + rate / 1400), filters + 2)) - 1)
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    return np.array([np.interp(frequencies, points[m : m + 3], [0, 1, 0]) for m in range(filters)])


@exercise.accepts("with loops")
def _(filters, *, length, rate):
    points = [float(hertz(m * mel(rate / 2) / (filters + 1))) for m in range(filters + 2)]
    out = np.zeros((filters, length // 2 + 1))
    for m in range(filters):
        low, middle, high = points[m : m + 3]
        for k in range(out.shape[1]):
            f = k * rate / length
            if low < f <= middle:
                out[m, k] = (f - low) / (middle - low)
            elif middle < f < high:
                out[m, k] = (high - f) / (high - middle)
    return out
