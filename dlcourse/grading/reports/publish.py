"""What `dlcourse grade` leaves beside the grade book: grades.csv, exercises.csv, and the pages of feedback.

All of it is made from the grade book, and each file appears whole or not at all.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from dlcourse.grading.csv_files import ENCODING, RAW, Grade, plain_number, write_rows
from dlcourse.grading.errors import GradingError
from dlcourse.grading.policy.moments import written
from dlcourse.grading.reports.board import pseudonyms
from dlcourse.grading.reports.feedback import feedback_page
from dlcourse.grading.reports.file_names import feedback_path, namesakes

COUNTS = ("adjusted", "penalty", "final", "final_max")  # after decisions by hand, for coming late, in the end, out of
GRADES = ("student", "lesson", "score", "max_score", "status", *COUNTS, "handed_in", "time_from", "comment")
EXERCISES = (
    *("student", "lesson", "exercise", "score", "max_score", "status", "diagnosis"),
    *COUNTS,
    "comment",
)


def publish(layer, out):
    """Write grades.csv, exercises.csv and the pages of feedback of a run.

    Parameters
    ----------
    layer : Layer
        With the rule `raw_csv`, every cell of the tables stands as it is, without a byte order mark; by default a name
        that begins like a formula gets an apostrophe, and spreadsheets see that the file is UTF-8.
    out : path

    Raises
    ------
    GradingError
        If they cannot be written.
    """
    out, raw = Path(out), bool(layer.rules.get("raw_csv"))
    try:
        with _whole(out / "grades.csv", RAW if raw else ENCODING) as stream:
            _table(stream, GRADES, (_timed(row, layer.late.zone) for row in layer.submissions), raw)
        with _whole(out / "exercises.csv", RAW if raw else ENCODING) as stream:
            _table(stream, EXERCISES, _results(layer), raw)
        _pages(layer, out)
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
    if name == "comment":
        return row["decision"]["comment"] if row["decision"] else ""
    return Grade(plain_number(row[name], 6)) if name.endswith("score") or name in COUNTS else row[name]


def _timed(row, zone):
    moment = row["handed_in"]
    return row | {"handed_in": "" if moment is None else written(moment, zone)}


def _results(layer):
    for row, results in layer.rows():
        for result in results:
            yield result | {"student": row["student"], "lesson": row["lesson"]}


def _pages(layer, out):
    students = {row["student"] for row in layer.submissions}
    shared, called = namesakes(row["student"] for row in layer.submissions), pseudonyms(layer.run, students)
    for row, results in layer.rows():
        place = out / feedback_path(row["student"], row["lesson"], shared)
        place.parent.mkdir(parents=True, exist_ok=True)
        page = feedback_page(row, results, layer.run, layer.late.zone, called[row["student"]])
        place.write_text(page, "utf-8", errors="backslashreplace")
