"""The grade book: an SQLite file that holds every run, its submissions and their results.

What a submission was worth is stored as it ends, in one transaction, with SQLite's rollback journal: whatever ends
the program or the machine's power, a submission is in the book whole or not at all.
"""

import contextlib
import json
import sqlite3
import time
from pathlib import Path

from dlcourse.grading.errors import GradingError
from dlcourse.grading.gradebook_tables import RESULT, SUBMISSION, VERSION, statements

BOOK = "gradebook.sqlite"  # its name in a folder of results
YES_OR_NO = ("machine", "naive", "late")  # of a submission


class GradeBookError(GradingError):
    """The grade book cannot be read or written: one sentence that says what to do."""


class GradeBook:
    """The grade book in a file, made if it is not there.

    A submission is a dict with the keys of `SUBMISSION`: `notes` is a list of sentences, `machine` is true where the
    grader's own machine was at fault; `handed_in`, `time_from`, `naive` and `late` as of `choose.Submission`. A result
    is a dict as from `Marker.mark`.

    Parameters
    ----------
    path : path

    Raises
    ------
    GradeBookError
        Like all methods, if the file cannot be read or written.
    """

    def __init__(self, path):
        self.path = Path(path)
        with self.clear():
            self.connection = sqlite3.connect(self.path, isolation_level=None)
            self.connection.row_factory = sqlite3.Row
            self.connection.execute("PRAGMA journal_mode = DELETE")
            self.connection.execute("PRAGMA synchronous = FULL")
            self._prepare()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()

    def _prepare(self):
        if self._version() < VERSION:
            with self.transaction():
                for statement in statements(self._version()):  # asked again: nobody else was quicker
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA user_version = {VERSION}")
        elif self._version() > VERSION:
            raise GradeBookError(
                f"{self.path} was made by another version of dlcourse, a newer one: use that, or another folder."
            )

    def _version(self):
        return self.connection.execute("PRAGMA user_version").fetchone()[0]

    @contextlib.contextmanager
    def clear(self):
        """Turn SQLite's errors into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            raise GradeBookError(_sentence(self.path, error)) from None

    @contextlib.contextmanager
    def transaction(self):
        """Everything that happens inside, or nothing."""
        with self.clear():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    def begin(self, seed, *, sandboxed=True, options=None):
        """Begin a run; the earlier ones stay.

        Parameters
        ----------
        seed : int
            What the hidden cases are drawn from.
        sandboxed : bool
        options : dict
            JSON values, kept for `latest`.

        Returns
        -------
        int
            The number of the run.
        """
        from dlcourse import __version__

        row = (seed, time.time(), bool(sandboxed), json.dumps(options or {}, sort_keys=True), __version__)
        with self.transaction():
            cursor = self.connection.execute(
                "INSERT INTO runs (seed, started, sandboxed, options, dlcourse_version) VALUES (?, ?, ?, ?, ?)", row
            )
        return cursor.lastrowid

    def finish(self, run):
        """Note that all submissions of a run are in the book."""
        with self.transaction():
            self.connection.execute("UPDATE runs SET finished = ? WHERE id = ?", (time.time(), run))

    def latest(self):
        """The latest run as a dict (`options` as a dict), or None."""
        runs = self.runs()
        return runs[-1] if runs else None

    def runs(self):
        """All runs, the oldest first."""
        with self.clear():
            rows = self.connection.execute("SELECT * FROM runs ORDER BY id").fetchall()
        return [
            dict(row) | {"sandboxed": bool(row["sandboxed"]), "options": json.loads(row["options"])} for row in rows
        ]

    def store(self, run, submission, results=()):
        """Store a submission with its results, in place of what is there for the same student and lesson."""
        row = {"fingerprint": "", "notes": [], "machine": False, "seconds": 0.0, "sha256": ""}
        row |= {"handed_in": None, "time_from": "", "naive": False, "late": False} | submission
        row |= {"notes": json.dumps(row["notes"])} | {name: bool(row[name]) for name in YES_OR_NO}
        row = {name: _storable(row[name]) for name in SUBMISSION}
        key = (run, row["student"], row["lesson"])
        details = [(*key, *(_storable(item[name]) for name in RESULT), _detail(item)) for item in results]
        with self.transaction():
            for name in ("results", "submissions"):
                self.connection.execute(f"DELETE FROM {name} WHERE run = ? AND student = ? AND lesson = ?", key)
            self._insert("submissions", ("run", *SUBMISSION), [(run, *row.values())])
            self._insert("results", ("run", "student", "lesson", *RESULT, "detail"), details)

    def _insert(self, table, columns, rows):
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def forget(self, run, keys):
        """Remove submissions, given as (student, lesson), from a run."""
        with self.transaction():
            for name in ("results", "submissions"):
                self.connection.executemany(
                    f"DELETE FROM {name} WHERE run = ? AND student = ? AND lesson = ?",
                    [(run, *key) for key in keys],
                )

    def done(self, run):
        """What need not be graded again: {(student, lesson): sha256}.

        Submissions that could not be graded because of the grader's machine are not among them.
        """
        with self.clear():
            rows = self.connection.execute(
                "SELECT student, lesson, sha256 FROM submissions WHERE run = ? AND NOT machine", (run,)
            )
            return {(row["student"], row["lesson"]): row["sha256"] for row in rows}

    def submissions(self, run):
        """The submissions of a run as dicts, by student and lesson, one after the other from the file."""
        query = "SELECT * FROM submissions WHERE run = ? ORDER BY student, lesson"
        with self.clear():
            for row in self.connection.execute(query, (run,)):
                yield dict(row) | {"notes": json.loads(row["notes"])} | {name: bool(row[name]) for name in YES_OR_NO}

    def results(self, run, student, lesson):
        """The results of one submission, in lesson order, as `Marker.mark` gave them."""
        query = "SELECT detail FROM results WHERE run = ? AND student = ? AND lesson = ? ORDER BY rowid"
        with self.clear():
            rows = self.connection.execute(query, (run, student, lesson)).fetchall()
        return [json.loads(row["detail"]) for row in rows]

    def rows(self, run):
        """Pairs (submission, its results), by student and lesson, one after the other from the file."""
        for submission in self.submissions(run):
            yield submission, self.results(run, submission["student"], submission["lesson"])

    def see_again(self, run, times):
        """Note when hand-ins that are in the book came, as it is known now.

        The same bytes that come again were there before: of two times the earlier counts (unpacking may set new
        ones), and what a platform says counts before the time of a file.

        Parameters
        ----------
        run : int
        times : list of dict
            student, lesson, handed_in (None where it is not known), time_from, naive, late.
        """
        known = {(row["student"], row["lesson"]): row for row in self.submissions(run)}
        with self.transaction():
            for new in times:
                old = known.get((new["student"], new["lesson"]))
                if old is not None and _is_better(new, old):
                    key = (run, new["student"], new["lesson"])
                    self.connection.execute(
                        "UPDATE submissions SET handed_in = ?, time_from = ?, naive = ?, late = ? "
                        "WHERE run = ? AND student = ? AND lesson = ?",
                        (new["handed_in"], new["time_from"], bool(new["naive"]), bool(new["late"]), *key),
                    )

    def rules(self):
        """What the instructor wants done with the points: a dict of JSON values by name."""
        with self.clear():
            rows = self.connection.execute("SELECT name, value FROM rules").fetchall()
        return {row["name"]: json.loads(row["value"]) for row in rows}

    def keep_rules(self, changes):
        """Keep rules for this run and all later ones, in place of those of the same names; None takes one away."""
        with self.transaction():
            for name, value in changes.items():
                self.connection.execute("DELETE FROM rules WHERE name = ?", (name,))
                if value is not None:
                    self._insert("rules", ("name", "value"), [(name, json.dumps(value))])


def _is_better(new, old):
    if new["handed_in"] is None or old["handed_in"] is None:
        return new["handed_in"] is not None
    by_platform = [row["time_from"] == "platform" for row in (new, old)]
    return by_platform[0] if by_platform[0] != by_platform[1] else new["handed_in"] < old["handed_in"]


def _storable(value):
    """Half of a surrogate pair, which SQLite does not take, may come from a student."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _detail(result):
    return json.dumps(result, default=str)


def _sentence(path, error):
    name = getattr(error, "sqlite_errorname", "") or ""
    kept = "what is graded so far is kept, and the same command goes on from there"
    if not path.parent.is_dir():
        return f"The folder {path.parent} is gone: put it back (or give another one) and run the same command again."
    if name == "SQLITE_FULL":
        return f"The disk that holds {path} is full: make room; {kept}."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"Another program is writing to {path}: close it and run the same command again."
    if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        return f"{path} is not a grade book, or is damaged ({error}): move it away, or grade into a new folder."
    return f"{path} cannot be read or written ({error}): check its permissions and the space on its disk; {kept}."
