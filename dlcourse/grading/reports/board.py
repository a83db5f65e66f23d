"""The board of a class: how good the answers are that are scored, ranked under names that only their owners know.

A name is drawn from the run's secret seed and the moment in which the run began, so that nobody can work it out. For
one run it stays the same.
"""

import hashlib
import hmac

from dlcourse.checking.marks import percent
from dlcourse.exercises import UnknownExercise, find

COLOURS = (
    *("amber", "azure", "black", "blue", "bronze", "brown", "copper", "coral", "crimson", "golden", "green", "grey"),
    *("indigo", "ivory", "jade", "lilac", "olive", "orange", "purple", "red", "silver", "teal", "violet", "white"),
)
ANIMALS = (
    *("badger", "bat", "bear", "beaver", "bee", "bison", "crane", "cricket", "crow", "deer", "dolphin", "eagle"),
    *("falcon", "ferret", "finch", "fox", "frog", "gecko", "goose", "hare", "hawk", "hedgehog", "heron", "ibis"),
    *("koala", "lark", "lizard", "lynx", "magpie", "marten", "mole", "moose", "newt", "otter", "owl", "panda"),
    *("pelican", "puffin", "raven", "robin", "seal", "sparrow", "squirrel", "stork", "swan", "tiger", "turtle", "wolf"),
)
NUMBERS = 99


def pseudonyms(run, students):
    """A name for each student: dict of str to str.

    Parameters
    ----------
    run : dict
        seed, started.
    students : iterable of str
    """
    key = f"{run['seed']} {run['started']!r}".encode()
    drawn = {name: hmac.digest(key, name.encode("utf-8", "backslashreplace"), hashlib.sha256) for name in students}
    found = {}
    for student in sorted(drawn, key=drawn.get):
        number, colour = divmod(int.from_bytes(drawn[student][:8]), len(COLOURS))
        number, animal = divmod(number, len(ANIMALS))
        while (name := f"{COLOURS[colour]} {ANIMALS[animal]} {number % NUMBERS + 1}") in found.values():
            number += 1  # of two with one name the second gets the next one
        found[student] = name
    return found


def boards(pairs, run, names=False):
    """The boards of a run: one for each exercise that is scored, if anybody was.

    Who has no right answer of their own where the scored one is called with it is not on it: that would be the
    reference's score.

    Parameters
    ----------
    pairs : iterable
        (submission, its results), as from `policy.layer.Layer`.
    run : dict
    names : bool
        Real names in the place of others.

    Returns
    -------
    list of dict
        exercise, what (is measured), rows: list of dict of rank, who, share (in words), points; the best first.
    """
    scored, students = {}, set()
    for submission, results in pairs:
        students.add(submission["student"])
        for result in results:
            if is_on_board(result):
                found = (result["measured"], result["score"], submission["student"])
                scored.setdefault(result["exercise"], []).append(found)
    called = {name: name for name in students} if names else pseudonyms(run, students)
    return [
        {"exercise": key, "what": find(key).marks.what, "rows": _ranked(found, called)} for key, found in scored.items()
    ]


def is_on_board(result):
    """Whether a result was scored, and for what is the student's own."""
    if result.get("measured") is None:
        return False
    try:
        exercise = find(result["exercise"])
    except UnknownExercise:
        return False
    return bool(getattr(exercise, "marks", None)) and not set(exercise.calls) & set(result.get("carried") or ())


def _ranked(found, called):
    rows = sorted(((-share, called[student], points) for share, points, student in found))
    shares = [share for share, *_ in rows]
    return [
        {"rank": shares.index(share) + 1, "who": who, "share": percent(-share), "points": points}
        for share, who, points in rows
    ]
