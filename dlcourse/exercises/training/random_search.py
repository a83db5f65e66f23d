"""Random search: hyperparameters drawn evenly on a log scale, each anew in every trial."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed, drawn_sizes
from dlcourse.exercises.training._cases import space
from dlcourse.lessons import training

MANY = 900  # so many settings are spread as they were drawn


def cases(rng):
    def case(score, ranges, trials):
        return Case(FunctionName(score), ranges, trials, drawn_seed(rng))

    D, more, trials, others = drawn_sizes(rng, 4)
    return [
        case("log_peak", [(0.01, 100.0)], 5),
        case("log_peak", [(0.01, 1.0), (0.5, 50.0)], 20),
        case("sum_of_squares", space(rng, D), trials),
        case("weighted_sines", space(rng, more), 10 + others),
        case("log_sum_exp", space(rng, 3), 1),
        case("log_sum_exp", [(1e-20, 1e-18), (1e-20, 1e-17)], 6),  # all scores are equal
        case("log_peak", [(0.5, 0.5), (1e-3, 10.0)], others),  # an entry that is fixed
        case("sum_of_squares", [(1e-5, 1.0), *space(rng, 1)], MANY + D),
    ]


def parts(arguments, value):
    """Best setting, settings and scores as arrays of the right shape, or Malformed."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"Three arrays are wanted: the best setting, all settings, all scores; not {describe(value)}.")
    trials, columns = arguments["trials"], len(arguments["ranges"])
    shapes = {"the best setting": (columns,), "all settings": (trials, columns), "all scores": (trials,)}
    for (name, shape), part in zip(shapes.items(), value):
        if not (isinstance(part, np.ndarray) and part.shape == shape and part.dtype.kind in "if"):
            raise Malformed(f"{name.capitalize()} should be an array of shape {shape}, but it is {describe(part)}.")
    return value


def observe(arguments, value):
    """Whether the settings lie in their ranges, evenly on a log scale, with their own scores; and which one is best."""
    best, points, scores = parts(arguments, value)
    low, high = np.array(arguments["ranges"], dtype=float).T
    own = np.array([REGISTRY[arguments["score"].name](x) for x in points])
    seen = {
        "settings inside their ranges": inside(points, low, high),
        "different settings": "all" if len(np.unique(points, axis=0)) == len(points) else "fewer than trials",
        "scores": "those of the settings" if np.allclose(scores, own, equal_nan=True) else "not those of the settings",
        "the best setting": which(best, points, own),
    }
    if len(points) >= MANY:
        seen["settings on the log scale"] = spread(points, low, high)
        apart = abs(np.corrcoef(np.log(np.abs(points) + 1e-12).T)[0, 1]) < 0.3
        seen["the entries of a setting"] = "drawn separately" if apart else "rise and fall together"
    return seen


def spread(points, low, high):
    """In words, how the settings lie on the log scale of their ranges: by the share in each quarter."""
    place = np.log(np.maximum(points, 1e-300) / low) / np.log(high / low)
    shares = np.array([((start <= place) & (place < start + 0.25)).mean(axis=0) for start in (0, 0.25, 0.5, 0.75)])
    if (np.abs(shares - 0.25) < 0.09).all():
        return "evenly spread"
    if (shares[2:].sum(axis=0) > 0.75).all():
        return "nearly all in the upper half"
    return "nearly all near the middle" if (shares[1:3].sum(axis=0) > 0.75).all() else "not evenly spread"


def inside(points, low, high):
    """Whether the settings lie in their ranges, or would with exp, a power of 10, or another base after them."""
    for name, values in (
        ("yes", points),
        ("their logarithms are", np.exp(points)),
        ("their logarithms with base 10 are", 10**points),
        ("10 to the power of their logarithms are", np.exp(np.log10(points))),
        ("e to the power of their logarithms with base 10 are", 10 ** np.log(points)),
    ):
        if ((low * (1 - 1e-9) <= values) & (values <= high * (1 + 1e-9))).all():
            return name
    return "no"


def which(best, points, own):
    """Which of the settings is called the best."""
    matches = np.flatnonzero((points == best).all(axis=1))
    if len(matches) == 0:
        return "none of the settings"
    if np.isnan(own).all():
        return "not to be told"
    score = own[matches[0]]
    if score == np.nanmax(own):  # of several with the same score, any is as good
        return "that with the highest score"
    last = "that of the last trial" if matches[0] == len(points) - 1 else "another one"
    return "that with the lowest score" if score == np.nanmin(own) else last


exercise = Exercise(
    reference=training.random_search,
    points=3,
    cases=cases,
    observe=observe,
    outputs=("best", "points", "scores"),
    hints=[
        "If you draw evenly between 0.0001 and 1, how many of 100 numbers are below 0.01? And if you draw the "
        "logarithm evenly?",
        "Draw a whole table of logarithms, a row for each trial and a column for each range, and undo the "
        "logarithm. Then ask for the score of each row; and of the best score you need its place.",
        "Elsewhere: `rng.uniform([0, 10], [1, 20], size=(5, 2))` has numbers from 0 to 1 in the first column "
        "and from 10 to 20 in the second; `prices.argmin()` is the place of the lowest price.",
    ],
    solved="a search that tries a new value of every setting in every trial.",
    equivalent_mutants={
        "return (points[np.size(scores) - 1 - np.argmax(np.ravel(scores)[::-1])], points, scores)": "of settings with "
        "the same score, any may be called the best",
    },
)

exercise.edit(
    "drawn evenly, not on a log scale",
    {"np.exp(rng": "(rng", "np.log(low), np.log(high)": "low, high"},
    """Your settings are spread evenly between low and high: of numbers between 0.0001 and 1, nine in ten are then above
    0.1, and the small ones are hardly tried. Draw the *logarithm* evenly.
    """,
)


@exercise.mistake("one random number for all entries")
def _(score, ranges, trials, rng):
    """The entries of a setting rise and fall together, as from the same random number or in equal steps. Then you
    search along a line only. Draw one for each entry: `size=(trials, len(ranges))`.
    """
    low, high = np.array(ranges).T
    points = low * (high / low) ** rng.random((trials, 1))
    scores = np.array([score(x) for x in points])
    return points[scores.argmax()], points, scores


@exercise.mistake("a grid instead of random numbers")
def _(score, ranges, trials, rng):
    """You walk through the ranges in equal steps, all entries at once, and draw nothing: you search along a line only.
    Draw a random number for each trial and each entry.
    """
    low, high = np.array(ranges).T
    points = np.geomspace(low, high, trials)
    scores = np.array([score(x) for x in points])
    return points[scores.argmax()], points, scores


exercise.edit(
    "the same setting in every trial",
    {"np.exp(": "np.ones((trials, 1)) * np.exp(", "size=(trials, len(low))": "size=len(low)"},
    "You draw one setting and try it again and again. Draw anew for each trial.",
)

exercise.edit(
    "lowest score chosen",
    {"argmax": "argmin"},
    "You choose the setting with the lowest score. Here higher is better: `argmax`.",
)

exercise.edit(
    "first trial chosen",
    {"scores.argmax()": "0"},
    "You return the setting of the first trial as the best one. Wanted is that with the highest score: `argmax`.",
)

exercise.edit(
    "last trial chosen",
    {"scores.argmax()": "-1"},
    "You return the setting of the last trial as the best one. Wanted is that with the highest score: `argmax`.",
)

exercise.edit(
    "logarithms not undone",
    {"np.exp(rng": "(rng"},
    "Your settings are logarithms. Take exp of what you have drawn.",
)

exercise.edit(
    "two different bases",
    {"np.log(low), np.log(high)": "np.log10(low), np.log10(high)"},
    """You take the logarithm with base 10 and undo it with exp: the settings fill only a part of their ranges, or leave
    them. `np.log` belongs to `np.exp`, `np.log10` to `10 **`.
    """,
)

exercise.edit(
    "logarithm undone with the wrong base",
    {"np.exp(rng": "10 ** (rng"},
    """You take the natural logarithm and undo it with a power of 10: the settings leave their ranges. `np.log` belongs
    to `np.exp`, `np.log10` to `10 **`.
    """,
)


@exercise.mistake("normal instead of uniform numbers")
def _(score, ranges, trials, rng):
    """`rng.normal` takes a mean and a spread, not two limits: your settings leave their ranges. Draw evenly between the
    logarithms of both limits: `rng.uniform`.
    """
    low, high = np.array(ranges).T
    points = np.exp(rng.normal(low, high, size=(trials, len(low))))
    scores = np.array([score(x) for x in points])
    return points[scores.argmax()], points, scores


exercise.edit(
    "the first range for all entries",
    {"np.log(low), np.log(high)": "np.log(low[0]), np.log(high[0])"},
    "All entries are drawn from the first range. Each has its own, the pair at its place in `ranges`.",
)

exercise.edit(
    "best score instead of best setting",
    {"return points[scores.argmax()]": "return scores.max()"},
    """The first thing you return is the highest score. Wanted is the setting that reached it:
    `points[scores.argmax()]`.
    """,
)

exercise.edit(
    "position instead of setting",
    {"return points[scores.argmax()]": "return int(scores.argmax())"},
    "The first thing you return is the number of the best trial. Wanted is its setting: `points[scores.argmax()]`.",
)


@exercise.mistake("best score begins at 0")
def _(score, ranges, trials, rng):
    """Where all scores are negative, you find no best setting: your best score begins at 0. Let it begin at
    `-np.inf`, or look for the highest when all are there.
    """
    _, points, scores = training.random_search(score, ranges, trials, rng)
    return points[scores.argmax()] if scores.max() > 0 else None, points, scores


exercise.edit(
    "scores of the logarithms",
    {"score(x)": "score(np.log(x))"},
    """The settings are right, but your scores are those of their logarithms: undo the logarithm before you ask for the
    score.
    """,
)

exercise.edit(
    "lists instead of arrays",
    {", points, scores": ", list(points), list(scores)"},
    "The numbers may be right, but lists come back. Make an array of each, `np.array(...)`.",
)

exercise.edit(
    "settings and scores exchanged",
    {", points, scores": ", scores, points"},
    "The three are right, but in another order. Wanted is the best setting, then all settings, then all scores.",
)

exercise.edit(
    "the largest entries",
    {"points[scores.argmax()]": "points.max(axis=0)"},
    """You return the largest number of each column, from different trials. Wanted is one setting, the row with the
    highest score: `points[scores.argmax()]`.
    """,
)

exercise.edit(
    "only the best setting",
    {"return points[scores.argmax()], points, scores": "return points[scores.argmax()]"},
    "Only the best setting comes back. Three things are wanted: the best setting, all settings, and all scores.",
)

exercise.edit(
    "scores sorted",
    {", points, scores": ", points, np.sort(scores)[::-1]"},
    "The scores are sorted, the settings are not: they no longer belong together.",
)


@exercise.accepts("trial by trial, with logarithms to base 10")
def _(score, ranges, trials, rng):
    best, best_score, points, scores = None, -np.inf, [], []
    for _ in range(trials):
        x = np.array([10 ** rng.uniform(np.log10(low), np.log10(high)) for low, high in ranges])
        points.append(x)
        scores.append(score(x))
        if scores[-1] > best_score:
            best, best_score = x, scores[-1]
    return best, np.array(points), np.array(scores)


@exercise.accepts("powers of high / low, the best by sorting")
def _(score, ranges, trials, rng):
    low, high = (np.array(ends) for ends in zip(*ranges))
    points = low * (high / low) ** rng.random((trials, len(low)))
    scores = np.apply_along_axis(score, 1, points)
    return points[np.argsort(scores)[-1]], points, scores
