"""Is it a copy? How far each sample is from the nearest of what was shown."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion


def cases(rng):
    """By hand; copies, ties, one sample, one row, one column; as many samples as rows; whole numbers; float32."""
    N, D, M, K = drawn_sizes(rng, 4, least=3)
    data = rng.normal(size=(M, D))
    corners = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1], [1, 1]])

    def case(N, M, D):
        return Case(rng.normal(size=(N, D)), data=rng.normal(size=(M, D)))

    return [
        Case(np.array([[3.0, 4.0], [0.0, 1.0]]), data=np.array([[0.0, 0.0], [0.0, 1.0]])),
        Case(np.array([[1.0, 2.0, 2.0]]), data=np.array([[4.0, 6.0, 2.0], [0.0, 0.0, 0.0]])),
        case(N, M, D),
        case(M, K, N),
        case(4, 4, 4),
        Case(data[rng.permutation(M)], data=data),  # copies, all of them
        Case(np.concatenate((data[1:3], rng.normal(size=(K, D)))), data=data),
        Case(np.array([[0.0, 0.0], [0.0, 5.0], [3.0, 3.0]]), data=corners),  # equally near
        case(1, K, M),
        case(N, 1, D),
        case(K, N, 1),
        Case(rng.integers(-9, 9, (N, 3)), data=rng.integers(-9, 9, (K, 3))),
        Case(10 + 5 * rng.normal(size=(M, 2)), data=rng.normal(size=(N, 2))),
        Case(2e6 + rng.normal(size=(K, 2)), data=rng.normal(size=(N, 2))),  # farther than any number to begin with
        case(30, 40, 6),
        Case(rng.normal(size=(K, M)).astype(np.float32), data=rng.normal(size=(D, M)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=diffusion.nearest_distance,
    points=1,
    cases=cases,
    outputs=("distances", "which"),
    integers=True,
    atol=1e-6,
    hints=[
        "For two samples and five rows of data, how many distances are there, and in which shape would you write them "
        "down? Along which of its axes do you look for the smallest?",
        "A distance is the root of a sum of squares, over the numbers of an example. Of each sample's distances two "
        "things are asked: how small the smallest is, and in which place it stands.",
        "Elsewhere: `heights.max(axis=1)` is the largest number of each row of a table, and `heights.argmax(axis=1)` "
        "the place where it stands, the first one of equals.",
    ],
    solved="a detector of copies: ask of every new picture which of those that were shown it is nearest to.",
    equivalent_mutants={
        "without: squares = squares.reshape(len(samples), len(data))": "for no samples at all: none is asked for",
        "squares = np.array([np.sum((sample - data) ** 2, axis=1) for sample in samples])": "squares have no sign",
        "squares = np.array([np.sum((data - sample) ** 2, axis=-1) for sample in samples])": "a table has two axes",
        "which = squares.argmin(axis=-1)": "a table has two axes, of which 1 is the last",
        "return (np.sqrt(squares.min(axis=-1)), which)": "a table has two axes, too",
    },
)
note = noting(exercise)


def near(
    apart=lambda gaps: np.sqrt(np.sum(gaps**2, axis=-1)),
    smallest=lambda table: table.min(axis=1),
    place=lambda table: table.argmin(axis=1),
):
    """A distance made of these parts; each by itself is right."""

    def answer(samples, *, data):
        table = apart(samples[:, None, :] - data)
        return smallest(table), place(table)

    return answer


def without_copies(samples, *, data):
    table = np.sqrt(np.sum((samples[:, None, :] - data) ** 2, axis=-1))
    table[table == 0] = np.inf
    return table.min(axis=1), table.argmin(axis=1)


note(
    "squares of distances",
    "The rows are right. The distances are still squared: take the root.",
    near(lambda gaps: np.sum(gaps**2, axis=-1)),
    hint=2,
)
note(
    "along the axes",
    "You add up how far it is along each axis, without signs. The straight way is the root of the sum of the "
    "*squares*.",
    near(lambda gaps: np.abs(gaps).sum(axis=-1)),
    hint=2,
)
note(
    "the largest difference alone",
    "You take the largest difference of any number as the distance. All of them count: the root of the sum of their "
    "squares.",
    near(lambda gaps: np.abs(gaps).max(axis=-1)),
)
note(
    "root of the mean square",
    "You take the *mean* of the squares over the numbers of an example. The Euclidean distance has their sum.",
    near(lambda gaps: np.sqrt(np.mean(gaps**2, axis=-1))),
    near(lambda gaps: np.mean(gaps**2, axis=-1)),
)
note(
    "signs left in",
    "You add the differences without squaring them: too much and too little cancel.",
    near(lambda gaps: gaps.sum(axis=-1)),
    near(lambda gaps: np.abs(gaps.sum(axis=-1))),
)
note(
    "the farthest",
    "You give the distance of the *farthest* row. A copy is near something.",
    near(smallest=lambda table: table.max(axis=1), place=lambda table: table.argmax(axis=1)),
)
note(
    "for each row of data",
    "For each row of *data* you look for the nearest sample. Asked for is, for each sample, the nearest row of data: "
    "the other axis.",
    near(smallest=lambda table: table.min(axis=0), place=lambda table: table.argmin(axis=0)),
    hint=1,
)
note(
    "places by the other axis",
    "The distances are right. For `which` you look along the other axis.",
    near(place=lambda table: table.argmin(axis=0)),
    hint=1,
)
note(
    "the nearest of all",
    "You look for the smallest distance of *all*. Each sample has one of its own: `axis=1`.",
    near(smallest=np.min, place=np.argmin),
)
note(
    "one place for all",
    "The distances are right. `which` is one number: `argmin` without an axis counts through the whole table.",
    near(place=np.argmin),
)
note(
    "the mean distance",
    "You take the mean distance to all rows of data. A copy is far from most of them, too: it is the nearest that "
    "counts.",
    near(smallest=lambda table: table.mean(axis=1)),
)
note(
    "the farthest for which",
    "The distances are right. `which` says the farthest row: `argmin`, and not `argmax`.",
    near(place=lambda table: table.argmax(axis=1)),
)
note(
    "the last of equally near ones",
    "Of equally near rows you give the last. Wanted is the first, as `argmin` finds it.",
    near(place=lambda table: table.shape[1] - 1 - table[:, ::-1].argmin(axis=1)),
)
note(
    "all distances",
    "A whole table came back, the distance of each sample from each row. Asked for is the smallest for each sample.",
    near(smallest=lambda table: table),
    near(smallest=lambda table: table, place=lambda table: table.argsort(axis=1)),
)
note(
    "copies left out",
    "You leave out rows at a distance of 0. In other tasks that is what keeps a thing from being nearest to itself; "
    "here a copy is just what is looked for.",
    without_copies,
)
note(
    "begun with a number too small",
    "You begin with a large number, and look for smaller distances. Where all are larger than it, none is found: begin "
    "with the first distance, or with `np.inf`.",
    *(
        near(
            smallest=lambda table, top=top: np.minimum(table.min(axis=1), top),
            place=lambda table, top=top: table.argmin(axis=1) * (table.min(axis=1) < top),
        )
        for top in (10, 100, 1000, 9999, 1e4, 99999, 1e5, 999999, 1e6)
    ),
)
note(
    "distance and place side by side",
    "Each sample's distance and place stand side by side. Asked for are two arrays: all distances, and all places.",
    lambda samples, *, data: np.stack(near()(samples, data=data), axis=1),
    lambda samples, *, data: list(zip(*near()(samples, data=data))),
)
note(
    "places counted from 1",
    "The distances are right. `which` is too large by one: rows are counted from 0.",
    near(place=lambda table: table.argmin(axis=1) + 1),
)


note(
    "added up over the rows",
    "You add the squares up over the *rows* of data, so that the numbers of an example are left apart. They are the "
    "last axis.",
    near(lambda gaps: np.sqrt(np.sum(gaps**2, axis=1))),
)
note(
    "the first of the unsorted ones",
    "`which` is right. As distance you give that of the first row of data: the sorted places say where to look, and "
    "the distances are still in their old order.",
    near(smallest=lambda table: table[:, 0]),
)


@exercise.mistake("nearness as a product")
def _(samples, *, data):
    """You look for the row with the largest *product*: long rows win, be they near or not. The nearest has the smallest
    distance.
    """
    which = (samples @ data.T).argmax(axis=1)
    return np.sqrt(np.sum((samples - data[which]) ** 2, axis=1)), which


@exercise.mistake("the rows themselves")
def _(samples, *, data):
    """The distances are right. In the place of `which` stand the nearest rows themselves; asked for is their place in
    `data`."""
    distances, which = diffusion.nearest_distance(samples, data=data)
    return distances, data[which]


@exercise.mistake("samples compared with each other")
def _(samples, *, data):
    """You compare the samples with each other, so that each is nearest to itself. Compare with `data`."""
    return diffusion.nearest_distance(samples, data=samples)


@exercise.mistake("row by row in step")
def _(samples, *, data):
    """You compare the first sample with the first row, the second with the second. Every sample is compared with
    *every* row.
    """
    count = min(len(samples), len(data))
    return np.sqrt(np.sum((samples[:count] - data[:count]) ** 2, axis=1)), np.arange(count)


@exercise.also("row by row in step")
def _(samples, *, data):
    distances = np.linalg.norm(samples - data, axis=1)
    return distances, distances.argmin()


@exercise.also("row by row in step")
def _(samples, *, data):
    return np.sqrt(np.sum((samples - data) ** 2, axis=1)), np.argmin(np.sum((samples - data) ** 2, axis=1))


@exercise.mistake("one distance for all numbers together")
def _(samples, *, data):
    """`np.linalg.norm` without an axis takes all numbers for one long row: one number is left. Say along which axis:
    that of the numbers of an example.
    """
    distance = np.linalg.norm(samples[:, None] - data)
    return distance, 0


@exercise.also("one distance for all numbers together")
def _(samples, *, data):
    table = np.array([[np.linalg.norm(samples - row)] for row in data])
    return table.min(), table.argmin()


@exercise.accepts("with two loops")
def _(samples, *, data):
    distances, which = np.full(len(samples), np.inf), np.zeros(len(samples), int)
    for n, sample in enumerate(samples):
        for m, row in enumerate(data):
            distance = np.sum((sample - row) ** 2) ** 0.5
            if distance < distances[n]:
                distances[n], which[n] = distance, m
    return distances, which


@exercise.accepts("np.linalg.norm, looked up")
def _(samples, *, data):
    table = np.linalg.norm(samples[:, np.newaxis] - data[np.newaxis], axis=2)
    which = np.argmin(table, axis=1)
    return table[np.arange(len(samples)), which], which


@exercise.accepts("by products, rounding kept above 0")
def _(samples, *, data):
    squares = (samples**2).sum(axis=1)[:, None] - 2 * samples @ data.T + (data**2).sum(axis=1)
    return np.sqrt(np.maximum(squares, 0).min(axis=1)), squares.argmin(axis=1)


@exercise.accepts("the places first, the distances to those")
def _(samples, *, data):
    which = np.array([np.argmin(np.linalg.norm(data - sample, axis=1)) for sample in samples])
    return np.linalg.norm(samples - data[which], axis=1), which
