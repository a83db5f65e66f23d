"""Cases of `normalize_speaker`, and normalisations with other spreads."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def cases(rng):
    """Two speakers in turn; one alone; a speaker with one row; a column constant for one, for all; numbers as names."""
    some, more, many = drawn_sizes(rng, 3, least=7, most=14)

    def table(rows, columns, names):
        speakers = rng.permutation(np.resize(names, rows))
        sizes = rng.uniform(1, 4, size=1 + int(max(names)) - int(min(names)))[speakers - min(names), None]
        return sizes * rng.uniform(1, 9, size=(rows, columns)) + 10 * sizes, speakers

    constant = np.array([[3.0, 1.0], [3.0, 4.0], [5.0, 2.0], [7.0, 2.0], [3.0, 7.0]])
    tenths = np.array([[0.1, 1.0], [0.1, 5.0], [0.1, 4.0], [0.3, 2.0], [0.7, 9.0]])  # 0.1 + 0.1 + 0.1 is not 0.3
    return [
        Case(np.array([[1.0], [10.0], [3.0], [30.0]]), np.array([7, 8, 7, 8])),
        Case(np.array([[2.0, 100.0], [4.0, 300.0], [9.0, 500.0]]), np.array([5, 5, 5])),
        Case(np.array([[2.0, 1.0], [4.0, 6.0], [9.0, 3.0]]), np.array([1, 2, 1])),  # one row of the speaker 2
        Case(constant, np.array([3, 3, 9, 9, 3])),
        Case(tenths, np.array([4, 4, 4, 2, 2])),
        Case(*table(some, 2, [0, 1])),
        Case(*table(more, 4, [40, 12, 33])),
        Case(*table(many, 3, [2, -1])),
        Case(np.array([[0.02, 500.0], [0.01, 700.0], [0.04, 650.0], [0.05, 610.0]]), np.array([1, 0, 0, 1])),
        Case(
            np.array([[0.5, 20.0], [0.50002, 40.0], [0.50001, 30.0], [0.7, 1.0]]), np.array([1, 1, 1, 4])
        ),  # hardly a spread
        Case(np.array([[300, 2300], [400, 2100], [380, 1870], [800, 1300]]), np.array([1, 1, 1, 2])),  # whole Hz
        Case(table(many, 3, [6, 2])[0].astype(np.float32), rng.permutation(np.resize([6, 2], many))),
    ]


def by_speaker(F, speakers, change):
    """Each speaker's rows through `change`."""
    out = np.empty(F.shape)
    for speaker in np.unique(speakers):
        out[speakers == speaker] = change(F[speakers == speaker])
    return out


def spread(rows, safe=True, axis=0):
    """The standard deviation; 1 where all are equal."""
    constant = rows.min(axis=axis) == rows.max(axis=axis)
    return np.where(constant & safe, 1, rows.std(axis=axis))


def scaled(F):
    """(F - mean) / std of one table."""
    return (F - F.mean(axis=0)) / spread(F)


def plus(tiny):
    """A normalisation that adds something to the spread."""
    return lambda F, speakers: by_speaker(
        F, speakers, lambda rows: (rows - rows.mean(axis=0)) / (rows.std(axis=0) + tiny)
    )


def floor(least):
    """A normalisation that takes spreads below `least` for none."""

    def change(rows):
        std = rows.std(axis=0)
        return (rows - rows.mean(axis=0)) / np.where(std < least, 1, std)

    return lambda F, speakers: by_speaker(F, speakers, change)
