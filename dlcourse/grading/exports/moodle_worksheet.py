"""A grading worksheet of a Moodle assignment, filled in with the grades of a run.

Moodle wants it back with the columns as they were, separated by commas; a byte order mark it takes off itself. A grade
above the assignment's maximum it passes over without a word, so none is written.
"""

from pathlib import Path

from dlcourse.checking.status import Status
from dlcourse.grading.csv_files import Grade, not_as_exported, read_csv, write_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.columns import columns_for
from dlcourse.grading.exports.moodle import feedback_texts, told_of_capped
from dlcourse.grading.exports.moodle_columns import MoodlePeople, columns_of, worksheet_columns
from dlcourse.grading.exports.platform_csv import (
    Filled,
    by_student,
    claims,
    identity_among,
    is_above,
    is_graded,
    listed,
    scaled_cell,
)
from dlcourse.grading.exports.written_numbers import decimal_sign, points_in

NEEDED = {"identifier": "Identifier", "grade": "Grade"}
PERSON = ("username", "idnumber", "email", "name", "first", "last", "identifier")  # of a list of participants


def read_moodle_worksheet(path):
    """The `MoodlePeople` of a grading worksheet.

    Raises
    ------
    UsageError
        If it is none, or gives grades by a scale of words.
    """
    sheet = read_csv(path)
    places = worksheet_columns(sheet)
    missing = next((name for role, name in NEEDED.items() if role not in places), None)
    if missing:
        raise not_as_exported(path, f"has no column {missing!r}")
    if "scale" in places and "maximum" not in places:
        raise UsageError(
            f"{path} gives grades by a scale ({sheet.header[places['scale']]!r}), not in points: "
            "choose points in the assignment's settings in Moodle, and download the worksheet again."
        )
    return MoodlePeople(sheet, places)


def read_moodle_participants(path):
    """The `MoodlePeople` of a list of participants: any CSV file with names, and usernames, ID numbers or addresses.

    Raises
    ------
    UsageError
        If it has nothing that tells who is who.
    """
    sheet = read_csv(path)
    places = columns_of(sheet.header, PERSON)
    if not {"username", "idnumber", "email"} & set(places):
        raise not_as_exported(path, "has no column 'Username', 'ID number' or 'Email address'")
    return MoodlePeople(sheet, places)


def fill_moodle_worksheet(submissions, results, people, path, raw=False, assignments=None):
    """Put grades, and feedback where there is a column for it, into a grading worksheet of a Moodle assignment.

    If several lessons were handed in, their points are added up. Grades are scaled to the worksheet's maximum, and at
    most that.

    Parameters
    ----------
    submissions, results : list of dict
    people : MoodlePeople
        As from `read_moodle_worksheet`.
    path : path
        What is written.
    raw : bool
        As for `csv_files.write_csv`.
    assignments : dict, optional
        The one assignment that the worksheet is for: {name: its lessons}. By default all that was handed in counts.

    Returns
    -------
    Filled
        Its strangers are the students that are not in the worksheet.

    Raises
    ------
    UsageError
        If a maximum grade can be understood in two ways, or not at all.
    """
    sheet, places = people.sheet, people.places
    wanted = {name for names in (assignments or {}).values() for name in names}
    students = by_student(item for item in submissions if not assignments or item["lesson"] in wanted)
    columns = columns_for(submissions, assignments)[:1] if assignments else []
    found = [(student, people.rows_of(identity_among(mine.values()))) for student, mine in students.items()]
    numbers = [places[role] for role in ("grade", "maximum") if role in places]
    sign = decimal_sign((row[place] for row in sheet.rows for place in numbers), sheet.delimiter)
    owned, notes = claims(found)
    texts, new, without, above = feedback_texts(submissions, results), {}, [], []
    for student, rows in owned.items():
        total, feedback = _earned(students[student], texts.get(student, {}), columns)
        for index in rows if total else []:
            most = points_in(sheet, index, places["maximum"], sign) if "maximum" in places else None
            without += [] if most else [student]
            above += [student] if is_above(total) else []
            new[index, places["grade"]] = scaled_cell(total, most or total["max_score"], capped=True)
            if "feedback" in places:
                new[index, places["feedback"]] = feedback
    rows = (
        [new.get((i, j), _kept(cell, j, numbers)) for j, cell in enumerate(row)] for i, row in enumerate(sheet.rows)
    )
    write_csv(path, [sheet.header, *rows], raw)
    if without:
        notes.append(f"Without a maximum grade in the worksheet, so out of the course's points: {listed(without)}.")
    return Filled([student for student, rows in found if not rows], notes + told_of_capped(Path(path).name, above))


def _earned(mine, texts, columns):
    """A student's total, None if there is none, and the feedback: for the column, else for all that was handed in."""
    if columns:
        return columns[0].of(mine), columns[0].feedback(mine, texts)
    graded = [item for item in mine.values() if is_graded(item)]
    total = {"score": sum(item["score"] for item in graded), "status": Status.PARTIAL}
    total["max_score"] = sum(item["max_score"] for item in mine.values())
    return total if graded else None, "\n\n".join(texts.get(name, "") for name in mine)


def _kept(cell, place, numbers):
    """A cell as it was; where grades stand, a number is no formula."""
    return Grade(cell) if place in numbers else cell
