"""Decisions by hand in the grade book: what a person gives or says about one exercise, or about a whole hand-in.

A decision is about one hand-in, which its hash names: it stays through a regrade, and a newer hand-in does not take it.
None is ever changed: a new one on the same thing counts in its place, with what it does not say as before.
"""

import time
from dataclasses import dataclass, replace

COLUMNS = ("student", "lesson", "exercise", "sha256", "points", "out_of", "comment", "made", "withdrawn")


COUNTS = "counts"
STALE = "stale: on an earlier hand-in"
UNASKED = "without effect: this run does not ask for it"
GONE = "without effect: no hand-in in this run"


@dataclass(frozen=True)
class Decision:
    """One decision.

    Parameters
    ----------
    student, lesson : str
        Of the hand-in; the student may be a member of the group that handed in.
    exercise : str
        Its id, "" where it is about the whole hand-in.
    sha256 : str
        Of the hand-in.
    points : float or None
        What is given instead of what the checks gave; None: as these gave.
    out_of : float or None
        What the points are out of, as it was when they were given.
    comment : str or None
        None, of a new one: as it was.
    made : float
        When, in seconds since 1970.
    withdrawn : bool
        Whether it takes back what was decided before.
    """

    student: str
    lesson: str
    exercise: str
    sha256: str
    points: float | None = None
    out_of: float | None = None
    comment: str | None = None
    made: float = 0.0
    withdrawn: bool = False

    @property
    def about(self):
        """What it is about, in whatever version: (student, lesson, exercise)."""
        return self.student, self.lesson, self.exercise

    def points_of(self, most):
        """The points where now so many are possible: other ones than when it was decided, if weights changed."""
        if self.points is None or not self.out_of or most is None or most == self.out_of:
            return self.points
        return self.points * most / self.out_of


def decide(book, decisions):
    """Write decisions into the grade book, all or none.

    Parameters
    ----------
    book : GradeBook
    decisions : iterable of Decision
        `points` and `comment` None leave what was decided on the same hand-in before. One that takes back does so for
        every hand-in of the student.

    Returns
    -------
    list of Decision
        As they are in the book now.
    """
    written, now = [], time.time()
    with book.transaction():
        for new in decisions:
            earlier = _in_force(book, new.about)
            if new.withdrawn:
                for sha256 in [*earlier, *({new.sha256} - earlier.keys())]:
                    written_now = replace(new, sha256=sha256, made=now, comment="")
                    _insert(book, written_now)
                written.append(written_now)
                continue
            old = earlier.get(new.sha256)
            points, out_of = (new.points, new.out_of) if new.points is not None or not old else (old[0], old[1])
            comment = new.comment if new.comment is not None else old[2] if old else ""
            new = replace(new, withdrawn=points is None and not comment)  # nothing is left of it
            one = replace(new, points=points, out_of=out_of, comment=comment, made=now)
            _insert(book, one)
            written.append(one)
    return written


def _in_force(book, about):
    """sha256 -> (points, out_of, comment) of what counts for each hand-in on which something was decided."""
    rows = book.connection.execute(
        "SELECT sha256, points, out_of, comment, withdrawn FROM decisions "
        "WHERE student = ? AND lesson = ? AND exercise = ? ORDER BY id",
        about,
    )
    latest = {row["sha256"]: row for row in rows}
    return {
        sha256: (row["points"], row["out_of"], row["comment"]) for sha256, row in latest.items() if not row["withdrawn"]
    }


def _insert(book, one):
    marks = ", ".join("?" * len(COLUMNS))
    fields = [getattr(one, name) for name in COLUMNS]
    book.connection.execute(f"INSERT INTO decisions ({', '.join(COLUMNS)}) VALUES ({marks})", fields)


class Decisions:
    """What is decided in a grade book.

    Parameters
    ----------
    book : GradeBook
    """

    def __init__(self, book):
        with book.clear():
            rows = book.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM decisions ORDER BY id").fetchall()
        self._by_hand_in = {}
        for row in rows:
            one = Decision(**{**dict(row), "withdrawn": bool(row["withdrawn"])})
            self._by_hand_in[*one.about, one.sha256] = one

    def on(self, student, lesson, exercise, sha256):
        """The decision that counts for a hand-in, None if there is none."""
        found = self._by_hand_in.get((student, lesson, exercise, sha256))
        return None if found is None or found.withdrawn else found

    def states(self, hashes, exercises):
        """What is decided, and whether it counts: pairs (Decision, one of COUNTS, STALE, UNASKED and GONE).

        Parameters
        ----------
        hashes : dict
            (student, lesson) -> sha256 of what counts now.
        exercises : dict
            The same -> the ids of what is judged there.
        """
        found = []
        for one in sorted(self._by_hand_in.values(), key=lambda one: (*one.about, one.made)):
            key = one.student, one.lesson
            if one.withdrawn:
                continue
            if key not in hashes:
                state = GONE
            elif hashes[key] != one.sha256:
                state = STALE
            else:
                state = COUNTS if not one.exercise or one.exercise in exercises[key] else UNASKED
            found.append((one, state))
        return found
