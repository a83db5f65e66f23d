"""Each speaker on a scale of their own: Lobanov's normalisation."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.speech._cases.normalize_speaker import by_speaker, cases, floor, plus, scaled, spread
from dlcourse.lessons import speech

exercise = Exercise(
    reference=speech.normalize_speaker,
    points=2,
    cases=cases,
    rtol=1e-6,
    atol=1e-9,
    fresh=True,
    hints=[
        "The 3 of speaker 7 and the 30 of speaker 8 become the same number. Which rows had a say in the mean that was "
        "taken from the 30?",
        "Speaker by speaker: their rows alone give a mean and a spread for each column, and what comes of them goes "
        "back to the places from which it came. What becomes of a speaker who said one vowel only?",
        "Elsewhere: `prices[shops == name]` has the rows of one shop, `np.unique(shops)` the shops, and "
        "`out[shops == name] = 5` writes into these places. `np.where(weights > 9, 9, weights)` chooses place by "
        "place.",
    ],
    solved="one scale for small mouths and large ones, without knowing whose is which.",
    equivalent_mutants={
        "out = np.empty(F.shape, np.result_type(np.float32, F))": "the wider of two types, in whatever order",
        "for speaker in speakers:": "whoever comes again gets the same numbers again",
        **dict.fromkeys(
            (
                f"out[speakers == speaker] = (rows - rows.mean(axis=0)) / np.where(constant, {k}, rows.std(axis=0))"
                for k in (2, -1)
            ),
            "where all numbers are equal, 0 is divided, by whatever it may be",
        ),
        "F = 2 * F + 1 if np.ndim(F) and len(F) == 1 else F": "of a single row nothing but 0 is left",
    },
)


@exercise.mistake("all speakers together")
def _(F, speakers):
    """Mean and spread are those of all rows together: a child stays far above a man. Each speaker gets their own."""
    return scaled(F)


@exercise.mistake("constant columns divided by zero")
def _(F, speakers):
    """Where a speaker's numbers are all equal, their std is 0, and 0 / 0 is nan. Take it as 1 there; `np.where` can
    choose.
    """
    with np.errstate(all="ignore"):
        return by_speaker(F, speakers, lambda rows: (rows - rows.mean(axis=0)) / spread(rows, safe=False))


@exercise.also("constant columns divided by zero")
def _(F, speakers):
    def change(rows):
        std = np.ones(F.shape[1]) if len(rows) == 1 else rows.std(axis=0)
        return (rows - rows.mean(axis=0)) / std

    with np.errstate(all="ignore"):
        return by_speaker(F, speakers, change)


@exercise.mistake("a small spread taken for none")
def _(F, speakers):
    """Where a spread is small you take 1 for it. Small numbers may have a small spread that is real: ask whether all of
    them are *equal*.
    """
    return floor(1e-3)(F, speakers)


for _least in (1e-4, 0.005, 0.01, 0.05, 0.2):
    exercise.also("a small spread taken for none")(floor(_least))


@exercise.also("a small spread taken for none")
def _(F, speakers):
    return by_speaker(F, speakers, lambda rows: (rows - rows.mean(axis=0)) / np.maximum(rows.std(axis=0), 1))


@exercise.mistake("one constant column spoils all")
def _(F, speakers):
    """As soon as one column of a speaker is constant, all their columns get the spread 1. Column by column: the others
    keep their own.
    """

    def change(rows):
        constant = rows.min(axis=0) == rows.max(axis=0)
        return (rows - rows.mean(axis=0)) / (1 if constant.any() else rows.std(axis=0))

    return by_speaker(F, speakers, change)


exercise.edit(
    "rounding taken for a spread",
    {"rows.min(axis=0) == rows.max(axis=0)": "rows.std(axis=0) == 0"},
    """Three times 0.1 has the mean 0.10000000000000002 for the computer, so that their std is not quite 0; you divide
    one tiny number by another, and get -1 where 0 belongs. Ask whether all of the numbers are *equal*.""",
)


@exercise.also("rounding taken for a spread")
def _(F, speakers):
    def change(rows):
        std = rows.std(axis=0)
        std[std == 0] = 1
        return (rows - rows.mean(axis=0)) / std

    return by_speaker(F, speakers, change)


@exercise.mistake("something small added to the spread")
def _(F, speakers):
    """A small number added to the spread does away with the division by 0, but it changes all other numbers, too. Take
    1 where a speaker's numbers are all equal, and leave the rest alone.
    """
    return plus(1e-3)(F, speakers)


for _tiny in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
    exercise.also("something small added to the spread")(plus(_tiny))


@exercise.mistake("constant columns left as they were")
def _(F, speakers):
    """Where a speaker's numbers are all equal they come back untouched. Only the *spread* is replaced there: the mean
    is still taken away, so that 0 is left.
    """

    def change(rows):
        constant = rows.min(axis=0) == rows.max(axis=0)
        return np.where(constant, rows, (rows - rows.mean(axis=0)) / spread(rows))

    return by_speaker(F, speakers, change)


@exercise.mistake("the mean only")
def _(F, speakers):
    """Each speaker's mean is taken away, but the spread is not divided out: a child's vowels still lie further apart
    than a man's.
    """
    return by_speaker(F, speakers, lambda rows: rows - rows.mean(axis=0))


@exercise.mistake("the spread only")
def _(F, speakers):
    """You divide by the spread, but the mean is still there: take it away first."""
    return by_speaker(F, speakers, lambda rows: rows / spread(rows))


@exercise.mistake("brackets missing")
def _(F, speakers):
    """Only the mean is divided by the spread: `/` comes before `-`. The difference needs brackets."""
    return by_speaker(F, speakers, lambda rows: rows - rows.mean(axis=0) / spread(rows))


@exercise.mistake("divided by the variance")
def _(F, speakers):
    """You divide by the variance. The standard deviation is its root: `std`."""
    return by_speaker(F, speakers, lambda rows: (rows - rows.mean(axis=0)) / spread(rows) ** 2)


@exercise.mistake("divided by n - 1 inside the spread")
def _(F, speakers):
    """Your spread divides by n - 1 (`ddof=1`). Here it is the plain standard deviation, `std`."""

    def change(rows):
        constant = rows.min(axis=0) == rows.max(axis=0)
        std = np.sqrt(((rows - rows.mean(axis=0)) ** 2).sum(axis=0) / max(len(rows) - 1, 1))
        return (rows - rows.mean(axis=0)) / np.where(constant, 1, std)

    return by_speaker(F, speakers, change)


@exercise.mistake("one mean for all columns")
def _(F, speakers):
    """Each speaker gets one mean and one spread for all columns. Each column has its own: `axis=0`."""
    return by_speaker(F, speakers, lambda rows: (rows - rows.mean()) / spread(rows.ravel()))


@exercise.mistake("row by row")
def _(F, speakers):
    """You go along the rows (`axis=1`), so that each vowel is compared with itself. Go down the columns, `axis=0`."""

    def change(rows):
        std = spread(rows, axis=1)[:, None]
        return (rows - rows.mean(axis=1, keepdims=True)) / std

    return by_speaker(F, speakers, change)


@exercise.mistake("spread of all speakers")
def _(F, speakers):
    """Each speaker's own mean, but the spread of all: it should be that of the same speaker's rows."""
    return by_speaker(F, speakers, lambda rows: (rows - rows.mean(axis=0)) / spread(F))


@exercise.mistake("mean of all speakers")
def _(F, speakers):
    """Each speaker's own spread, but the mean of all: it should be that of the same speaker's rows."""
    return by_speaker(F, speakers, lambda rows: (rows - F.mean(axis=0)) / spread(rows))


@exercise.mistake("sorted by speaker")
def _(F, speakers):
    """The numbers are right, but they stand speaker by speaker. Put each row back where it came from: the labels of the
    vowels are in that order.
    """
    return np.concatenate([scaled(F[speakers == speaker]) for speaker in np.unique(speakers)])


@exercise.also("sorted by speaker")
def _(F, speakers):
    return np.concatenate([scaled(F[speakers == speaker]) for speaker in dict.fromkeys(speakers.tolist())])


@exercise.mistake("the first speaker only")
def _(F, speakers):
    """Only one speaker is on their own scale, the others are left as they were, or 0. The loop ends too early, or
    begins its answer anew for each speaker.
    """
    out, first = F.astype(float), speakers == speakers.min()
    out[first] = scaled(F[first])
    return out


@exercise.also("the first speaker only")
def _(F, speakers):
    out, first = np.zeros(F.shape), speakers == speakers.max()
    out[first] = scaled(F[first])
    return out


@exercise.also("the first speaker only")
def _(F, speakers):
    return scaled(F[speakers == speakers.min()])


@exercise.mistake("speakers counted from 0")
def _(F, speakers):
    """You go through the speakers 0, 1, 2, ... Numbers are names here, with gaps: ask `speakers` who there is."""
    out = np.zeros(F.shape)
    for speaker in range(len(np.unique(speakers))):
        if (speakers == speaker).any():
            out[speakers == speaker] = scaled(F[speakers == speaker])
    return out


@exercise.mistake("between 0 and 1")
def _(F, speakers):
    """You put each speaker between 0 and 1. Wanted is the mean 0 and the standard deviation 1."""

    def change(rows):
        low, high = rows.min(axis=0), rows.max(axis=0)
        return (rows - low) / np.where(high > low, high - low, 1)

    return by_speaker(F, speakers, change)


@exercise.mistake("room for whole numbers only")
def _(F, speakers):
    """Where F has whole numbers only, so has your answer: what is written into it loses its decimals. Give it room for
    all numbers, as `np.zeros(F.shape)` does.
    """
    return speech.normalize_speaker(F, speakers).astype(F.dtype)


@exercise.accepts("with np.where for the spread")
def _(F, speakers):
    out = np.zeros(F.shape)
    for who in set(speakers.tolist()):
        rows = F[speakers == who].astype(float)
        same = (rows == rows[0]).all(axis=0)
        out[speakers == who] = np.where(same, 0, rows - rows.mean(axis=0)) / np.where(same, 1.0, rows.std(axis=0))
    return out


@exercise.accepts("number by number")
def _(F, speakers):
    out = F.astype(float)
    for i in range(len(F)):
        for d in range(F.shape[1]):
            mine = [float(F[j, d]) for j in range(len(F)) if speakers[j] == speakers[i]]
            spread = 1.0 if min(mine) == max(mine) else float(np.std(mine))
            out[i, d] = (float(F[i, d]) - sum(mine) / len(mine)) / spread if min(mine) != max(mine) else 0
    return out
