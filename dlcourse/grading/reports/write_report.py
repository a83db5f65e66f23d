"""What `dlcourse report` writes from a grade book: the class report, and the files for learning platforms."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.exports.canvas import write_canvas_csv
from dlcourse.grading.exports.canvas_gradebook import fill_canvas_gradebook
from dlcourse.grading.exports.gradescope import write_gradescope_results
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.exports.moodle_worksheet import (
    fill_moodle_worksheet,
    read_moodle_participants,
    read_moodle_worksheet,
)
from dlcourse.grading.exports.platform_csv import is_graded, listed
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.file_names import file_name, namesakes


@dataclass
class Written:
    """What `write_report` did: (path, what it is) of the files, and sentences for the instructor."""

    files: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def write_report(
    out, *, canvas_gradebook=None, moodle_worksheet=None, moodle_participants=None, raw_csv=False, **options
):
    """Write the class report and the exports of the latest run, and its tables and pages anew.

    Parameters
    ----------
    out : path
        The folder that `dlcourse grade` wrote.
    canvas_gradebook, moodle_worksheet : path, optional
        A gradebook exported from Canvas, a grading worksheet downloaded from a Moodle assignment: copies with the
        grades filled in are written.
    moodle_participants : path, optional
        A list of the course's participants, from which moodle.csv gets usernames, ID numbers and email addresses.
    raw_csv : bool
        Write every cell of the CSV files as it is, without a byte order mark.
    **options
        The rules that are given now, as of `read_rules`.

    Returns
    -------
    Written

    Raises
    ------
    UsageError, GradingError
    """
    out = graded(out)
    with GradeBook(out / BOOK) as book:
        run = latest_run(book)
        kept = book.rules()
        changes = read_rules(kept, **options)
        book.keep_rules(changes)
        layer = Layer(book, run)
        try:
            publish(layer, out)
            written = _write(out, run, layer)
            pairs = final_rows(layer.rows())
            assignments = layer.rules.get("assignments")
            _for_canvas(written, out, pairs, assignments, canvas_gradebook, raw_csv)
            _for_moodle(written, out, pairs, assignments, moodle_worksheet, moodle_participants, raw_csv)
        except OSError as error:
            raise GradingError(f"{out} cannot be written ({error.strerror or error}): make room, or mend it.") from None
    written.notes[:0] = [*told(layer.rules, changes), *notes(layer)]
    ungraded = sum(not is_graded(submission) for submission, _ in pairs)
    if ungraded:
        written.notes.append(f"{ungraded} without a grade: their cells are empty, the class report says why.")
    return written


def _write(out, run, pairs, raw):
    submissions, results = flat(pairs)
    (out / "report.html").write_text(report_page(submissions, results, run, out), "utf-8")
    of_student = defaultdict(list)
    for submission, mine in pairs:
        of_student[submission["student"]].append((submission, mine))
    shared = namesakes(of_student)
    for student, mine in of_student.items():
        write_gradescope_results(mine, run, out / "gradescope" / f"{file_name(student, shared)}.json")
    written = Written([(out / "report.html", "the class report")])
    written.files.append((out / "gradescope", "results.json of each student"))
    return written


def _for_canvas(written, out, pairs, gradebook, raw):
    submissions, _ = flat(pairs)
    write_canvas_csv(submissions, out / "canvas.csv", raw)
    written.files.append((out / "canvas.csv", "for Canvas: Grades, Import"))
    if gradebook:
        path = out / "canvas-gradebook.csv"
        _note(written, path, gradebook, fill_canvas_gradebook(submissions, gradebook, path, raw))


def _for_moodle(written, out, pairs, worksheet, participants, raw):
    submissions, results = flat(pairs)
    sheet = read_moodle_worksheet(worksheet) if worksheet else None
    people = read_moodle_participants(participants) if participants else sheet
    notes = write_moodle_csv(submissions, results, out / "moodle.csv", raw, people)
    written.files.append((out / "moodle.csv", "for Moodle: Grades, Import, CSV file"))
    if sheet:
        path = out / "moodle-worksheet.csv"
        _note(written, path, worksheet, fill_moodle_worksheet(submissions, results, sheet, path, raw))
    else:
        written.notes += notes  # a worksheet does what the import cannot, and says itself what it caps


def _note(written, path, source, filled):
    written.files.append((path, f"{source} with these grades"))
    if filled.strangers:
        written.notes.append(f"Not found in it, or not the only one of that name: {listed(filled.strangers)}.")
    written.notes += filled.notes
