"""What stands in a progress file: read with distrust, since whatever happened to the file, a notebook goes on.

The format is 1 and stays so. What came later is optional: the parts "guesses" and "milestones" beside "exercises", and
the times in an entry. What is not known here is left alone when the file is written anew.
"""

import json
import math

from dlcourse.checking.status import Status

FORMAT = 1
MOST_BYTES = 5_000_000  # a hundred times what all exercises take
MOST = 1e9  # a score or a count above this is damage
LONGEST = 200  # characters of a guess that is a choice
FRESH = {
    "status": Status.NOT_ATTEMPTED.value,  # plain text, as in the file; of the latest attempt
    "diagnosis": "",  # of the latest attempt
    "score": 0,  # the best so far
    "max_score": 0,
    "attempts": 0,
    "hints": 0,
    "solution": False,
}
# Seconds since 1970, where they are known: of the latest attempt, right answer, and question of `dlcourse review`.
TIMES = ("tried", "when", "reviewed")
LATEST_TIME = 1e11


class NewerFormat(Exception):
    """The file was written by a newer dlcourse."""


def fresh_content():
    """What a file holds in which nothing is written yet."""
    return {"format": FORMAT, "exercises": {}}


def text_of(content):
    """The text of a file with this content."""
    return json.dumps(content, indent=1, default=lambda x: x.item())


def parse(data):
    """The good parts of a progress file, and whether all of it was good.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    tuple (dict, bool)
        "format", "exercises", the optional parts that are there, and what is not known here, as it was.

    Raises
    ------
    NewerFormat
        If the file is of a later format than this one.
    """
    if len(data) > MOST_BYTES:
        return fresh_content(), False
    try:
        content = json.loads(data)
        text_of(content)  # what is nested so deep that it cannot be written is damage, too
    except (ValueError, RecursionError):
        return fresh_content(), False
    if not isinstance(content, dict) or type(content.get("format")) is not int:
        return fresh_content(), False
    if content["format"] > FORMAT:
        raise NewerFormat
    content.setdefault("exercises", None)  # the one part that every file has
    whole = True
    for part, mend in _MENDING.items():
        if part in content:
            content[part], good = _good(content[part], mend)
            whole = whole and good
    return content | {"format": FORMAT}, whole


def _good(entries, mend):
    """The entries of a part as far as they are good, and whether all were."""
    if not isinstance(entries, dict):
        return {}, False
    mended = {key: mend(entry) for key, entry in entries.items() if isinstance(entry, dict)}
    good = {key: entry for key, entry in mended.items() if entry is not None}
    return good, good == entries


def _exercise(entry):
    """An entry of an exercise; without times that are none; None if it is damaged."""
    for key, fresh in FRESH.items():
        value = entry.get(key, fresh)
        fits = type(value) is type(fresh) if isinstance(fresh, str | bool) else _is_number(value, 0, MOST)
        if not fits:
            return None
    return {key: value for key, value in entry.items() if key not in TIMES or _is_number(value, 0, LATEST_TIME)}


def _guess(entry):
    """A guess and, once it is known, what it came to; None if it is damaged."""
    given = [entry.get("answer"), *([entry["outcome"]] if "outcome" in entry else [])]
    return entry if all(_is_number(value) or _is_choice(value) for value in given) else None


def _milestone(entry):
    """The best number so far; None if it is damaged."""
    return entry if _is_number(entry.get("value")) and type(entry.get("reached")) is bool else None


def _is_number(value, least=-math.inf, most=math.inf):
    # Whole numbers of a thousand digits are compared as they are: as floats they would overflow.
    return type(value) in (int, float) and least <= value < most and (type(value) is int or math.isfinite(value))


def _is_choice(value):
    return isinstance(value, str) and len(value) <= LONGEST


_MENDING = {"exercises": _exercise, "guesses": _guess, "milestones": _milestone}
