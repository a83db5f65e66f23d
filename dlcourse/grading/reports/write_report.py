"""What `dlcourse report` writes from a grade book: the class report, and the files for learning platforms."""

from collections import defaultdict
from dataclasses import dataclass, field

from dlcourse.exercises import lesson_names
from dlcourse.grading.errors import GradingError
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
from dlcourse.grading.folder import graded, latest_run
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.assignments import read_files
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.rows import final_rows
from dlcourse.grading.policy.rules import read_rules, told
from dlcourse.grading.reports.board import boards
from dlcourse.grading.reports.class_report import flat, report_page
from dlcourse.grading.reports.decided import decided_part, notes
from dlcourse.grading.reports.feedback import whole_in_words
from dlcourse.grading.reports.file_names import file_name, namesakes
from dlcourse.grading.reports.publish import publish
from dlcourse.grading.reports.statistics import lessons_of

UNFINISHED = (
    "This run is not finished: who is not graded yet is in none of these files. grades.csv, exercises.csv and pages "
    "stay as they are. The same `dlcourse grade` command again grades the rest."
)


@dataclass
class Written:
    """What `write_report` did: (path, what it is) of the files, and sentences for the instructor."""

    files: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def write_report(
    out, *, canvas_gradebook=None, moodle_worksheets=(), moodle_participants=None, raw_csv=False, names=False, **options
):
    """Write the class report and the exports of the latest run, and its tables and pages anew.

    Parameters
    ----------
    out : path
        The folder that `dlcourse grade` wrote.
    canvas_gradebook : path, optional
        A gradebook exported from Canvas: a copy with the grades filled in is written.
    moodle_worksheets : sequence of str, optional
        Grading worksheets downloaded from Moodle assignments, as of `read_files`: likewise. Where lateness counts
        and no other table of times is given, the times in them do.
    moodle_participants : path, optional
        A list of the course's participants, from which moodle.csv gets usernames, ID numbers and email addresses.
    raw_csv : bool
        Write every cell of the CSV files as it is, without a byte order mark.
    names : bool
        Real names on the board of the class report, in the place of others.
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
        run, kept = latest_run(book), book.rules()
        lessons = [name for name in lessons_of(list(book.submissions(run["id"]))) if name]
        changes = read_rules(kept, lessons, sheets=moodle_worksheets, **options) | (
            {"raw_csv": True} if raw_csv else {}
        )
        sheets = read_files(moodle_worksheets, (kept | changes).get("assignments") or {}, lesson_names())
        book.keep_rules(changes)
        layer = Layer(book, run)
        try:
            if run["finished"] is not None:  # else the tables of the run before are the better ones
                publish(layer, out)
            written = _write(out, layer, names)
            pairs = [
                (row | {"said": whole_in_words(row, results, layer.late.zone)}, results)
                for row, results in final_rows(layer.rows())
            ]
            assignments = layer.rules.get("assignments")
            _for_canvas(written, out, pairs, assignments, canvas_gradebook, raw_csv)
            _for_moodle(written, out, pairs, assignments, sheets, moodle_participants, raw_csv)
        except OSError as error:
            raise GradingError(f"{out} cannot be written ({error.strerror or error}): make room, or mend it.") from None
    unfinished = [] if run["finished"] else [UNFINISHED]
    written.notes[:0] = [*unfinished, *told(layer.rules, changes), *notes(layer)]
    return _tell_of_ungraded(written, [row for row, _ in pairs])


def _tell_of_ungraded(written, rows):
    """Add how many have no grade; what is of no lesson is passed over, if its student has another grade."""
    some = {row["student"] for row in rows if is_graded(row)}
    ungraded = sum(not is_graded(row) and (bool(row["lesson"]) or row["student"] not in some) for row in rows)
    if ungraded:
        written.notes.append(
            f"{ungraded} without a grade: their cells are empty, or count without them where several lessons are added "
            "up. The class report says why."
        )
    return written


def _write(out, layer, names):
    run, pairs = layer.run, list(layer.book.rows(layer.run["id"]))
    page = report_page(*flat(pairs), run, out, decided_part(layer), boards(layer.rows(), run, names))
    (out / "report.html").write_text(page, "utf-8")
    of_student = defaultdict(list)
    for submission, mine in final_rows(layer.rows()):
        of_student[submission["student"]].append((submission, mine))
    shared = namesakes(of_student)
    for student, mine in of_student.items():
        path = out / "gradescope" / f"{file_name(student, shared)}.json"
        write_gradescope_results(mine, run, path, layer.late.zone)
    written = Written([(out / "report.html", "the class report")])
    written.files.append((out / "gradescope", "results.json of each student"))
    return written


def _for_canvas(written, out, pairs, assignments, gradebook, raw):
    submissions, _ = flat(pairs)
    write_canvas_csv(submissions, out / "canvas.csv", raw, assignments)
    written.files.append((out / "canvas.csv", "for Canvas: Grades, Import"))
    if gradebook:
        path = out / "canvas-gradebook.csv"
        _note(written, path, gradebook, fill_canvas_gradebook(submissions, gradebook, path, raw, assignments))


def _for_moodle(written, out, pairs, assignments, sheets, participants, raw):
    submissions, results = flat(pairs)
    read = [read_moodle_worksheet(sheet.file) for sheet in sheets]
    people = read_moodle_participants(participants) if participants else read[0] if read else None
    notes = write_moodle_csv(submissions, results, out / "moodle.csv", raw, people, assignments)
    written.files.append((out / "moodle.csv", "for Moodle: Grades, Import, CSV file"))
    for sheet, content in zip(sheets, read, strict=True):
        path = out / sheet.out
        filled = fill_moodle_worksheet(submissions, results, content, path, raw, sheet.assignments)
        _note(written, path, sheet.file, filled)
    if not sheets:
        written.notes += notes  # a worksheet does what the import cannot, and says itself what it caps


def _note(written, path, source, filled):
    written.files.append((path, f"{source} with these grades"))
    if filled.strangers:
        names = listed(filled.strangers)
        written.notes.append(f"Not found in {source}, or not the only one of that name: {names}.")
    written.notes += filled.notes
