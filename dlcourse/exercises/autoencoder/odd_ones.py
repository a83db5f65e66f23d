"""A challenge: which rows are unlike all that was seen, where each of their numbers by itself is usual."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.odd_rows import (
    COLUMNS,
    cases,
    ellipse,
    observe,
    on_one_scale,
    rebuilt_by,
    scaled,
    to_the_mean,
    to_the_nearest,
    together,
)


def odd_ones(seen, new):
    """Say of each new row how unlike it is to all that was seen.

    seen: array (N, D), nobody says what they are
    new: array (K, D), of the same columns, which differ in size
    -> array (K,), the higher, the odder

    >>> int(odd_ones(np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [5.0]])).argmax())
    1
    """
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    seen, new = (seen - mean) / spread, (new - mean) / spread  # every column counts alike
    squares = ((new[:, None] - seen) ** 2).sum(axis=2)  # (K, 1, D) - (N, D) -> (K, N)
    return np.sqrt(np.sort(squares, axis=1)[:, :3]).mean(axis=1)


exercise = Exercise(
    reference=odd_ones,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "On a bent sheet, is the middle of all rows a usual place? And what is near an odd row, and what is not?",
        "An odd row has few neighbours among those that were seen. Before you measure distances, look at the columns: "
        "in which units do they come, and which one would drown all others?",
        "Elsewhere: `(towns[:, None] - wells) ** 2` has the shape (towns, wells, 2), and "
        "`np.sort(distances, axis=1)[:, 0]` the way of each town to the well that is nearest.",
    ],
    solved="a watchman that was told nothing, and notices what does not belong.",
)


@exercise.mistake("distance to the mean")
def _(seen, new):
    """Your scores go by the distance to the mean of all rows. The sheet is bent: its middle is a place where nobody
    lives, and many an odd row stands there. And the column with the largest numbers decides alone.
    """
    return to_the_mean(seen, new)


@exercise.mistake("distance to the mean, on one scale")
def _(seen, new):
    """All columns count alike: good. But what you measure is the distance to the mean of all, and the sheet is bent
    round its middle. Compare with the rows themselves.
    """
    return scaled(to_the_mean)(seen, new)


@exercise.mistake("one ellipse for all")
def _(seen, new):
    """You measure how far a row is from the mean, in units of the spread in its direction: one ellipse round all rows.
    A bent sheet fills a small part of its ellipse, and the odd rows stand in the rest of it.
    """
    return ellipse(seen, new)


@exercise.mistake("rebuilt from principal components")
def _(seen, new):
    """You rebuild each row from principal components, and take what is lost. That finds what is off a flat sheet. This
    one is bent, and the odd rows lie in the same plane as the others.
    """
    return scaled(rebuilt_by(2))(seen, new)


@exercise.mistake("rebuilt from principal components, columns as they are")
def _(seen, new):
    """You rebuild each row from principal components, and the columns with the largest numbers come first. But on one
    scale, too, it would find only what is off a flat sheet, and this one is bent.
    """
    return rebuilt_by(2)(seen, new)


def of_rows(way):
    """A way as an answer, with the parameters of the exercise by their names."""
    return lambda seen, new: way(seen, new)


for _count in (1, *range(3, COLUMNS)):
    exercise.also("rebuilt from principal components")(of_rows(scaled(rebuilt_by(_count))))
    exercise.also("rebuilt from principal components, columns as they are")(of_rows(rebuilt_by(_count)))


@exercise.mistake("neighbours in columns as they are")
def _(seen, new):
    """To ask for near rows is a good idea. But the columns come in different units: the one with the largest numbers
    decides alone who is near, and it is the noise. Bring the columns to one scale first.
    """
    return to_the_nearest(seen, new)


@exercise.also("neighbours in columns as they are")
def _(seen, new):
    return to_the_nearest(seen, new, 1)


@exercise.mistake("the wrong way round")
def _(seen, new):
    """Your scores know which rows are odd, and put them last. The higher, the odder: turn the sign."""
    return -odd_ones(seen, new)


@exercise.mistake("one score for all")
def _(seen, new):
    """All rows get the same score: look at what is compared with what, and along which axis you take the mean."""
    return np.zeros(len(new))


@exercise.mistake("drawn, not measured")
def _(seen, new):
    """These scores are no better than drawn ones: what you draw on the way may be first weights or centres, but a score
    must come from the rows.
    """
    return np.random.default_rng(0).random(len(new))


@exercise.accepts("a bell curve round every row that was seen")
def _(seen, new):
    seen, new = on_one_scale(seen, new)
    squares = ((new[:, None] - seen) ** 2).sum(axis=2)
    return -np.logaddexp.reduce(-squares / 0.5, axis=1)


@exercise.accepts("the nearest of many k-means centres")
def _(seen, new):
    seen, new = on_one_scale(seen, new)
    centres = seen[:: max(1, len(seen) // 80)]
    for _ in range(10):
        near = ((seen[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        centres = np.stack(
            [seen[near == k].mean(axis=0) if np.any(near == k) else centres[k] for k in range(len(centres))]
        )
    return ((new[:, None] - centres) ** 2).sum(axis=2).min(axis=1).tolist()


@exercise.accepts("an autoencoder with a narrow code")
def _(seen, new):
    seen, new = on_one_scale(seen, new)
    if seen.shape[1] < COLUMNS:
        return to_the_mean(seen, new)
    rng = np.random.default_rng(0)
    sizes = [COLUMNS, 32, 4, 32, COLUMNS]
    weights = [rng.normal(size=pair) / np.sqrt(pair[0]) for pair in zip(sizes[:-1], sizes[1:])]
    moments = [(np.zeros_like(W), np.zeros_like(W)) for W in weights]

    def outputs(X):
        found = [X]
        for number, W in enumerate(weights):
            Z = found[-1] @ W
            found.append(np.tanh(Z) if number % 2 == 0 else Z)
        return found

    for step in range(1, 501):
        batch = seen[rng.integers(len(seen), size=32)]
        A = outputs(batch)
        d = 2 * (A[-1] - batch) / len(batch)
        for number in (3, 2, 1, 0):
            gradient = A[number].T @ d
            d = d @ weights[number].T
            if number % 2:
                d *= 1 - A[number] ** 2
            m, v = moments[number]
            m += 0.1 * (gradient - m)
            v += 0.001 * (gradient**2 - v)
            weights[number] -= 0.008 * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return ((outputs(new)[-1] - new) ** 2).sum(axis=1)
