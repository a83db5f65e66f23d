"""Decisions by hand in the grade book: what a person gives or says about one exercise, or about a whole hand-in.

A decision is about one hand-in, which its hash names: it stays through a regrade, and a newer hand-in does not take it.
None is ever changed: a new one on the same thing counts in its place, with what it does not say as before.
"""

import time
from dataclasses import dataclass

COLUMNS = ("student", "lesson", "exercise", "sha256", "points", "comment", "made", "withdrawn")


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
    comment : str
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
    comment: str = ""
    made: float = 0.0
    withdrawn: bool = False

    @property
    def about(self):
        """What it is about, in whatever version: (student, lesson, exercise)."""
        return self.student, self.lesson, self.exercise


def decide(book, decisions):
    """Write decisions into the grade book, all or none.

    Parameters
    ----------
    book : GradeBook
    decisions : iterable of Decision
        `points` None and an empty `comment` leave what was decided on the same hand-in before.

    Returns
    -------
    list of Decision
        As they are in the book now.
    """
    written, now = [], time.time()
    with book.transaction():
        for new in decisions:
            row = book.connection.execute(
                "SELECT points, comment, withdrawn FROM decisions WHERE student = ? AND lesson = ? AND exercise = ? "
                "AND sha256 = ? ORDER BY id DESC LIMIT 1",
                (*new.about, new.sha256),
            ).fetchone()
            points, comment = new.points, new.comment
            if row is not None and not row["withdrawn"] and not new.withdrawn:
                points = row["points"] if points is None else points
                comment = comment or row["comment"]
            fields = (*new.about, new.sha256, points, comment, now, new.withdrawn)
            marks = ", ".join("?" * len(COLUMNS))
            book.connection.execute(f"INSERT INTO decisions ({', '.join(COLUMNS)}) VALUES ({marks})", fields)
            written.append(Decision(*fields))
    return written


class Decisions:
    """What is decided in a grade book.

    Parameters
    ----------
    book : GradeBook
    """

    def __init__(self, book):
        with book.clear():
            rows = book.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM decisions ORDER BY id").fetchall()
        self._latest, self._by_hand_in = {}, {}
        for row in rows:
            one = Decision(**{**dict(row), "withdrawn": bool(row["withdrawn"])})
            self._latest[one.about] = one
            self._by_hand_in[*one.about, one.sha256] = one

    def on(self, student, lesson, exercise, sha256):
        """The decision that counts for a hand-in, None if there is none."""
        found = self._by_hand_in.get((student, lesson, exercise, sha256))
        return None if found is None or found.withdrawn else found

    def stale(self, hashes):
        """The latest decisions that are about another hand-in than the one that counts now.

        Parameters
        ----------
        hashes : dict
            (student, lesson) -> sha256 of what counts now.
        """
        return [one for one in self.latest() if hashes.get((one.student, one.lesson)) != one.sha256]

    def latest(self):
        """On everything that was ever decided the latest decision, unless it took one back."""
        return [one for one in self._latest.values() if not one.withdrawn]
