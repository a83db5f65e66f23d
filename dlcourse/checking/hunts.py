"""Catch the bug: the learner gives inputs for which wrong versions of a function differ from the right one.

An answer is a function without parameters that gives back a list of at most three inputs. It is right when

- each known mistake of the hunted exercise that is not left out shows itself on at least one input, and
- of the small changes of the right function (`slight_changes`) at least four for every five show themselves that do so
  on the inputs of the course's own answer.

A version shows itself where its value differs beyond the tolerance, in shape and type, too, or where it raises. A
warning, or an argument changed in place, does not count. The rule is the same in the notebook and in the grader, and
both say how many of each kind are caught; the small changes are not described, and no code of any version is.
"""

import functools
import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from dlcourse.checking.hunted_inputs import MOST_NUMBERS, inputs_in
from dlcourse.checking.runtime.plain import NotPlain, decode, encode
from dlcourse.checking.runtime.run import run
from dlcourse.checking.slight import slight_changes
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.checking.trials import case_arguments, judge, run_cases

SHARE = 0.8  # of the small changes that the course's own inputs catch
FEW = 0.15  # of the numbers: so many are few
REMEMBERED = 64  # answers, of each hunt


def hunt(*, of, answer, points, hints, solved, since=1, without=(), described=None, numbers=MOST_NUMBERS, **others):
    """An exercise of the form "hunt".

    Parameters
    ----------
    of : Exercise
        The hunted one: its reference, its mistakes. Its arguments are plain data, no generators and functions.
    answer : function
        The course's own answer: no parameters, gives back a list of at most three inputs. It has the exercise's name,
        and catches all that is not left out.
    points, hints, solved, since, **others
        As of `Specification`.
    without : tuple of str
        Names of mistakes that are left out, such as those that only warn.
    described : dict, optional
        Name of a mistake -> a noun phrase for a report to tell of it, that gives no input away. By default it is told
        where a version differs: in few numbers, in its shape, by an error.
    numbers : int
        So many numbers and letters an input may have: few where one long array would catch all without a thought.

    Returns
    -------
    Exercise

    Raises
    ------
    ValueError
        If `without` or `described` name what is no mistake of `of`.
    """
    unknown = {*without, *(described or {})} - {mistake.name for mistake in of.mistakes}
    if unknown:
        raise ValueError(f"{of.reference.__name__} has no mistake {sorted(unknown)[0]!r}")
    game = Hunt(of, answer, tuple(without), described or {}, numbers)
    shown = {"points": points, "hints": hints, "solved": solved, "since": since, "form": "hunt"}
    return Exercise(
        reference=answer,
        cases=lambda rng: [Case()],
        observe=game.observe,
        tell=game.tell,
        fixed=True,
        **shown,
        **others,
    )


@dataclass(frozen=True)
class Caught:
    """What some inputs caught.

    Parameters
    ----------
    away : tuple of str
        The names of the known mistakes that got away.
    hidden : int
        How many small changes were caught.
    inputs : int
        How many inputs count.
    remarks : tuple of str
        A sentence on each input that does not count.
    """

    away: tuple
    hidden: int
    inputs: int
    remarks: tuple


class Hunt:
    """The versions of a function that are hunted; they are made when the first answer is looked at.

    Parameters
    ----------
    of, answer, without, described, numbers : as for `hunt`
    """

    def __init__(self, of, answer, without, described, numbers):
        self.of, self.answer, self.without = of, answer, without
        self.described, self.numbers = described, numbers
        self._caught = functools.lru_cache(REMEMBERED)(self._chase)

    @functools.cached_property
    def known(self):
        """The mistakes that have to be caught."""
        return [mistake for mistake in self.of.mistakes if mistake.name not in self.without]

    @functools.cached_property
    def hidden(self):
        """The small changes of the right function."""
        return [variant for _, _, variant in slight_changes(self.of.reference)]

    @functools.cached_property
    def samples(self):
        """The cases of the hunted exercise: what its arguments look like."""
        return case_arguments(self.of, 0)

    @functools.cached_property
    def ours(self):
        """What the course's own inputs catch."""
        return self.caught(run(self.answer, {}, []).value)

    @functools.cached_property
    def wanted(self):
        """How many small changes have to be caught."""
        return math.ceil(SHARE * self.ours.hidden)

    def observe(self, _arguments, value):
        """What an answer caught, in words: which mistakes got away is told by their places, not by their names."""
        found = self.caught(value)
        places = [f"number {place}" for place, item in enumerate(self.known, 1) if item.name in found.away]
        hidden = "enough" if found.hidden >= self.wanted else "not enough"
        return {"wrong versions that got away": ", ".join(places) or "none", "hidden ones caught": hidden}

    def tell(self, _arguments, value):
        """Sentences: how many were caught, what got away, which inputs do not count."""
        found, many = self.caught(value), len(self.known)
        if not found.inputs:
            return f"{' '.join(found.remarks)} So no input is left that could catch anything."
        first = f"Your inputs catch {_all_or(many - len(found.away), many)} known wrong versions"
        second = f"{found.hidden} of {len(self.hidden)} hidden small changes of the right function"
        enough = f"at least {self.wanted} are wanted" if self.wanted else "none is wanted"
        sentences = [f"{first}, and {second} ({enough})."]
        if found.away:
            kinds = Counter(self._describe(mistake) for mistake in self.known if mistake.name in found.away)
            listed = "; ".join(f"{text} ({count} of them)" if count > 1 else text for text, count in kinds.items())
            sentences.append(f"What got away: {listed}.")
        return " ".join([*found.remarks, *sentences])

    def caught(self, value):
        """What the inputs of an answer catch.

        Raises
        ------
        Malformed
            If it is no list of one to three inputs.
        """
        try:
            return self._caught(encode(value))
        except NotPlain as error:
            raise Malformed(f"What came back cannot be looked at: {error}.") from None

    def _chase(self, data):
        inputs, remarks = inputs_in(decode(data), self.of.reference, self.samples, self.numbers)
        cases, expected = [], []
        for number, arguments in inputs:
            outcome = run_cases(self.of, self.of.reference, [arguments])[0]
            problem = _does_not_count(outcome)
            if problem:
                remarks.append(f"Input {number} does not count: {problem}.")
            else:
                cases.append(arguments)
                expected.append(outcome)
        away = tuple(item.name for item in self.known if not self._shows(item.answer, cases, expected))
        hidden = sum(self._shows(variant, cases, expected) for variant in self.hidden)
        return Caught(away, hidden, len(cases), tuple(remarks))

    def _shows(self, version, cases, expected):
        """Whether a version differs from the right function on one of some cases."""
        return any(
            not judge(self.of, [case], [outcome], run_cases(self.of, version, [case]))[0].value_right
            for case, outcome in zip(cases, expected)
        )

    def _describe(self, mistake):
        """What may be told of a version that got away: where it differs on the hunted exercise's own cases."""
        return self.described.get(mistake.name) or self._differs[mistake.name]

    @functools.cached_property
    def _differs(self):
        expected = run_cases(self.of, self.of.reference, self.samples)
        found = {}
        for mistake in self.known:
            trials = judge(self.of, self.samples, expected, run_cases(self.of, mistake.answer, self.samples))
            found[mistake.name] = _where_it_differs(trials)
        return found


def _all_or(caught, many):
    return f"all {many}" if caught == many else f"{caught} of {many}"


def _does_not_count(outcome):
    """Why an input says nothing, from what the right function does with it; or ""."""
    if outcome.failure:
        message = " ".join(outcome.failure.message.split())[:200]
        return f"the right function raises {outcome.failure.type} there ({message or 'no message'})"
    if outcome.warnings:
        return f"the right function warns there ({outcome.warnings[0]})"
    return "" if _is_finite(outcome.value) else "what the right function gives there is not finite"


def _is_finite(tree):
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return all(map(_is_finite, tree))
    if isinstance(tree, bool | int | float | np.ndarray | np.generic):
        return bool(np.isfinite(np.asarray(tree, dtype=float)).all())
    return True


def _where_it_differs(trials):
    """A noun phrase for a version: it says how much of what comes back is wrong, and nothing of the inputs."""
    wrong = [trial for trial in trials if not trial.value_right]
    if any(trial.got.failure for trial in wrong):
        return "a version that raises an error at times"
    if wrong and all(trial.difference.kind in ("shape", "type", "dtype", "none") for trial in wrong):
        return "a version whose results have another shape or type"
    share = float(np.mean([_wrong_share(trial) for trial in trials]))
    if share < FEW:
        return "a version that is wrong for few inputs only"
    return "a version that is wrong for some inputs" if share < 1 - FEW else "a version that is wrong nearly everywhere"


def _wrong_share(trial):
    """The share of wrong numbers in what comes back in a case; 1 where that cannot be told, or all of it is wrong."""
    left, right = trial.expected_view, trial.got_view
    if trial.value_right:
        return 0.0
    if not all(isinstance(side, np.ndarray | np.generic | float | int) for side in (left, right)):
        return 1.0
    left, right = np.asarray(left), np.asarray(right)
    if left.shape != right.shape or not left.size:
        return 1.0
    return float(np.mean(~trial.tolerance.allows(left, right)))
