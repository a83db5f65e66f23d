"""What `dlcourse grade` leaves beside the grade book: grades.csv, exercises.csv, and the pages of feedback.

All of it is made from the grade book, and each file appears whole or not at all.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from dlcourse.grading.csv_files import ENCODING, RAW, Grade, plain_number, write_rows
from dlcourse.grading.errors import GradingError
from dlcourse.grading.reports.feedback import feedback_page
from dlcourse.grading.reports.file_names import feedback_path, namesakes

GRADES = ("student", "lesson", "score", "max_score", "status")
EXERCISES = ("student", "lesson", "exercise", "score", "max_score", "status", "diagnosis")


def publish(book, run, out, raw=False):
    """Write grades.csv, exercises.csv and the pages of feedback of a run.

    Parameters
    ----------
    book : GradeBook
    run : dict
    out : path
    raw : bool
        Every cell of the tables as it is, without a byte order mark; by default a name that begins like a formula
        gets an apostrophe, and spreadsheets see that the file is UTF-8.

    Raises
    ------
    GradingError
        If they cannot be written.
    """
    out = Path(out)
    try:
        with _whole(out / "grades.csv", RAW if raw else ENCODING) as stream:
            _table(stream, GRADES, book.submissions(run["id"]), raw)
        with _whole(out / "exercises.csv", RAW if raw else ENCODING) as stream:
            _table(stream, EXERCISES, _results(book, run), raw)
        _pages(book, run, out)
    except OSError as error:
        if not out.is_dir():
            raise GradingError(
                f"The folder {out} is gone: put it back (or give another one) and run the same command again."
            ) from None
        raise GradingError(
            f"{out} cannot be written ({error.strerror or error}): the grade book has everything; "
            "mend this and run the same command again."
        ) from None


@contextlib.contextmanager
def _whole(path, encoding):
    """A stream for a text file that takes its place only once it is complete."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding=encoding, newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _table(stream, columns, rows, raw):
    write_rows(stream, [columns], raw)
    write_rows(stream, ([_cell(row, name) for name in columns] for row in rows), raw)


def _cell(row, name):
    return Grade(plain_number(row[name], 6)) if name.endswith("score") else row[name]


def _results(book, run):
    for submission, results in book.rows(run["id"]):
        for result in results:
            yield result | {"student": submission["student"], "lesson": submission["lesson"]}


def _pages(book, run, out):
    shared = namesakes(submission["student"] for submission in book.submissions(run["id"]))
    for submission, results in book.rows(run["id"]):
        place = out / feedback_path(submission["student"], submission["lesson"], shared)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(feedback_page(submission, results, run), "utf-8", errors="backslashreplace")
