"""Pairs of neighbours: each word of a text with each of the words near it."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.language._cases import pairs, table
from dlcourse.lessons import language


def cases(rng):
    """Three words; two; one; none; a word that stands twice; a window that is wider than the text; then any."""
    short, middle, long = drawn_sizes(rng, 3, least=6, most=12)
    return [
        Case(np.array([7, 8, 9]), window=1),
        Case(np.array([4, 2]), window=1),
        Case(np.array([5]), window=2),
        Case(np.array([], dtype=int), window=1),
        Case(np.array([3, 3, 1]), window=1),
        Case(np.array([6, 0, 9, 4]), window=2),
        Case(np.array([6, 1, 5]), window=7),
        Case(rng.permutation(40)[:short], window=3),
        Case(rng.integers(0, 4, middle), window=2),
        Case(rng.integers(0, 1000, long), window=4),
    ]


exercise = Exercise(
    reference=language.skip_gram_pairs,
    points=2,
    minutes=5,
    cases=cases,
    integers=True,
    hints=[
        "Which neighbours has the first word, and which one does a negative index find by mistake?",
        "Go through the places, and for each through the places around it: not before the first, not beyond the last, "
        "and not the place itself. Two places may hold the same word.",
        "Elsewhere: `range(max(2, k - 5), min(9, k + 5))` stays between two bounds, and `np.array(found, dtype=int)."
        "reshape(-1, 3)` is a table of three columns even if `found` is empty.",
    ],
    equivalent_mutants={
        f"pairs = [(ids[i], ids[j]) for i in range(T) for j in range({ends}) if i != j]": "the same number is larger"
        for ends in ("max(i - window, 0), min(T, i + window + 1)", "max(0, i - window), min(i + window + 1, T)")
    }
    | {
        "return np.array(pairs, dtype=int).reshape(-2, 2)": "any number below 0 means: as many rows as there are",
        "window = 1 if np.ndim(window) == 0 and window == 0 else window": "a window has at least 1",
        "ids = 2 * ids + 1 if np.ndim(ids) and len(ids) == 1 else ids": "one word has no neighbour, whatever it is",
    },
    solved="a text as questions and answers: which words stand next to this one.",
)


@exercise.mistake("each word with itself")
def _(ids, *, window):
    """Each word is paired with itself, too. The place in the middle is left out: `j` must not be `i`."""
    return pairs(ids, lambda i, j: abs(i - j) <= window)


@exercise.mistake("only the words that follow")
def _(ids, *, window):
    """Only the words that follow are neighbours with you. Those before count, too."""
    return pairs(ids, lambda i, j: 0 < j - i <= window)


@exercise.mistake("only the words before")
def _(ids, *, window):
    """Only the words before are neighbours with you. Those that follow count, too."""
    return pairs(ids, lambda i, j: 0 < i - j <= window)


@exercise.mistake("right end of the window left out")
def _(ids, *, window):
    """On the right the window ends one word too early: `range` leaves its end out."""
    return pairs(ids, lambda i, j: i != j and -window <= j - i < window)


@exercise.mistake("the last word is nobody's neighbour")
def _(ids, *, window):
    """The last word is nobody's neighbour: a range leaves its end out, so it goes up to `len(ids)`."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window and j < len(ids) - 1)


@exercise.mistake("the first word is nobody's neighbour")
def _(ids, *, window):
    """The first word is nobody's neighbour: places are counted from 0."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window and j > 0)


@exercise.mistake("window one word too narrow")
def _(ids, *, window):
    """On both sides the window ends one word too early: words at a distance of just `window` still count."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) < window)


@exercise.mistake("equal words left out")
def _(ids, *, window):
    """Where a word stands twice, pairs are missing: you compare the words. What must differ are their *places*."""
    return pairs(ids, lambda i, j: ids[i] != ids[j] and abs(i - j) <= window)


@exercise.mistake("goes round at the ends")
def _(ids, *, window):
    """At an end you go round to the other: `ids[-1]` is the last word. The first word has no neighbour before it."""
    T = len(ids)
    places = [(i, i + d) for i in range(T) for d in range(-window, window + 1) if d != 0 and i + d < T]
    return table([(ids[i], ids[j]) for i, j in places if j >= -T])


@exercise.also("goes round at the ends")
def _(ids, *, window):
    T = len(ids)
    return table([(ids[i], ids[j]) for i in range(T) for j in range(i - window, min(T, i + window + 1)) if i != j])


@exercise.also("goes round at the ends")
def _(ids, *, window):
    T = len(ids)
    return table([(ids[i], ids[(i + d) % T]) for i in range(T) for d in range(-window, window + 1) if d != 0])


@exercise.mistake("words without a whole window")
def _(ids, *, window):
    """Words near an end are left out, as their window is cut off. They have neighbours, too: just fewer."""
    T = len(ids)
    return pairs(ids, lambda i, j: window <= i < T - window and 0 < abs(i - j) <= window)


@exercise.mistake("sides one after the other")
def _(ids, *, window):
    """The pairs are right, but in another order. For each word its neighbours come from left to right."""
    T = len(ids)
    order = [
        (i, i + side * d) for i in range(T) for d in range(1, window + 1) for side in (-1, 1) if 0 <= i + side * d < T
    ]
    return table([(ids[i], ids[j]) for i, j in order])


@exercise.also("sides one after the other")
def _(ids, *, window):
    T = len(ids)
    order = [(i, i + d) for d in range(-window, window + 1) if d != 0 for i in range(T) if 0 <= i + d < T]
    return table([(ids[i], ids[j]) for i, j in order])


@exercise.also("sides one after the other")
def _(ids, *, window):
    T = len(ids)
    order = [(i, i + d) for i in range(T) for d in [*range(-1, -window - 1, -1), *range(1, window + 1)]]
    return table([(ids[i], ids[j]) for i, j in order if 0 <= j < T])


@exercise.mistake("neighbours from right to left")
def _(ids, *, window):
    """The pairs are right, but for each word its neighbours come from right to left. They come from left to right."""
    places = range(len(ids))
    return table([(ids[i], ids[j]) for i in places for j in places[::-1] if 0 < abs(i - j) <= window])


@exercise.mistake("each pair both ways at once")
def _(ids, *, window):
    """The pairs are right, but both ways of a pair stand side by side. All pairs of the first *center* come first, then
    those of the second.
    """
    T = len(ids)
    order = [(i, j) for i in range(T) for j in range(i + 1, min(T, i + window + 1))]
    return table([pair for i, j in order for pair in ((ids[i], ids[j]), (ids[j], ids[i]))])


@exercise.mistake("negative start of a slice")
def _(ids, *, window):
    """Near the front, neighbours to the left are missing: `i - window` is below 0 there, and a slice that begins at a
    negative place begins near the *end*. Begin at 0 at the earliest.
    """
    T, found = len(ids), []
    for i in range(T):
        left = list(range(T))[i - window : i]
        found += [(ids[i], ids[j]) for j in [*left, *range(i + 1, min(T, i + window + 1))]]
    return table(found)


@exercise.also("negative start of a slice")
def _(ids, *, window):
    T = len(ids)
    places = [(i, j) for i in range(T) for j in list(range(T))[i - window : i + window + 1] if i != j]
    return table([(ids[i], ids[j]) for i, j in places])


@exercise.mistake("one word on the left only")
def _(ids, *, window):
    """On the left only the next word counts with you. The window reaches as far to the left as to the right."""
    return pairs(ids, lambda i, j: i != j and -1 <= j - i <= window)


@exercise.mistake("only at the full distance")
def _(ids, *, window):
    """Only words at a distance of just `window` are paired: all that are nearer count, too."""
    return pairs(ids, lambda i, j: abs(i - j) == window)


@exercise.mistake("sorted pairs")
def _(ids, *, window):
    """The pairs are right, but sorted by the numbers of their words. The centers come in the order of the text."""
    return table(sorted(pairs(ids, lambda i, j: 0 < abs(i - j) <= window).tolist()))


@exercise.mistake("numbers with a point")
def _(ids, *, window):
    """The ids come back as floats: they are numbers of words, to be used as places. Make the array with `dtype=int`,
    also where it is empty.
    """
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window).astype(float)


@exercise.also("numbers with a point")
def _(ids, *, window):
    found = pairs(ids, lambda i, j: 0 < abs(i - j) <= window)
    return found if len(found) else np.zeros((0, 2))


@exercise.mistake("context first")
def _(ids, *, window):
    """The columns are exchanged: the word in the middle comes first, its neighbour second."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window)[:, ::-1]


@exercise.mistake("places instead of words")
def _(ids, *, window):
    """These are the places i and j. The words that stand there are wanted: `ids[i]` and `ids[j]`."""
    return pairs(range(len(ids)), lambda i, j: 0 < abs(i - j) <= window)


@exercise.mistake("each pair once")
def _(ids, *, window):
    """A pair that occurs twice is there once only, or all are sorted. Keep them all: how often words meet is what is to
    be learned.
    """
    found = pairs(ids, lambda i, j: 0 < abs(i - j) <= window)
    return np.unique(found, axis=0) if len(found) else found


@exercise.also("each pair once")
def _(ids, *, window):
    return table(list(dict.fromkeys(map(tuple, pairs(ids, lambda i, j: 0 < abs(i - j) <= window).tolist()))))


@exercise.mistake("window as the whole width")
def _(ids, *, window):
    """You take the window for its whole width, and half of it on each side. It is `window` words on *each* side."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window // 2)


@exercise.mistake("the first word only")
def _(ids, *, window):
    """Only the first word has neighbours: does a `return` stand inside the loop?"""
    return pairs(ids, lambda i, j: i == 0 and 0 < j <= window)


@exercise.mistake("the last word only")
def _(ids, *, window):
    """Only the last word has neighbours: is the list begun anew for each word?"""
    return pairs(ids, lambda i, j: i == len(ids) - 1 and 0 < i - j <= window)


@exercise.mistake("nothing has no columns")
def _(ids, *, window):
    """Where there is no pair, what comes back has no columns: it should be an array of 0 rows and 2 columns."""
    return np.array([tuple(pair) for pair in pairs(ids, lambda i, j: 0 < abs(i - j) <= window)])


@exercise.also("nothing has no columns")
def _(ids, *, window):
    return np.array(pairs(ids, lambda i, j: 0 < abs(i - j) <= window).tolist(), dtype=int)


@exercise.mistake("list of pairs")
def _(ids, *, window):
    """The pairs are right, but they stand in a list. Make an array of two columns of it, also where it is empty."""
    return pairs(ids, lambda i, j: 0 < abs(i - j) <= window).tolist()


@exercise.accepts("with a table of distances")
def _(ids, *, window):
    places = np.arange(len(ids))
    distance = np.abs(places[:, None] - places)
    i, j = np.nonzero((distance > 0) & (distance <= window))
    return np.stack([ids[i], ids[j]], axis=1)


@exercise.accepts("slices of both sides")
def _(ids, *, window):
    found = np.empty((0, 2), dtype=int)
    for i, center in enumerate(ids):
        context = np.concatenate([ids[max(0, i - window) : i], ids[i + 1 : i + 1 + window]])
        rows = np.column_stack([np.full(len(context), center), context])
        found = np.concatenate([found, rows.astype(int)])
    return found
