"""What `dlcourse report` writes from a grade book: the class report, and the files for learning platforms."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.exports.canvas import fill_canvas_gradebook, write_canvas_csv
from dlcourse.grading.exports.gradescope import write_gradescope_results
from dlcourse.grading.exports.moodle import fill_moodle_worksheet, write_moodle_csv
from dlcourse.grading.exports.platform_csv import is_graded
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.file_names import file_name


@dataclass
class Written:
    """What `write_report` did: (path, what it is) of the files, and sentences for the instructor."""

    files: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def write_report(out, *, canvas_gradebook=None, moodle_worksheet=None):
    """Write the class report and the exports of the latest run.

    Parameters
    ----------
    out : path
        The folder that `dlcourse grade` wrote.
    canvas_gradebook, moodle_worksheet : path, optional
        A gradebook exported from Canvas, a grading worksheet downloaded from a Moodle assignment: copies with the
        grades filled in are written.

    Returns
    -------
    Written

    Raises
    ------
    UsageError, GradingError
    """
    out = Path(out)
    if not (out / BOOK).is_file():
        raise UsageError(f"{out} has no grade book: give the folder that `dlcourse grade ... -o` wrote.")
    with GradeBook(out / BOOK) as book:
        run = book.latest()
        if run is None:
            raise UsageError(f"Nothing has been graded in {out}: `dlcourse grade` comes first.")
        pairs = list(book.rows(run["id"]))
    try:
        return _write(out, run, pairs, canvas_gradebook, moodle_worksheet)
    except OSError as error:
        raise GradingError(f"{out} cannot be written ({error.strerror or error}): make room, or mend it.") from None


def _write(out, run, pairs, canvas_gradebook, moodle_worksheet):
    submissions, results = flat(pairs)
    (out / "report.html").write_text(report_page(submissions, results, run, out), "utf-8")
    write_canvas_csv(submissions, out / "canvas.csv")
    write_moodle_csv(submissions, results, out / "moodle.csv")
    of_student = defaultdict(list)
    for submission, mine in pairs:
        of_student[submission["student"]].append((submission, mine))
    for student, mine in of_student.items():
        write_gradescope_results(mine, run, out / "gradescope" / f"{file_name(student)}.json")
    written = Written([(out / "report.html", "the class report")])
    written.files.append((out / "canvas.csv", "for Canvas: Grades, Import"))
    written.files.append((out / "moodle.csv", "for Moodle: Grades, Import, CSV file"))
    written.files.append((out / "gradescope", "results.json of each student"))
    if canvas_gradebook:
        path = out / "canvas-gradebook.csv"
        left = fill_canvas_gradebook(submissions, canvas_gradebook, path)
        _note(written, path, f"{canvas_gradebook} with these grades", left)
    if moodle_worksheet:
        path = out / "moodle-worksheet.csv"
        left = fill_moodle_worksheet(submissions, results, moodle_worksheet, path)
        _note(written, path, f"{moodle_worksheet} with these grades", left)
    ungraded = sum(not is_graded(item) for item in submissions)
    if ungraded:
        written.notes.append(f"{ungraded} without a grade: their cells are empty, the class report says why.")
    return written


def _note(written, path, what, strangers):
    written.files.append((path, what))
    if strangers:
        listed = ", ".join(strangers[:10]) + (f" and {len(strangers) - 10} more" if len(strangers) > 10 else "")
        written.notes.append(f"Not found in it, or not the only one of that name: {listed}.")
