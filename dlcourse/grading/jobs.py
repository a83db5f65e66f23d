"""An answer as it is sent to a sandbox: with what it needs, and with the references that stand in for others."""

from dataclasses import asdict

from dlcourse.checking.runtime.freezing import freeze
from dlcourse.exercises import find


def plain_part(part, extraction):
    """A planned Part as plain data. A reference that is not in the sandbox is not put in place there."""
    return {
        "id": part.id,
        "function": part.function,
        "statements": [asdict(extraction.statements[index]) for index in part.needs],
        "answers": part.answers,
        "references": {name: place_of(key) for name, key in part.references.items()},
        "calls": part.calls,
        "lent": lent_to(part.id, part.answers.values()),
        "future": extraction.future,
    }


def place_of(key):
    """Where the reference of an exercise is in the sandbox, if it is there: (module, function)."""
    exercise = find(key)
    return [f"dlcourse.lessons.{exercise.lesson}", exercise.name]


def lent_to(key, own):
    """What the references give for arguments of an exercise's cases, for those whose own answers are not right.

    Parameters
    ----------
    key : str
        The exercise's id.
    own : collection of str
        The ids of the answers that are the student's own and right.

    Returns
    -------
    dict
        Exercise id -> plain data.
    """
    return {other: freeze(reference()) for other, reference in find(key).calls.items() if other not in own}
