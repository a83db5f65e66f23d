"""What a graded run leaves beside the grade book: tables, and a page for each student and lesson.

All of it is made from the grade book, and each file appears whole or not at all.
"""

import contextlib
import csv
import os
import tempfile
from collections import Counter
from pathlib import Path

from dlcourse.grading.errors import GradingError
from dlcourse.grading.reports.file_names import feedback_path, file_name, mark

GRADES = ("student", "lesson", "score", "max_score", "status")
EXERCISES = ("student", "lesson", "exercise", "score", "max_score", "status", "diagnosis")


def publish(book, run, out):
    """Write grades.csv, exercises.csv and the pages of feedback of a run.

    Names stand in the tables as they are, quoted: one that begins with "=" stays one, so that it can be matched.

    Parameters
    ----------
    book : GradeBook
    run : dict
    out : path

    Raises
    ------
    GradingError
        If they cannot be written.
    """
    out = Path(out)
    try:
        with _whole(out / "grades.csv") as stream:
            _table(stream, GRADES, book.submissions(run["id"]))
        with _whole(out / "exercises.csv") as stream:
            _table(stream, EXERCISES, _results(book, run))
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
def _whole(path):
    """A stream for a text file that takes its place only once it is complete."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _table(stream, columns, rows):
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_number(row[name]) if name.endswith("score") else row[name] for name in columns])


def _number(value):
    return f"{round(value, 6):g}"


def _results(book, run):
    for submission, results in book.rows(run["id"]):
        for result in results:
            yield result | {"student": submission["student"], "lesson": submission["lesson"]}


def _pages(book, run, out):
    from dlcourse.grading.reports.pages import feedback_page

    taken = {}
    for submission, results in book.rows(run["id"]):
        student = submission["student"]
        place = feedback_path(student, submission["lesson"])
        # Where a file system does not tell capitals from small letters, two students would share a folder.
        if taken.setdefault(place.parent.as_posix().casefold(), student) != student:
            place = place.parent.with_name(f"{file_name(student)}-{mark(student)}") / place.name
        (out / place).parent.mkdir(parents=True, exist_ok=True)
        text = feedback_page(submission, results, run)
        (out / place).write_text(text, "utf-8", errors="backslashreplace")


def summary_rows(book, run):
    """For each lesson: submissions, how many of each status, and the mean and the highest possible score.

    Returns
    -------
    list of dict
    """
    lessons = {}
    for submission in book.submissions(run["id"]):
        known = lessons.setdefault(submission["lesson"], {"statuses": Counter(), "scores": [], "max_score": 0})
        known["statuses"][submission["status"]] += 1
        if submission["status"] not in ("missing", "invalid"):
            known["scores"].append(submission["score"])
        known["max_score"] = max(known["max_score"], submission["max_score"])
    return [{"lesson": lesson, **lessons[lesson]} for lesson in sorted(lessons)]
