"""Look at a function before it is called: is it one, do its parameters fit."""

import functools
import inspect

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.parameters import MISFIT, misfit, parameters
from dlcourse.checking.status import Status
from dlcourse.checking.trials import positional

MISFIT_NAME = "other parameters"
MISFIT_ADVICE = (
    "Leave the first line of the function as the notebook gives it: later cells, and the check, call it by these "
    "names, and what comes after a `*` only by name."
)


def not_callable(exercise, answer):
    """Why an answer is not a function, or ""."""
    if inspect.isfunction(answer) or isinstance(answer, functools.partial):
        return ""
    if inspect.isclass(answer):
        return f"{exercise.id} wants a function, but `{answer.__name__}` is a class: write `def {exercise.name}(...)`."
    if callable(answer):
        return ""
    found = describe(freeze(answer))
    return f"{exercise.id} wants a function, but got {found}: write `def {exercise.name}(...)` under the decorator."


def wrong_signature(exercise, answer, arguments):
    """What is wrong with the parameters of a function, or ""."""
    names, wanted = positional(exercise.reference), parameters(exercise.reference)
    return misfit(answer, exercise.name, arguments, positional=names, wanted=wanted)


def other_name(exercise, name, status):
    """A sentence on an answer whose function has another name than the notebook uses, or ""."""
    if name in ("", exercise.name) or status in (Status.NOT_ATTEMPTED, Status.MISSING):
        return ""
    begin = "Right, but the" if status == Status.CORRECT else "The"
    return f"{begin} notebook calls it `{exercise.name}`, not `{name}`: give it that name."


def wrong_def(exercise, answer):
    """What is wrong with the kind of a function, or ""."""
    if inspect.iscoroutinefunction(answer) or inspect.isasyncgenfunction(answer):
        return f"`async def {exercise.name}` gives no result when it is called: write `def {exercise.name}`."
    return ""


def name_misfit(verdict):
    """Name the mistake of a Verdict whose message says that the parameters do not fit."""
    if verdict.message.startswith(MISFIT):
        verdict.diagnosis, verdict.advice = MISFIT_NAME, MISFIT_ADVICE
