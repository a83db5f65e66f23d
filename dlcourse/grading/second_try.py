"""The second try of an answer, as it is sent to a sandbox and told by it.

Where it may help is said by `coursework.second_try`; what runs is a script (`checking.runtime.script`). As in the first
try, the reference stands in for other exercises that are not right.
"""

from dataclasses import asdict

from dlcourse.checking.runtime.script import SECONDS
from dlcourse.exercises import find
from dlcourse.grading.jobs import lent_to, place_of

MOST_TOLD = 10_000  # statements of a notebook


def job_of(second, key, passed, seconds):
    """A second try as a job for a sandbox.

    Parameters
    ----------
    second : SecondTry
    key : str
        The id of the exercise.
    passed : set of str
        The ids of the answers that are right.
    seconds : float
        The time limit of the sandbox.

    Returns
    -------
    dict
        Plain data.
    """
    extraction = second.extraction
    answer, (wrong, names) = extraction.exercises.get(key), second.stand_ins(key, passed)
    script = {
        "id": key,
        "function": answer.function if answer else find(key).name,
        "statements": [asdict(statement) for statement in extraction.script],
        "stand_ins": {other: place_of(other) for other in wrong},
        "brought": {other: place_of(other) for other in second.brought(key)},
        "references": {name: place_of(other) for name, other in names.items()},
        "calls": list(find(key).calls),
        "lent": lent_to(key, passed),
        "planted": second.planted,
        "future": extraction.future,
        "seconds": min(SECONDS, seconds / 2),
        "skipped": sorted(second.slow),
    }
    return {"script": script}


def learn_from(told, second):
    """Let a SecondTry know what the first answer of a sandbox tells, whatever it is. Only this notebook believes it."""
    fields = told.get("cannot", told)
    fields = fields if isinstance(fields, dict) else {}
    slow, registered, choices = (fields.get(name) for name in ("slow", "registered", "choices"))
    if isinstance(slow, list) and isinstance(registered, list) and isinstance(choices, list):
        slow = [place for place in slow[:MOST_TOLD] if type(place) is int]
        choices = {pair[0]: pair[1] for pair in choices[:MOST_TOLD] if _is_choice(pair)}
        second.learn([key for key in registered if isinstance(key, str)], slow, choices)


def _is_choice(pair):
    is_pair = isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str)
    return is_pair and type(pair[1]) in (str, int, float, bool)


def cell_in(told, extraction):
    """The number of the cell, from 1, in which a function was defined, as its sandbox tells it; or None."""
    where = told.get("where")
    digits = where[6:-1] if isinstance(where, str) and where.startswith("<cell ") else ""
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0
    return number if number > 0 and number - 1 in extraction.cells else None
