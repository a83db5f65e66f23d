"""Random search: hyperparameters drawn evenly on a log scale, each anew in every trial."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed
from dlcourse.lessons import training


def cases(rng):
    def case(ranges, trials):
        return Case(FunctionName("log_peak"), ranges, trials, drawn_seed(rng))

    return [
        case([(0.01, 100.0)], 5),
        case([(0.01, 1.0), (0.5, 50.0)], 20),
        case([(1e-5, 1.0), (0.1, 10.0), (1e-4, 100.0)], 8),
        case([(1e-5, 1.0), (1e-3, 100.0)], 400),
    ]


def parts(arguments, value):
    """Best setting, settings and scores as arrays of the right shape, or Malformed."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"Wanted are three arrays: the best setting, all settings, all scores; not {describe(value)}.")
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
    if len(points) >= 100:
        middle = np.mean(points < np.sqrt(low * high), axis=0)
        even = (middle > 0.38) & (middle < 0.62)
        seen["settings below the middle of the log scale"] = (
            "about half" if even.all() else ", ".join(f"{round(10 * share) * 10} %" for share in middle)
        )
        apart = abs(np.corrcoef(np.log(np.abs(points) + 1e-12).T)[0, 1]) < 0.3
        seen["the entries of a setting"] = "drawn separately" if apart else "rise and fall together"
    return seen


def inside(points, low, high):
    """Whether the settings lie in their ranges, or would with exp or a power of 10 after them."""
    for name, values in (
        ("yes", points),
        ("their logarithms are", np.exp(points)),
        ("with base 10 they are", 10**points),
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
    word = {np.nanmax(own): "that with the highest score", np.nanmin(own): "that with the lowest score"}
    return word.get(score, "that of the last trial" if matches[0] == len(points) - 1 else "another one")


exercise = Exercise(
    reference=training.random_search,
    points=3,
    cases=cases,
    observe=observe,
    outputs=("best", "points", "scores"),
    hints=[
        "Draw all settings first, as a table (trials, entries); then ask for the score of each row.",
        "`low, high = np.array(ranges).T` are the ends of the ranges. "
        "`rng.uniform(np.log(low), np.log(high), size=(trials, len(ranges)))` is even in the logarithm.",
        "`points = np.exp(...)` of that, `scores = np.array([score(x) for x in points])`, and return "
        "`points[scores.argmax()], points, scores`.",
    ],
    solved="a search that tries a new value of every setting in every trial.",
)

exercise.edit(
    "drawn evenly, not on a log scale",
    {"np.exp(rng": "(rng", "np.log(low), np.log(high)": "low, high"},
    """Your settings are even between low and high: of numbers between 0.0001 and 1, nine in ten are then above 0.1, and
    the small ones are hardly tried. Draw the *logarithm* evenly.
    """,
)


@exercise.mistake("one random number for all entries")
def _(score, ranges, trials, rng):
    """The entries of a setting rise and fall together: they come from the same random number. Then you search along a
    line only. Draw one for each entry: `size=(trials, len(ranges))`.
    """
    low, high = np.array(ranges).T
    points = low * (high / low) ** rng.random((trials, 1))
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
    "last trial chosen",
    {"scores.argmax()": "-1"},
    "You give back the setting of the last trial as the best one, whatever its score.",
)

exercise.edit(
    "logarithms not undone",
    {"np.exp(rng": "(rng"},
    "Your settings are logarithms. Take exp of what you have drawn.",
)

exercise.edit(
    "two different bases",
    {"np.log(low), np.log(high)": "np.log10(low), np.log10(high)"},
    """You take the logarithm with base 10 and undo it with exp (or the other way round): the settings do not lie in
    their ranges. `np.log` belongs to `np.exp`, `np.log10` to `10 **`.
    """,
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

exercise.edit(
    "only the best setting",
    {"return points[scores.argmax()], points, scores": "return points[scores.argmax()]"},
    "Only the best setting comes back. Wanted are three things: it, all settings, and all scores.",
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
