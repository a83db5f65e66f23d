"""A gradebook that Canvas exported, filled in with the grades of a run.

Below the names of its columns stand rows that are no students (`Manual Posting`, `Muted`, `Points Possible`). The
name of a student stands in `Student`, or in `LastName` and `FirstName`.
"""

import re

from dlcourse.grading.csv_files import Grade, as_it_was, not_as_exported, read_csv, write_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas import POSSIBLE
from dlcourse.grading.exports.columns import columns_for
from dlcourse.grading.exports.platform_csv import (
    Filled,
    by_student,
    claims,
    folded,
    identity_among,
    listed,
    rows_by,
    rows_by_text,
    scaled_cell,
    written_points,
)
from dlcourse.grading.exports.written_numbers import decimal_sign, points_in

NAMES = ("Student", "LastName", "FirstName")
PEOPLE = (*NAMES, "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
KEYS = ("SIS Login ID", "SIS User ID", "Integration ID")  # after the ID, in the order in which Canvas looks
EXCUSED = "EX"
AS_EXCUSED = {EXCUSED, "EXCUSED"}  # what people write into such a file
READ_ONLY = re.compile(r"read\s?only", re.IGNORECASE)
NO_STUDENT = re.compile(r"\s*(?:muted|manual posting.*|\(?read only\)?)?\s*", re.IGNORECASE)


def fill_canvas_gradebook(submissions, gradebook, path, raw=False, assignments=None):
    """Put the grades into the assignments of a gradebook that Canvas exported, and write those columns.

    An assignment belongs to a lesson if it has its title or its name, to lessons that the instructor named as one
    assignment if it has that name; its points possible may differ, grades are scaled to them. What has no assignment
    becomes a new column, which Canvas offers to make one of. Who is excused stays so, and a grade for which there is
    none here stays, too.

    Parameters
    ----------
    submissions : list of dict
    gradebook, path : path
        What is read, and what is written.
    raw : bool
        As for `csv_files.write_csv`.
    assignments : dict, optional
        As for `columns_for`.

    Returns
    -------
    Filled
        Its strangers are the students that are not in the gradebook.

    Raises
    ------
    UsageError
        If the file is no gradebook, or something in it can be understood in two ways.
    """
    book = _Gradebook(read_csv(gradebook), columns_for(submissions, assignments))
    students = by_student(submissions)
    found = [(student, book.rows_of(identity_among(mine.values()))) for student, mine in students.items()]
    owned, shared = claims(found)
    for student, rows in owned.items():
        book.fill(student, rows, students[student])
    # Canvas asks whether the first cell *is* "LastName": a byte order mark before it would make it none.
    write_csv(path, book.lines(), raw, mark=book.sheet.header[0] != "LastName")
    strangers = [student for student, rows in found if not rows]
    return Filled(strangers, [*shared, *book.notes, *book.told_of_people()])


class _Gradebook:
    """The columns of people and of assignments in an exported gradebook, and what goes into them."""

    def __init__(self, sheet, columns):
        self.sheet, self.notes = sheet, []
        if "ID" not in sheet.header or not {"Student", "LastName"} & set(sheet.header):
            missing = "ID" if "ID" not in sheet.header else "Student"
            raise not_as_exported(sheet.path, f"has no column {missing!r}")
        self.people = [index for index, name in enumerate(sheet.header) if name in PEOPLE]
        self.possible = next((i for i, row in enumerate(sheet.rows) if "Points Possible" in row[0]), None)
        other = [row for row in sheet.rows if "Points Possible" in row[0] or all(map(NO_STUDENT.fullmatch, row))]
        self.students = [index for index, row in enumerate(sheet.rows) if row not in other]
        self.by_id = rows_by_text((index, [self._of(index, "ID")]) for index in self.students)
        self.by_key = rows_by_text((i, [self._of(i, name) for name in ("ID", *KEYS)]) for i in self.students)
        self.by_name = rows_by_text((index, self._names(index)) for index in self.students)
        self.places = [self._place_of(column) for column in columns]
        locked = [any(READ_ONLY.search(self._cell(row, place)) for row in other) for place in self.places]
        if any(locked):
            names = listed([column.label for column, is_locked in zip(columns, locked) if is_locked])
            self.notes.append(f"Left out, for Canvas has it as read only: {names}.")
        self.columns = [column for column, is_locked in zip(columns, locked) if not is_locked]
        self.places = [place for place, is_locked in zip(self.places, locked) if not is_locked]
        self.shown = []  # the cells of points possible; an empty one changes nothing in Canvas
        self.most = [self._most(column, place) for column, place in zip(self.columns, self.places)]
        self.new, self.excused, self.twice = {}, [], []

    def _cell(self, row, place):
        return "" if place is None else row[place]

    def _place_of(self, column):
        """The place of the assignment of a `Column`, None if there is none."""
        header = self.sheet.header
        places = [i for i, name in enumerate(header) if name not in PEOPLE and _names_of(name) & column.names]
        if len(places) > 1:
            names = listed([repr(header[index]) for index in places])
            whose = (
                f"several assignments {column.label!r}"
                if column.is_assignment
                else (f"several assignments for the lesson {column.label}")
            )
            raise UsageError(
                f"{self.sheet.path} has {whose}: {names}. "
                "Rename all but one in Canvas, or remove their columns from a copy of the file, and try again."
            )
        return places[0] if places else None

    def _most(self, column, place):
        """The points that the grades in a column are scaled to."""
        own = float(column.possible)
        if place is None:
            self.shown.append(written_points(own))
            return own
        grades = [index for index in range(len(self.sheet.header)) if index not in self.people]
        sign = decimal_sign((row[i] for row in self.sheet.rows for i in grades), self.sheet.delimiter)
        points = None if self.possible is None else points_in(self.sheet, self.possible, place, sign)
        self.shown.append("" if points is None else written_points(points))
        if points:
            return points
        name, what = self.sheet.header[place], "no" if points is None else "0"
        self.notes.append(f"{name} has {what} points possible in it: its grades are out of {own:g}.")
        return own

    def rows_of(self, who):
        """The rows of a student: several, if the same person is in several sections; none, if it is not clear whose."""
        if who["platform"] == "canvas":
            return self.by_id.get(who["number"], [])
        rows = rows_by(who, self.by_key, self.by_name)
        return rows if len({self._of(index, "ID") or index for index in rows}) == 1 else []

    def _of(self, index, name):
        header = self.sheet.header
        return as_it_was(self.sheet.rows[index][header.index(name)]).strip() if name in header else ""

    def _names(self, index):
        """How the name in a row may be written."""
        student, last, first = (self._of(index, name) for name in NAMES)
        last, first = (last, first) if last else map(str.strip, student.partition(",")[::2])
        return [student, f"{last}, {first}", f"{first} {last}"]

    def fill(self, student, rows, mine):
        """Note what goes into a student's rows."""
        if len(rows) > 1:
            self.twice.append(student)
        for number, (column, place) in enumerate(zip(self.columns, self.places)):
            cell = scaled_cell(column.of(mine), self.most[number])
            old = [self._cell(self.sheet.rows[index], place).strip() for index in rows]
            if cell and not AS_EXCUSED.isdisjoint(map(str.upper, old)):
                self.excused.append(f"{student} ({column.label})")
                cell = EXCUSED
            self.new |= {(index, number): cell for index in rows if cell}

    def told_of_people(self):
        """Sentences on who is excused and who stands in it twice."""
        notes = [f"Excused in Canvas, and left so: {listed(self.excused)}."] if self.excused else []
        return notes + ([f"In it more than once, filled in each time: {listed(self.twice)}."] if self.twice else [])

    def lines(self):
        """The rows of the file to import."""
        sheet, places = self.sheet, self.places
        titles = [column.title if place is None else sheet.header[place] for column, place in zip(self.columns, places)]
        yield [*(sheet.header[index] for index in self.people), *titles]
        yield [POSSIBLE, *[""] * (len(self.people) - 1), *self.shown]
        for index in self.students:
            row = sheet.rows[index]
            cells = (self.new.get((index, n)) or Grade(self._cell(row, place)) for n, place in enumerate(places))
            yield [*(row[i] for i in self.people), *cells]


def _names_of(header):
    """What an assignment may be called whose column has this title: Canvas puts its ID in brackets after it."""
    name = folded(header)
    title, bracket, rest = name.rpartition(" (")
    return {name, title} if bracket and rest.endswith(")") and rest[:-1].isdigit() else {name}
