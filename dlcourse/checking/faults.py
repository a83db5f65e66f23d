"""A function with a fault: its symptom is told; what is planted in it is never named while it is still there."""

from dlcourse.checking import slips
from dlcourse.checking.blanks import is_blank_function
from dlcourse.checking.naming import capital
from dlcourse.checking.slips.source import source_of
from dlcourse.checking.trials import same_behaviour

STILL_THERE = "a planted bug is still there"
ONE_MENDED = "One of the two bugs is mended, the other one is still there."


def untouched(exercise, answer):
    """What is said of an answer that is blank: the symptom, if it is the function with the fault; else ""."""
    if not exercise.fault or is_blank_function(answer):
        return ""
    one = len(exercise.fault.bugs) == 1
    what, end = ("a fault", "Find it and mend it.") if one else ("two faults", "Find and mend them.")
    return f"This function has {what}. {symptom(exercise)} {end}"


def symptom(exercise, left=None):
    """The symptom in sentences; where each bug has one of its own, those of the bugs (names) that are left."""
    fault = exercise.fault
    told = [fault.symptom] if isinstance(fault.symptom, str) else list(fault.symptom)
    if left and len(told) == len(fault.bugs):
        told = [text for bug, text in zip(fault.bugs, told, strict=True) if bug in left]
    return " ".join(f"{capital(text.strip()).rstrip('.')}." for text in told)


def texts(exercise):
    """All that may be said of a planted bug that is still there, of all of them first; () where nothing is planted."""
    if not exercise.fault:
        return ()
    bugs = exercise.fault.bugs
    ones = [f"{ONE_MENDED} {symptom(exercise, {bug})}" for bug in bugs] if len(bugs) == 2 else []
    return tuple(dict.fromkeys([symptom(exercise), *ones]))


def keep_secret(exercise, verdict, trials, oracle, found):
    """Tell the symptom in a Verdict if what is planted explains the answer, wholly or together with something else.

    Parameters
    ----------
    exercise : Exercise
    verdict : Verdict
        Of a wrong answer. Its diagnosis and its advice may be replaced.
    trials : list of Trial
    oracle : Oracle
        Of the same cases.
    found : Found, (name, advice) or None
        What was found from the results and from the source.
    """
    if not exercise.fault:
        return
    left = _bugs_left(exercise, trials, oracle, found or (verdict.diagnosis, verdict.advice))
    if left:
        verdict.diagnosis = STILL_THERE
        mended = f"{ONE_MENDED} " if len(left) < len(exercise.fault.bugs) else ""
        verdict.advice = mended + symptom(exercise, {bug.name for bug in left})


def _bugs_left(exercise, trials, oracle, found):
    """The planted bugs that are still there, as far as it can be told."""
    bugs = [mistake for mistake in exercise.mistakes if mistake.name in exercise.fault.bugs]
    if _behaves_as(trials, oracle, exercise.fault.function):
        return bugs
    alone = [bug for bug in bugs if any(_behaves_as(trials, oracle, answer) for answer in (bug.answer, *bug.others))]
    if alone:
        return alone[:1]
    name, advice = found[:2]
    others = {mistake.name for mistake in exercise.mistakes} - set(exercise.fault.bugs)
    named = [bug for bug in bugs if name not in others and (bug.name in name.split(", and ") or bug.advice in advice)]
    if not named and name in slips.RULES and _shows_in(exercise, trials, name):
        return bugs
    return named


def _behaves_as(trials, oracle, function):
    """Whether an answer does what a function does, where that raises in every case, too."""
    other = oracle.trials(function)
    if all(trial.got.failure for trial in trials):
        pairs = [(mine.got.failure, theirs.got.failure) for mine, theirs in zip(trials, other)]
        return all(b and (a.type, a.message) == (b.type, b.message) for a, b in pairs)
    return any(same_behaviour(trials, other, exact, errors=True) for exact in (True, False))


def _shows_in(exercise, trials, name):
    """Whether a slip that was read from the source of an answer stands in the planted one, too."""
    return bool(slips.RULES[name](source_of(exercise.fault.function), trials))
