"""Frames: pieces of a signal that overlap, short enough for the mouth to stand still in each."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import speech


def cases(rng):
    """Two frames by hand; ends that fit and that do not; one frame; gaps; the smallest; last a signal too short."""
    length, hop = int(rng.integers(6, 20)), int(rng.integers(2, 6))
    extra = int(rng.integers(1, hop))
    return [
        Case(np.arange(8), length=4, hop=3),
        Case(np.arange(7), length=4, hop=3),
        Case(np.arange(6.0), length=2, hop=2),
        Case(rng.normal(size=5), length=5, hop=2),
        Case(rng.normal(size=11), length=3, hop=5),  # what lies between two frames is in none
        Case(rng.normal(size=4), length=1, hop=1),
        Case(rng.normal(size=1), length=1, hop=3),
        Case(rng.normal(size=6), length=3, hop=1),
        Case(rng.normal(size=length + 6 * hop), length=length, hop=hop),
        Case(rng.normal(size=length + 4 * hop + extra), length=length, hop=hop),
        Case(rng.normal(size=3 * length).astype(np.float32), length=length, hop=2 * length - 1),
        Case(rng.normal(size=10), length=4, hop=20),
        Case(rng.normal(size=3), length=4, hop=1),
        Case(np.zeros(0), length=2, hop=2),
    ]


exercise = Exercise(
    reference=speech.frame_signal,
    points=2,
    cases=cases,
    hints=[
        "Frames of 4 samples, each 3 later than the one before: which is the last sample that the frame 1 needs, and "
        "which one the frame 2? From how many samples on does it fit?",
        "First find where the frames begin. The last place at which one may begin is that from which exactly one whole "
        "frame is left, and it is allowed.",
        "Elsewhere: `range(0, 9, 3)` has 0, 3 and 6, and `range(0, 10, 3)` has 9 as well: the end is left out. How "
        "many pieces are taken at once unfolds above the exercise.",
    ],
    solved="a film of the sound, picture by picture.",
)


def pieces(signal, starts, length, step=1):
    """A row for each start, filled with zeros after the end of the signal."""
    long = np.concatenate([signal, np.zeros(length * step, dtype=signal.dtype)])
    starts = np.array(starts, dtype=int)
    return long[np.minimum(starts[:, None] + step * np.arange(length), len(long) - 1)]


def refuse(signal, length):
    """As the reference does."""
    if len(signal) < length:
        raise ValueError("too short")


exercise.edit(
    "the frame that ends with the signal",
    {"len(signal) - length + 1": "len(signal) - length"},
    """A frame that ends with the very last sample is left out. It fits: `range` and `np.arange` leave their end out, so
    the end must be one more than the last place at which a frame may begin.""",
    hint=2,
)


@exercise.also("the frame that ends with the signal")
def _(signal, *, length, hop):
    refuse(signal, length)
    return pieces(signal, range(0, max(len(signal) - length, 1), hop), length)


@exercise.also("the frame that ends with the signal")
def _(signal, *, length, hop):
    refuse(signal, length)
    return np.array([signal[i : i + length] for i in range(0, len(signal) - length, hop)])


@exercise.also("the frame that ends with the signal")
def _(signal, *, length, hop):
    refuse(signal, length)
    return np.stack([signal[i : i + length] for i in range(0, len(signal) - length, hop)])


@exercise.also("the frame that ends with the signal")
def _(signal, *, length, hop):
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - length, hop), length)


@exercise.mistake("the first frame missing")
def _(signal, *, length, hop):
    """The first frame is missing: it begins at sample 0."""
    return speech.frame_signal(signal, length=length, hop=hop)[1:]


@exercise.mistake("gaps refused")
def _(signal, *, length, hop):
    """You refuse a hop that is longer than a frame. Then there are gaps between the frames, and that is allowed."""
    refuse(signal, length)
    if hop > length:
        raise ValueError("hop is longer than a frame")
    return speech.frame_signal(signal, length=length, hop=hop)


@exercise.mistake("one frame too few")
def _(signal, *, length, hop):
    """The last frame is always missing: (N - length) // hop counts the *steps*. There is one frame more than steps, as
    a fence has one post more than gaps.
    """
    refuse(signal, length)
    return pieces(signal, hop * np.arange((len(signal) - length) // hop), length)


@exercise.mistake("filled up with zeros")
def _(signal, *, length, hop):
    """The last frames reach beyond the end of the signal, and are filled up. Only frames that fit are wanted: the few
    samples that are left over are in none.
    """
    refuse(signal, length)
    return pieces(signal, range(0, len(signal), hop), length)


@exercise.also("filled up with zeros")
def _(signal, *, length, hop):
    refuse(signal, length)
    return pieces(signal, hop * np.arange(1 + -(-(len(signal) - length) // hop)), length)


@exercise.also("filled up with zeros")
def _(signal, *, length, hop):
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - hop, hop), length)


@exercise.mistake("no overlap")
def _(signal, *, length, hop):
    """Each frame begins where the one before it ends. It should begin `hop` samples after the *beginning* of the one
    before, so that they overlap.
    """
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - length + 1, length), length)


@exercise.mistake("hop left between frames")
def _(signal, *, length, hop):
    """You leave `hop` samples out between the end of one frame and the beginning of the next. It is counted from
    beginning to beginning.
    """
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - length + 1, length + hop), length)


@exercise.mistake("hop and length exchanged")
def _(signal, *, length, hop):
    """The frames have `hop` samples and begin every `length`. It is the other way round: `length` is how much a frame
    holds.
    """
    refuse(signal, length)
    return pieces(signal, range(0, max(len(signal) - hop + 1, 1), length), hop)


@exercise.mistake("hop counted as overlap")
def _(signal, *, length, hop):
    """Neighbours share `hop` samples with you. It is how far the *beginnings* are apart."""
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - length + 1, max(length - hop, 1)), length)


@exercise.also("hop counted as overlap")
def _(signal, *, length, hop):
    refuse(signal, length)
    step = length - hop
    return np.stack([signal[i : i + length] for i in range(0, len(signal) - length + 1, step)])


@exercise.also("hop counted as overlap")
def _(signal, *, length, hop):
    refuse(signal, length)
    step = length - hop
    return np.array([signal[t * step : t * step + length] for t in range((len(signal) - length) // step + 1)])


@exercise.mistake("a frame at every sample")
def _(signal, *, length, hop):
    """A frame begins at every sample. Only at every `hop`-th one should it."""
    refuse(signal, length)
    return pieces(signal, range(len(signal) - length + 1), length)


@exercise.mistake("every hop-th sample inside a frame")
def _(signal, *, length, hop):
    """Inside of a frame you take every `hop`-th sample. A frame is a piece without gaps; it is the beginnings that are
    `hop` apart.
    """
    refuse(signal, length)
    return pieces(signal, hop * np.arange((len(signal) - length) // hop + 1), length, step=hop)


@exercise.mistake("as many frames as would stand side by side")
def _(signal, *, length, hop):
    """There are as many frames as would fit side by side. They overlap, so more of them fit: begin from the last place
    at which one may begin.
    """
    refuse(signal, length)
    return pieces(signal, hop * np.arange(len(signal) // length), length)


@exercise.mistake("as many frames as hops")
def _(signal, *, length, hop):
    """There are as many frames as hops in the signal; the last ones do not fit, or come short. Begin from the last
    place at which a whole frame is left.
    """
    refuse(signal, length)
    return pieces(signal, hop * np.arange(len(signal) // hop), length)


@exercise.mistake("a frame in each column")
def _(signal, *, length, hop):
    """Each frame stands in a column. It should be a row, with its samples along the columns: (T, length)."""
    return speech.frame_signal(signal, length=length, hop=hop).T


@exercise.mistake("one sample too few in each frame")
def _(signal, *, length, hop):
    """Each frame has one sample too few: a slice leaves its end out already."""
    return speech.frame_signal(signal, length=length, hop=hop)[:, :-1]


@exercise.mistake("one sample too many in each frame")
def _(signal, *, length, hop):
    """Each frame has one sample too many: a slice leaves its end out already, so no + 1 or - 1 is needed there."""
    refuse(signal, length)
    return pieces(signal, range(0, len(signal) - length + 1, hop), length + 1)


@exercise.mistake("all frames in one row")
def _(signal, *, length, hop):
    """The frames stand one behind the other in a single row. Each wants a row of its own."""
    return speech.frame_signal(signal, length=length, hop=hop).ravel()


@exercise.mistake("the first frame only")
def _(signal, *, length, hop):
    """Only the first frame comes back: the loop ends in its first round. Return after it."""
    return speech.frame_signal(signal, length=length, hop=hop)[:1]


@exercise.also("the first frame only")
def _(signal, *, length, hop):
    return speech.frame_signal(signal, length=length, hop=hop)[0]


@exercise.mistake("one frame is refused")
def _(signal, *, length, hop):
    """You refuse a signal that is exactly one frame long. It has one: only what is shorter is refused."""
    if len(signal) <= length:
        raise ValueError("too short")
    return speech.frame_signal(signal, length=length, hop=hop)


@exercise.accepts("slices in a loop")
def _(signal, *, length, hop):
    if len(signal) < length:
        raise ValueError("no frame fits")
    rows, start = [], 0
    while start + length <= len(signal):
        rows.append(signal[start : start + length])
        start += hop
    return np.stack(rows)


@exercise.accepts("NumPy's windows")
def _(signal, *, length, hop):
    if length > len(signal):
        raise ValueError("no frame fits")
    return np.lib.stride_tricks.sliding_window_view(signal, length)[::hop]


@exercise.accepts("counted first")
def _(signal, *, length, hop):
    if len(signal) - length < 0:
        raise ValueError(f"{len(signal)} samples are less than a frame")
    frames = np.empty((1 + (len(signal) - length) // hop, length), dtype=signal.dtype)
    for t in range(len(frames)):
        frames[t] = signal[t * hop : t * hop + length]
    return frames
