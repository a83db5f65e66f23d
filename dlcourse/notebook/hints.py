"""Hints: a report folds one, and only who asks for it reads it; the last one comes to those alone who ask."""

from dlcourse.checking.status import Status
from dlcourse.notebook.session import session


def offered(specification, verdict):
    """The number of the hint that the report on a wrong answer offers, from 1; 0 where there is none.

    It is the one that fits the mistake that was recognised, if that was not used up, else the next one; never the
    last, unless there is no other. A slip that Python complains of uses up none.
    """
    last = max(1, len(specification.hints) - 1)
    if not specification.hints:
        return 0
    key, used = specification.id, session.used.get(specification.id, 0)
    fitting = next((item.hint for item in specification.mistakes if item.name == verdict.diagnosis), 0)
    number = min(fitting if fitting > used else used + 1, last)
    session.offered[key] = number
    if verdict.status == Status.WRONG:
        session.used[key] = max(used, number)
    return number


def asked_for(specification, count):
    """The number of the hint that comes next for who asks: behind the one that was offered or shown last.

    Parameters
    ----------
    specification : Specification
    count : int
        How many were asked for so far, this one among them, as the progress file says: a new kernel goes on there.
    """
    key = specification.id
    seen = max(session.offered.get(key, 0), session.used.get(key, 0))
    number = min(max(seen + 1, count), len(specification.hints))
    return number


def see(specification, number):
    """Note that a hint was shown."""
    session.offered[specification.id] = number
    session.used[specification.id] = max(session.used.get(specification.id, 0), number)
