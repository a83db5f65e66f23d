"""Every case of an exercise, run on the reference and on an answer, side by side."""

import inspect
from dataclasses import dataclass, field, replace

import numpy as np

from dlcourse.checking import refusals
from dlcourse.checking.compare import Difference, Tolerance, agrees, compare, describe, is_number
from dlcourse.checking.runtime.given import OwnAnswers
from dlcourse.checking.runtime.plain import Opaque, Seed
from dlcourse.checking.runtime.run import Outcome, TimeLimit, run, thaw
from dlcourse.checking.specification import Malformed

TIMES, ROOM = 100, 20_000  # as many numbers and words may come back for each one that is wanted, and besides


@dataclass
class Trial:
    """One case: its arguments, what the reference did, what the answer did, and the difference."""

    arguments: dict
    expected: Outcome
    got: Outcome
    expected_view: object = None  # the value, or what `observe` makes of it
    got_view: object = None
    difference: Difference | None = None
    changed: list = field(default_factory=list)  # names of arguments changed in place
    undrawn: list = field(default_factory=list)  # names of generators that the reference uses and the answer does not
    warnings: tuple = ()  # numeric ones that the reference does not raise
    shared: tuple = ()  # names of arguments that are handed back where new arrays are wanted
    tolerance: Tolerance = field(default_factory=Tolerance)
    only_together: bool = False  # each value could be right, but not all of them together
    refused: bool = False  # by the reference: then an answer should raise an error, too

    @property
    def passed(self):
        """Whether nothing is wrong in this case."""
        return not (self.got.failure or self.difference or self.changed or self.undrawn or self.warnings or self.shared)

    @property
    def value_right(self):
        """Whether the returned value, at least, is right."""
        return not (self.got.failure or self.difference)


def positional(function):
    """The names of the parameters that can be passed by position."""
    kinds = inspect.Parameter
    allowed = (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
    return [name for name, p in inspect.signature(function).parameters.items() if p.kind in allowed]


def case_arguments(exercise, seed):
    """The arguments of every case for this seed: a list of dicts of plain data."""
    rng = np.random.default_rng(seed)
    return [case.arguments(exercise.reference) for case in exercise.cases(rng)]


def run_cases(exercise, function, cases, prepare=thaw, own=()):
    """Run a function on every case: a list of Outcomes. `own` has the learner's answers by id; else the references."""
    names, outcomes = positional(exercise.reference), []
    answers = OwnAnswers(exercise.calls | dict(own))
    for arguments in cases:
        try:
            outcomes.append(run(function, arguments, names, prepare, answers))
        except TimeLimit as error:
            error.case = arguments
            raise
    return outcomes


def judge(exercise, cases, expected, got):
    """Compare two lists of Outcomes case by case: a list of Trials. Needs no function: outcomes are data.

    Whoever draws from a generator in some cases knows it: where nothing is left to chance, nothing need be drawn.
    """
    trials = [_judge(exercise, *row) for row in zip(cases, expected, got, strict=True)]
    drawn = {name for trial in trials for name, drawn in trial.got.arguments.items() if drawn is True}
    for trial in trials:
        trial.undrawn = [name for name in trial.undrawn if name not in drawn]
    if exercise.together and all(isinstance(trial.got_view, dict) for trial in trials):
        _join(exercise, trials)
    return trials


def _join(exercise, trials):
    """Observe all cases together, as a part of the last one."""
    last = trials[-1]
    alone = last.difference
    expected = exercise.together([(trial.arguments, trial.expected.value) for trial in trials])
    last.expected_view = last.expected_view | expected  # a dict of its own: that of the last case is kept
    last.got_view |= exercise.together([(trial.arguments, trial.got.value) for trial in trials])
    last.difference = compare(last.expected_view, last.got_view, last.tolerance, observed=True)
    last.only_together = bool(last.difference and not alone)


def _judge(exercise, arguments, expected, got):
    if refusals.is_refusal(expected):
        return refusals.judged(exercise, Trial(arguments, expected, got, refused=True))
    got = _without_excess(expected, got)
    whole = not exercise.integers and _all_whole(list(arguments.values()))
    tolerance = Tolerance(exercise.rtol, exercise.atol, whole=whole)
    trial = Trial(arguments, expected, got, tolerance=tolerance)
    trial.expected_view = _wanted_view(exercise, arguments, expected)
    if got.failure:
        return trial
    is_told = exercise.form == "hunt"  # which takes other lists, too, and says of what is none that it is no list
    if exercise.observe and (got.value is None or (isinstance(got.value, Opaque) and not is_told)):
        trial.difference = compare(expected.value, got.value, tolerance, exercise.names)
        return trial
    try:
        trial.got_view = view_of(exercise, arguments, got.value)
    except Malformed as error:
        trial.difference = Difference("shape", "", str(error))
        return trial
    seen = bool(exercise.observe)
    trial.difference = compare(trial.expected_view, trial.got_view, tolerance, exercise.names, observed=seen)
    seeds = [name for name, value in arguments.items() if isinstance(value, Seed)]
    trial.changed = [name for name in arguments if name not in seeds and _changed(expected, got, name)]
    trial.undrawn = [name for name in seeds if expected.arguments[name] and not got.arguments.get(name)]
    if exercise.quiet and not expected.warnings:
        trial.warnings = got.warnings
    if exercise.fresh:
        trial.shared = got.shared
    return trial


def _wanted_view(exercise, arguments, expected):
    """The view of what the reference gives: observed once, however many answers are compared with it."""
    if not exercise.observe:
        return expected.value
    if not hasattr(expected, "view"):
        expected.view = view_of(exercise, arguments, expected.value)
    return expected.view


def _without_excess(expected, got):
    """The Outcome, with a sentence in the place of a value that is larger by far than it can mean.

    What looks at answers is written for those that people give; a line of code makes one that it looks at for hours.
    """
    if size_of(got.value) <= TIMES * size_of(expected.value) + ROOM:
        return got
    return replace(got, value=Opaque("too large", f"{describe(got.value)}, far more than is wanted"))


def _all_whole(values):
    """Whether the arrays among the arguments, at any depth, are whole numbers; False if there is no array."""
    arrays, rest = [], list(values)
    while rest:
        item = rest.pop()
        if isinstance(item, list | tuple):
            rest.extend(item)
        elif isinstance(item, dict):
            rest.extend(item.values())
        elif isinstance(item, np.ndarray):
            arrays.append(item)
    return bool(arrays) and all(array.dtype.kind in "biu" for array in arrays)


def view_of(exercise, arguments, value):
    """The value, or what the exercise observes in it; observing must survive whatever a learner returns."""
    if not exercise.observe:
        return value
    try:
        with np.errstate(all="ignore"):
            return exercise.observe(arguments, value)
    except Malformed:
        raise
    except Exception:
        raise Malformed(f"What came back is {describe(value)}, and not of the form that is wanted.") from None


def _changed(expected, got, name):
    if name not in got.arguments:
        return False
    return not exactly_equal(expected.arguments[name], got.arguments[name])


def shown(trials):
    """The Trial to show of a wrong answer: a small one that raises or has a wrong value, else with anything wrong.

    None is smaller than the first case, which is written to be read: a single number hides what is wrong with shapes.
    """
    least = size_of(trials[0].arguments)
    wrong = [trial for trial in trials if not trial.value_right] or [trial for trial in trials if not trial.passed]
    return min(wrong, key=lambda trial: max(least, size_of(trial.arguments)))


def size_of(tree):
    """How much there is to read: the numbers and words in plain data."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return sum(map(size_of, tree))
    if isinstance(tree, np.ndarray):
        return tree.size
    return 1 + len(tree) // 20 if isinstance(tree, str) else 1


def exactly_equal(left, right):
    """Whether two trees of plain data are the same, bit for bit."""
    if is_number(left) and is_number(right):
        return np.array_equal(left, right, equal_nan=True)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(exactly_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(exactly_equal(left[k], right[k]) for k in left)
    return type(left) is type(right) and left == right


def same_behaviour(trials, other, exact=True, errors=False):
    """Whether another run, as Trials, explains this one: the same values in all cases.

    A right value is the same only with the same side effects, unless there are wrong ones and not all must be `exact`:
    then the type of the numbers makes no difference either. Errors alone are evidence only if `errors` says so, and
    they come in some cases and not in others; the words of one that the answer itself raises are its own.
    """
    pairs = list(zip(trials, other, strict=True))
    found = {trial.difference.kind for trial in trials if trial.difference}
    lenient = not exact and bool(found - {"dtype"})
    if not all(same_in_case(*pair, typed=not lenient) for pair in pairs):
        return False
    right = [(mine, theirs) for mine, theirs in pairs if mine.value_right]
    if not lenient and any(_side_effects(mine) != _side_effects(theirs) for mine, theirs in right):
        return False
    if found or any(not mine.passed for mine, _ in right):
        return True
    failed = [[trial.got.failure for trial in pair] for pair in pairs if pair[0].got.failure]
    alike = all(mine.message == theirs.message or mine.code.startswith("raise ") for mine, theirs in failed)
    return errors and bool(right and failed) and alike


def same_in_case(mine, theirs, tolerance=None, typed=True):
    """Whether two Trials of one case give the same value, or raise the same error."""
    if mine.got.failure or theirs.got.failure:
        return bool(mine.got.failure and theirs.got.failure and mine.got.failure.type == theirs.got.failure.type)
    if mine.got_view is None or theirs.got_view is None:  # malformed or None: compare the raw values
        return exactly_equal(mine.got.value, theirs.got.value)
    tolerance = (tolerance or mine.tolerance).with_room_for(mine.expected_view)
    return agrees(theirs.got_view, mine.got_view, tolerance, typed=typed)


def _side_effects(trial):
    return trial.changed, trial.undrawn, trial.warnings, trial.shared
