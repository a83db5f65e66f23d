"""A challenge: a line through points of which a quarter are nonsense, which the squared error would follow."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_sizes

NEAR = 0.6  # so near to the line a good point has to be
NOISE = 0.2  # so far a good point lies off the true line, at most
TASKS = 6


def robust_line(x, y):
    """A line that is near three quarters of all points, whatever nonsense the other targets are.

    x: array (N,), no two alike; y: array (N,), the targets -> (slope, height): two numbers

    >>> x = np.arange(8.0)
    >>> y = 2 * x + 1
    >>> y[3] = 50.0
    >>> slope, height = robust_line(x, y)
    >>> print(slope, height)
    2.0 1.0
    """
    # Theil (1950) and Sen (1968): of all lines through two points, the one in the middle.
    i, j = np.triu_indices(len(x), 1)
    slope = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)


def points(rng, groups):
    """Points along a line, four in each part of it, and of each four one lies far off, always on the same side."""
    N = 4 * groups
    x = (np.arange(N) + rng.uniform(0.1, 0.9, N)) * 10 / N
    slope, height = rng.choice([-1, 1]) * rng.uniform(0.5, 2), rng.uniform(-3, 3)
    y = slope * x + height + rng.uniform(-NOISE, NOISE, N)
    # Some far and some very far: a first line is pulled beyond the former, so that they look good beside it.
    off = np.where(np.arange(groups) % 2, rng.uniform(2.5, 4, groups), rng.uniform(12, 20, groups))
    y[4 * np.arange(groups) + rng.integers(0, 4, groups)] += rng.choice([-1, 1]) * off
    order = np.argsort(rng.random(N))
    return np.round(x[order], 3), np.round(y[order], 3)


def cases(rng):
    x = np.arange(8.0)
    smallest = Case(x, np.where(x == 7, 20.0, 3 - x))
    return [smallest, *(Case(*points(rng, groups)) for groups in drawn_sizes(rng, TASKS, least=6, most=20))]


def missed(arguments, value):
    """How many of the points that should be near the line are not: three quarters of all should be."""
    x, y = arguments["x"], arguments["y"]
    try:
        slope, height = (float(np.asarray(part).reshape(())) for part in value)
    except (TypeError, ValueError):
        raise Malformed(f"Wanted are two numbers, `return slope, height`; not {describe(value)}.") from None
    if not np.isfinite([slope, height]).all():
        raise Malformed(f"Wanted are two finite numbers; yours are {slope} and {height}.")
    near = int(np.sum(np.abs(y - slope * x - height) <= NEAR))
    return {"points that the line should be near, and is not": max(0, len(x) - len(x) // 4 - near)}


exercise = Exercise(
    reference=robust_line,
    points=3,
    minutes=15,
    cases=cases,
    observe=missed,
    form="challenge",
    hints=[
        "With one far-off value among five, say 1, 1, 2, 2 and 90, where does the mean go, and where the median? Which "
        "loss is smallest at the mean, and which at the median?",
        "Either change the loss, so that a point that is twice as far off does not count four times as much. Or make "
        "many lines, each of few points, and let a majority decide. Or fit, look who is far off, and fit again.",
        "`i, j = np.triu_indices(4, 1)` are the numbers of all six pairs of four things. `np.polyfit(x, y, 1, w=w)` "
        "fits with weights: a point with a small weight hardly counts.",
    ],
    solved="a line that nonsense cannot pull: statisticians call it robust.",
    since=2,
)


@exercise.mistake("least squares")
def _(x, y):
    """This is the line of least squares. A point that is ten times as far off counts a hundred times as much: the
    nonsense pulls it away from all the others.
    """
    return np.polyfit(x, y, 1)


@exercise.mistake("slope and height exchanged")
def _(x, y):
    """The right two numbers, in the wrong order: first the slope, then the height at x = 0."""
    return robust_line(x, y)[::-1]


@exercise.mistake("flat line at the median")
def _(x, y):
    """A median is not pulled away, good. But your line is flat: it needs a slope, too."""
    return 0.0, np.median(y)


@exercise.mistake("mean of all slopes")
def _(x, y):
    """The lines through all pairs are a good idea. But their *mean* follows the steepest nonsense: what does not?"""
    i, j = np.triu_indices(len(x), 1)
    slope = np.mean((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.mean(y - slope * x)


@exercise.mistake("good slope, height by the mean")
def _(x, y):
    """The slope is good. The height is the mean of what is left, and that follows the nonsense."""
    slope, _ = robust_line(x, y)
    return slope, np.mean(y - slope * x)


@exercise.mistake("through the two outermost points")
def _(x, y):
    """A line through two points alone: if one of them is nonsense, so is the line. Let more of them have a say."""
    a, b = np.argmin(x), np.argmax(x)
    slope = (y[b] - y[a]) / (x[b] - x[a])
    return slope, y[a] - slope * x[a]


@exercise.mistake("targets far from their mean left out")
def _(x, y):
    """You leave out targets that are far from the mean of all targets. On a slanted line good points are that, too, and
    some nonsense is not: what counts is the distance from the *line*.
    """
    kept = np.abs(y - np.mean(y)) < 2 * np.std(y)
    return np.polyfit(x[kept], y[kept], 1)


@exercise.mistake("worst quarter left out once")
def _(x, y):
    """You fit, leave out the worst quarter, and fit again: a good idea. But the first line is pulled so far away that
    some of the nonsense looks good beside it. Once is not enough.
    """
    slope, height = np.polyfit(x, y, 1)
    kept = np.argsort(np.abs(y - slope * x - height))[: len(x) - len(x) // 4]
    return np.polyfit(x[kept], y[kept], 1)


@exercise.mistake("least squares, slope and height exchanged")
def _(x, y):
    """Two things: slope and height stand in the wrong order, and nonsense pulls the line of least squares."""
    return np.polyfit(x, y, 1)[::-1]


@exercise.mistake("good slope, height of the targets")
def _(x, y):
    """The slope is good. The height is the median of the *targets*; at x = 0 the line is as high as the median of what
    is left of them without slope * x.
    """
    return robust_line(x, y)[0], np.median(y)


@exercise.mistake("targets far from their median left out")
def _(x, y):
    """You leave out targets that are far from the median of all. On a slanted line good ones are that, too: what counts
    is the distance from the *line*.
    """
    off = np.abs(y - np.median(y))
    return np.polyfit(x[off <= 2 * np.median(off)], y[off <= 2 * np.median(off)], 1)


@exercise.accepts("least absolute error, by weights that are set anew")
def _(x, y):
    weights = np.ones(len(x))
    for _ in range(200):
        slope, height = np.polyfit(x, y, 1, w=np.sqrt(weights))
        weights = 1 / np.maximum(np.abs(y - slope * x - height), 0.05)
    return slope, height


@exercise.accepts("the line through two points with the smallest median distance")
def _(x, y):
    best = (np.inf, 0.0, 0.0)
    for i in range(len(x)):
        for j in range(i):
            slope = (y[j] - y[i]) / (x[j] - x[i])
            height = y[i] - slope * x[i]
            best = min(best, (float(np.median(np.abs(y - slope * x - height))), float(slope), float(height)))
    return best[1:]
