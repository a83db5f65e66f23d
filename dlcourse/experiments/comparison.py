"""Comparisons that are fair: all sides tuned alike, counted on other seeds, and no best at the end of its range."""

import itertools
import math
import statistics
from dataclasses import dataclass

from dlcourse.experiments.comparison_table import brief, in_words, table
from dlcourse.nn.training.budget import few

LEAST_SEEDS = 3  # of a result: one or two say nothing about the next
LEVEL = 1e-9  # numbers that differ by less, relatively, are a tie: on another processor they would change places


class Refused(ValueError):
    """A comparison that would not be fair; the message names the side, its range and its best value."""

    def __str__(self):
        return self.args[0]


@dataclass(frozen=True, eq=False)
class Side:
    """How one side of a comparison was tuned, and what came of it.

    Parameters
    ----------
    name : str
    range : dict of str to tuple
        Parameter to the values tried.
    tried : list of (dict, float)
        Each trial's values, and its median over the tuning seeds.
    best : dict
        The values taken.
    numbers : tuple of float
        With these values, one for each seed of the result.
    """

    name: str
    range: dict
    tried: list
    best: dict
    numbers: tuple

    @property
    def median(self):
        """The median over the seeds of the result."""
        return statistics.median(self.numbers)


@dataclass(frozen=True, eq=False)
class Comparison:
    """What :func:`compare` found; printed, it is a short table that says how all sides were tuned.

    Parameters
    ----------
    sides : dict of str to Side
    tuning, seeds : tuple
        The seeds on which the sides were tuned, and those of the result.
    smaller_is_better : bool
    what : str
        What the numbers are.
    untuned : dict of str to str
        Sides that have nothing to tune: the reason.
    """

    sides: dict
    tuning: tuple
    seeds: tuple
    smaller_is_better: bool
    what: str
    untuned: dict

    @property
    def medians(self):
        """dict of str to float: the median of each side."""
        return {name: side.median for name, side in self.sides.items()}

    @property
    def numbers(self):
        """dict of str to tuple of float: for each side a number for each seed, as ``figures.seed_dots`` takes them."""
        return {name: side.numbers for name, side in self.sides.items()}

    @property
    def best(self):
        """dict of str to dict: the settings with which each side was best in tuning."""
        return {name: side.best for name, side in self.sides.items()}

    @property
    def first(self):
        """list of str: who has the best median; several, if they are level."""
        return level_best(self.medians, self.smaller_is_better)

    def ahead(self, one, other):
        """tuple (int, int, int): on how many seeds `one` is ahead of `other`, level with it, and behind."""
        pairs = zip(self.sides[one].numbers, self.sides[other].numbers, strict=True)
        best = [level_best({"one": a, "other": b}, self.smaller_is_better) for a, b in pairs]
        return best.count(["one"]), best.count(["one", "other"]), best.count(["other"])

    def short(self):
        """The medians in one line, as "SGD 70, Adam 40"."""
        return ", ".join(f"{name} {brief(median)}" for name, median in self.medians.items())

    def __str__(self):
        return table(self)


def compare(
    sides, ranges, measure, *, tuning, seeds, what, smaller_is_better=True, natural=None, untuned=None, watch=None
):
    """Tune every side over its range on some seeds, then measure it on others.

    With a small budget (:mod:`dlcourse.nn.training.budget`) it makes one trial for each side, and refuses nothing.

    Parameters
    ----------
    sides : dict of str to object
        What is compared, by name: functions, say.
    ranges : dict of str to dict of str to sequence
        For each side its parameters, and of each the values to try, rising; with several parameters every combination
        is a trial. All sides have the same number of trials. A parameter with one value is held there.
    measure : function
        ``measure(side, seed, **parameters) -> number``; infinity or nan where there is no result. The same seed gives
        every side the same problem.
    tuning : sequence of int
        The seeds on which a trial counts, by its median. Of trials that are level the middle one is taken.
    seeds : sequence of int
        The seeds of the result: three or more, none of them a tuning seed.
    what : str
        What is measured, as "steps until the loss is 0.3".
    smaller_is_better : bool
    natural : dict of str to dict of number to str, optional
        Ends of ranges that are bound by nature, with the reason: ``{"momentum": {0.0: "without any it is SGD"}}``.
    untuned : dict of str to str, optional
        Sides that have nothing to tune, so that one trial is all there is: the reason.
    watch : function, optional
        Wraps the names of the sides, to show progress: ``dlcourse.track``.

    Returns
    -------
    Comparison

    Raises
    ------
    Refused
        If the numbers of trials differ, if a side's best (alone, or level with others) is at an end of its range that
        is not bound by nature, or if a side came to no result with any value.
    ValueError
        If a range does not rise, or if the seeds are too few or shared.

    Examples
    --------
    >>> def measure(side, seed, rate):  # best at a rate of 0.1, whatever the seed
    ...     return side + seed + abs(rate - 0.1)
    >>> found = compare(
    ...     {"slow": 70, "quick": 30},
    ...     {"slow": {"rate": [0.01, 0.1, 1.0]}, "quick": {"rate": [0.05, 0.1, 0.2]}},
    ...     measure, tuning=[0], seeds=[1, 2, 3], what="steps",
    ... )
    >>> found.first, found.medians, found.sides["slow"].best
    (['quick'], {'slow': 72.0, 'quick': 32.0}, {'rate': 0.1})
    """
    natural, untuned = natural or {}, untuned or {}
    _look_at(sides, ranges, tuple(tuning), tuple(seeds), untuned)
    tuning, seeds = tuple(tuning)[: few(len(tuning), 1)], tuple(seeds)[: few(len(seeds), 2)]
    found, complaints = {}, []
    for name in (watch or (lambda names, _: names))(list(sides), "comparing"):
        trials = [_trial(sides[name], values, measure, tuning) for values in _grid(ranges[name])]
        best, complaint = _best_of(name, ranges[name], trials, smaller_is_better, natural)
        complaints += complaint
        if not complaints:  # else the result would be thrown away
            numbers = tuple(measure(sides[name], seed, **best) for seed in seeds)
            found[name] = Side(
                name, {key: tuple(values) for key, values in ranges[name].items()}, trials, best, numbers
            )
    if complaints:
        raise Refused(" ".join(complaints))
    return Comparison(found, tuning, seeds, smaller_is_better, what, untuned)


def level_best(values, smaller_is_better=True):
    """The keys of the best of some numbers: several, if they are level; nan is the worst there is.

    Examples
    --------
    >>> level_best({"a": 3.0, "b": 2.0, "c": 2.0}), level_best({"a": 1.0, "b": float("nan")}, smaller_is_better=False)
    (['b', 'c'], ['a'])
    """
    worst = math.inf if smaller_is_better else -math.inf
    known = {key: worst if math.isnan(value) else value for key, value in values.items()}
    best = (min if smaller_is_better else max)(known.values())
    return [key for key, value in known.items() if value == best or math.isclose(value, best, rel_tol=LEVEL)]


def _look_at(sides, ranges, tuning, seeds, untuned):
    """Whether this can be a fair comparison at all, before anything is measured."""
    if set(sides) != set(ranges):
        raise ValueError(f"sides are {sorted(sides)}, ranges are of {sorted(ranges)}: want a range for each side")
    if not tuning or len(set(seeds)) < LEAST_SEEDS or set(tuning) & set(seeds):
        raise ValueError(
            f"tuning is {tuning}, seeds are {seeds}: want one seed or more for tuning, and at least {LEAST_SEEDS} "
            "others for the result"
        )
    for name, parameters in ranges.items():
        for key, values in parameters.items():
            if not len(values) or any(a >= b for a, b in itertools.pairwise(values)):
                raise ValueError(f"{key} of {name} is {list(values)}: want values that rise")
    trials = {name: math.prod(len(values) for values in ranges[name].values()) for name in sides if name not in untuned}
    if len(set(trials.values())) > 1:
        counts = ", ".join(f"{name} {count}" for name, count in trials.items())
        raise Refused(f"Not all sides have the same number of trials ({counts}): whoever tries more finds more.")


def _grid(parameters):
    """Every combination of the values, as dicts; with a small budget the first one."""
    combinations = itertools.product(*parameters.values())
    every = [dict(zip(parameters, values, strict=True)) for values in combinations]
    return every[: few(len(every), 1)]


def _trial(side, values, measure, tuning):
    """One trial's values, and its median over the tuning seeds."""
    return values, statistics.median(measure(side, seed, **values) for seed in tuning)


def _best_of(name, parameters, trials, smaller_is_better, natural):
    """The values of the best trial, and what is to be said against taking them."""
    level = level_best({place: score for place, (_, score) in enumerate(trials)}, smaller_is_better)
    best = trials[level[len(level) // 2]][0]
    if len(trials) < math.prod(len(values) for values in parameters.values()):
        return best, []  # a small budget: nothing was tuned
    if not math.isfinite(trials[level[0]][1]):
        tried = in_words(parameters)
        return best, [f"{name} came to no result with any value ({tried}): widen its range, or let it go on longer."]
    return best, _ends(name, parameters, [trials[place][0] for place in level], natural)


def _ends(name, parameters, level, natural):
    """A sentence for each end of a range, not bound by nature, at which a side is best."""
    said = []
    for key, values in parameters.items():
        for end, place in ((values[0], "lower"), (values[-1], "upper")):
            at_end = len(values) > 1 and any(trial[key] == end for trial in level)
            if at_end and end not in natural.get(key, {}):
                also = " (level with others)" if len(level) > 1 else ""
                said.append(
                    f"{name} is best{also} at {key} {end:g}, the {place} end of its range from {values[0]:g} to "
                    f"{values[-1]:g}: it might be better still beyond. Widen the range."
                )
    return said
