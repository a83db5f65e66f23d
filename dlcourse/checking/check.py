"""Check an answer: run it on every case, find the first thing wrong, and name the mistake."""

import contextlib
import functools
import inspect
from dataclasses import asdict, dataclass

from dlcourse.checking import faults, marks, refusals, slips
from dlcourse.checking.blanks import is_blank_function
from dlcourse.checking.explain import diagnose, teach
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.python_errors import advice_on
from dlcourse.checking.question import Question
from dlcourse.checking.questions import check_question
from dlcourse.checking.runtime.run import line_of_time_limit
from dlcourse.checking.runtime.timing import TimeLimit
from dlcourse.checking.runtime.timing import time_limit as limit
from dlcourse.checking.show import printable, show, show_both, show_call, show_named, show_observed
from dlcourse.checking.signatures import name_misfit, not_callable, wrong_def, wrong_signature
from dlcourse.checking.slips.source import source_of
from dlcourse.checking.status import Status
from dlcourse.checking.trials import case_arguments, judge, positional, run_cases, shown

SECONDS = 10.0  # for all cases of one exercise together
LOOP = "Is there a loop that never ends, or one over numbers that NumPy could handle at once?"
WRONG_VERSIONS = "Trying the wrong versions on these inputs takes too long: give smaller ones."
PRINTED = 500  # characters of what was printed that a report shows


@dataclass
class Verdict:
    """What a check found. All fields are text and numbers."""

    exercise: str
    status: Status  # here: correct, wrong, error, timeout or not attempted
    score: float = 0
    max_score: float = 0  # 0 for a bonus exercise: its points come on top
    diagnosis: str = ""  # the name of the mistake, if one explains every case
    advice: str = ""  # what that mistake is and why it matters
    message: str = ""  # one sentence: what differs and where
    call: str = ""  # the failing call as a line of Python
    got: str = ""
    expected: str = ""
    line: int | None = None  # of the learner's own code
    code: str = ""
    printed: str = ""
    note: str = ""
    cases: int = 0
    passed: int = 0
    bonus: float = 0  # the points that a bonus exercise can add
    measured: float | None = None  # the share that the points are given for, where an exercise has marks

    @classmethod
    def about(cls, exercise, status=Status.WRONG, **fields):
        """A Verdict on an exercise, to be filled in."""
        return cls(exercise.id, status, max_score=exercise.max_score, bonus=exercise.bonus_points, **fields)

    def to_dict(self):
        """The verdict as a dict of JSON values."""
        return asdict(self)


def check(exercise, answer, *, seed=0, time_limit=SECONDS, oracle=None, own=()):
    """Run an answer on all cases of its exercise and say what is wrong with it.

    Parameters
    ----------
    exercise : Exercise
    answer : function, or the value given to a question
    seed : int
        The seed of the cases.
    time_limit : float
        Seconds for all cases together; an exercise with a limit of its own gets that part of it.
    oracle : Oracle, optional
        Of the cases of this seed, if there is one already.
    own : dict
        Exercise id -> the learner's own right function, for those that arguments of the cases stand for.

    Returns
    -------
    Verdict
    """
    verdict = Verdict.about(exercise)
    if isinstance(exercise, Question):
        return check_question(exercise, answer, verdict)
    problem = not_callable(exercise, answer)
    if problem:
        verdict.status, verdict.message = Status.ERROR, problem
        return verdict
    if is_blank_function(answer, exercise):
        verdict.status, verdict.message = Status.NOT_ATTEMPTED, faults.untouched(exercise, answer)
        return verdict
    oracle = oracle or Oracle(exercise, case_arguments(exercise, seed))
    cases = oracle.cases
    time_limit = exercise.limit(time_limit, SECONDS)
    problem = wrong_signature(exercise, answer, cases[0]) or wrong_def(exercise, answer)
    if problem:
        verdict.status, verdict.message = Status.ERROR, problem
        name_misfit(verdict)
        return verdict
    outcomes = []
    try:
        with limit(time_limit):
            outcomes = run_cases(exercise, answer, cases, own=own)
            if exercise.form == "hunt":  # its inputs are tried on all versions here, where that can be stopped
                judge(exercise, cases, oracle.outcomes(exercise.reference), outcomes)
    except TimeLimit as error:
        return _timeout(exercise, verdict, error, answer, time_limit, told=WRONG_VERSIONS if outcomes else LOOP)
    verdict = verdict_on(exercise, cases, outcomes, verdict, oracle=oracle, source=source_of(answer))
    if verdict.status == Status.WRONG and inspect.isgeneratorfunction(answer):
        _tell_yield(oracle.outcomes(exercise.reference), outcomes, verdict)
    return verdict


def verdict_on(exercise, cases, outcomes, verdict=None, *, oracle=None, diagnosed=True, source=None, secret=False):
    """The verdict on Outcomes, wherever they come from: needs the cases and the reference, not the answer.

    Parameters
    ----------
    exercise : Exercise
    cases : list of dict
    outcomes : list of Outcome
    verdict : Verdict, optional
        To be filled in.
    oracle : Oracle, optional
        Of the same cases, if there is one already.
    diagnosed : bool
        Whether a wrong answer is diagnosed.
    source : Source, optional
        The answer as it was written.
    secret : bool
        Whether the advice must tell nothing of the cases.

    Returns
    -------
    Verdict
    """
    verdict = verdict or Verdict.about(exercise)
    oracle = oracle or Oracle(exercise, cases)
    first = outcomes[0]
    if first.failure and first.failure.unfinished:
        verdict.status, verdict.line = Status.NOT_ATTEMPTED, first.failure.line
        verdict.note = (
            f"You have begun, but line {first.failure.line} still says `raise NotImplementedError`: "
            "your code stops there. Delete that line once your answer is ready."
        )
        return verdict
    trials = judge(exercise, cases, oracle.outcomes(exercise.reference), outcomes)
    verdict.cases, verdict.passed = len(trials), sum(trial.passed for trial in trials)
    if verdict.cases == verdict.passed:
        verdict.status, verdict.score = Status.CORRECT, exercise.points
        _keep_printed(verdict, trials[0])
        if exercise.tell:
            verdict.note = f"{exercise.tell(cases[-1], trials[-1].got.value)} {verdict.note}".strip()
        if exercise.marks:
            marks.give(exercise, verdict, exercise.marks.of(trials))
        return verdict
    if all(trial.passed or trial.refused for trial in trials):
        return refusals.tell(exercise, shown(trials), verdict, secret=secret)
    trials = [trial for trial in trials if not trial.refused]  # which come last, and are told last
    oracle = oracle.first(len(trials))
    _describe_failure(exercise, trials, verdict, source, secret)
    found = slips.diagnose(exercise, trials, source, diagnose(exercise, trials, oracle)) if diagnosed else None
    if found and (verdict.diagnosis == "" or found[-1] in ("listed", "errors")):  # else an error's own name comes first
        verdict.diagnosis, verdict.advice = found[:2]
    elif diagnosed and (not verdict.diagnosis or (verdict.passed and not secret)):
        verdict.advice = f"{verdict.advice} {teach(exercise, trials)}".strip()
    if diagnosed:
        faults.keep_secret(exercise, verdict, trials, oracle, found)
    return verdict


def _tell_yield(expected, outcomes, verdict):
    """A `yield` explains why lists of values came back where something else is wanted."""
    pairs = [(left.value, right.value) for left, right in zip(expected, outcomes) if not right.failure]
    if pairs and all(isinstance(got, list) and not isinstance(want, list | tuple) for want, got in pairs):
        verdict.diagnosis = "yield instead of return"
        verdict.advice = (
            "There is a `yield` in your function, so that calling it gives no result, but something that hands out "
            "values one after another. Give the result back with `return`."
        )


def _timeout(exercise, verdict, error, answer, seconds, told):
    verdict.status = Status.TIMEOUT
    if getattr(error, "case", None) is not None and told is LOOP:
        verdict.call = show_call(exercise.name, error.case, positional(exercise.reference))
    verdict.line, verdict.code = line_of_time_limit(error, answer)
    where = f" in line {verdict.line}" if verdict.line else ""
    verdict.message = f"Stopped after {seconds:g} second{'' if seconds == 1 else 's'}{where}. {told}"
    return verdict


def _describe_failure(exercise, trials, verdict, source, secret):
    """Fill in the case to show."""
    trial = shown(trials)
    verdict.call = show_call(exercise.name, trial.arguments, positional(exercise.reference))
    show_view = show_observed if exercise.observe else functools.partial(show_named, exercise.outputs)
    verdict.expected = show_view(trial.expected_view)
    _keep_printed(verdict, trial)
    failure = trial.got.failure
    if failure:
        verdict.status, verdict.line, verdict.code = Status.ERROR, failure.line, failure.code
        verdict.message = _error_sentence(failure)
        verdict.diagnosis, verdict.advice = advice_on(failure, exercise, source, secret=secret) or ("", "")
        return
    verdict.got = show(trial.got.value) if trial.got_view is None else show_view(trial.got_view)
    if trial.difference and not exercise.observe and trial.got_view is not None:
        both = show_both(trial.expected_view, trial.got_view, trial.tolerance.allows, exercise.outputs)
        verdict.expected, verdict.got = both
    if trial.difference and exercise.tell and trial.got_view is not None:
        verdict.message = exercise.tell(trial.arguments, trial.got.value)
    elif trial.difference:
        verdict.message = trial.difference.message
    elif trial.changed:
        names = " and ".join(f"`{name}`" for name in trial.changed)
        verdict.message = f"The result is right, but the call changes {names} in place."
    elif trial.shared:
        verdict.message = (
            f"The values are right, but what comes back is not new: it is (a part of) `{trial.shared[0]}`."
        )
    elif trial.undrawn:
        verdict.message = f"What came back looks right, but nothing was drawn from the generator `{trial.undrawn[0]}`."
    else:
        verdict.message = f"The result is right, but NumPy warns: {trial.warnings[0]}."


def _error_sentence(failure):
    where = f" in line {failure.line}" if failure.line else ""
    if failure.unfinished:
        return f"Your code reaches `raise NotImplementedError`{where}: this case is not written yet."
    if failure.type in ("SystemExit", "KeyboardInterrupt"):
        return f"Your code wants to end the whole program{where}: leave out `exit()` and give the result with `return`."
    if failure.type == "RecursionError":
        return f"Your function calls itself{where} again and again without an end."
    return printable(f"Your code raised {failure.type}{where}: {failure.message[:400] or 'no message'}")


def _keep_printed(verdict, trial):
    verdict.printed = printable(trial.got.printed[:PRINTED]).rstrip()
    if trial.got.cut:
        verdict.note = "Your code prints very much: only the beginning is shown. Is there a `print` in a loop?"


@contextlib.contextmanager
def substituted(function, replacements):
    """Put other functions in place of some names that `function` uses, while the block runs.

    With this a mistake costs once: an exercise that builds on an earlier, wrong one is checked with the
    reference of the earlier one in place.
    """
    names = getattr(function, "__globals__", {})
    present = {name: names[name] for name in replacements if name in names and names[name] is not function}
    names.update({name: replacements[name] for name in present})
    try:
        yield sorted(present)
    finally:
        names.update(present)
