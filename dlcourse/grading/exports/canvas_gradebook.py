"""A gradebook that Canvas exported, filled in with the grades of a run.

Below the names of its columns stand rows that are no students (`Manual Posting`, `Muted`, `Points Possible`). The
name of a student stands in `Student`, or in `LastName` and `FirstName`.
"""

import re

from dlcourse.grading.csv_files import Grade, as_it_was, not_as_exported, read_csv, write_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas import POSSIBLE
from dlcourse.grading.exports.platform_csv import (
    Filled,
    by_student,
    claims,
    columns_for,
    folded,
    identity_of,
    listed,
    possible_points,
    rows_by_text,
    scaled_cell,
    written_points,
)
from dlcourse.grading.exports.written_numbers import decimal_sign, points_in
from dlcourse.grading.reports.pages import lesson_title

NAMES = ("Student", "LastName", "FirstName")
PEOPLE = (*NAMES, "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
KEYS = ("SIS Login ID", "SIS User ID", "Integration ID")  # after the ID, in the order in which Canvas looks
EXCUSED = "EX"
AS_EXCUSED = {EXCUSED, "EXCUSED"}  # what people write into such a file
READ_ONLY = re.compile(r"read\s?only", re.IGNORECASE)
NO_STUDENT = re.compile(r"\s*(?:muted|manual posting.*|\(?read only\)?)?\s*", re.IGNORECASE)


def fill_canvas_gradebook(submissions, gradebook, path, raw=False):
    """Put the grades into the assignments of a gradebook that Canvas exported, and write those columns.

    An assignment belongs to a lesson if it has its title or its name; its points possible may differ, grades are
    scaled to them. A lesson without an assignment becomes a new column, which Canvas offers to make one of. Who is
    excused stays so, and a grade for which there is none here stays, too.

    Returns
    -------
    Filled
        Its strangers are the students that are not in the gradebook.

    Raises
    ------
    UsageError
        If the file is no gradebook, or something in it can be understood in two ways.
    """
    book = _Gradebook(read_csv(gradebook), submissions)
    students = by_student(submissions)
    found = [(student, book.rows_of(identity_of(next(iter(mine.values()))))) for student, mine in students.items()]
    owned, shared = claims(found)
    for student, rows in owned.items():
        book.fill(student, rows, students[student])
    # Canvas asks whether the first cell *is* "LastName": a byte order mark before it would make it none.
    write_csv(path, book.lines(), raw, mark=book.sheet.header[0] != "LastName")
    strangers = [student for student, rows in found if not rows]
    return Filled(strangers, [*shared, *book.notes, *book.told_of_people()])


class _Gradebook:
    """The columns of people and of lessons in an exported gradebook, and what goes into them."""

    def __init__(self, sheet, submissions):
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
        self.places = {lesson: self._place_of(lesson) for lesson in columns_for(submissions)}
        locked = [
            x for x, place in self.places.items() if any(READ_ONLY.search(self._cell(row, place)) for row in other)
        ]
        if locked:
            self.notes.append(f"Left out, for Canvas has it as read only: {listed(locked)}.")
        self.lessons = [lesson for lesson in self.places if lesson not in locked]
        self.own = {lesson: float(possible_points(submissions, lesson)) for lesson in self.lessons}
        self.shown = {}  # lesson -> its cell of points possible; an empty one changes nothing in Canvas
        self.most = {lesson: self._most(lesson) for lesson in self.lessons}
        self.new, self.excused, self.twice = {}, [], []

    def _cell(self, row, place):
        return "" if place is None else row[place]

    def _place_of(self, lesson):
        """The column of a lesson's assignment, None if there is none."""
        header = self.sheet.header
        places = [index for index, name in enumerate(header) if name not in PEOPLE and _is_assignment(name, lesson)]
        if len(places) > 1:
            names = listed([repr(header[index]) for index in places])
            raise UsageError(
                f"{self.sheet.path} has several assignments for the lesson {lesson}: {names}. "
                "Rename all but one in Canvas, or remove their columns from a copy of the file, and try again."
            )
        return places[0] if places else None

    def _most(self, lesson):
        """The points that grades of a lesson are scaled to."""
        place = self.places[lesson]
        self.shown[lesson] = written_points(self.own[lesson])
        if place is None:
            return self.own[lesson]
        grades = [index for index in range(len(self.sheet.header)) if index not in self.people]
        sign = decimal_sign((row[i] for row in self.sheet.rows for i in grades), self.sheet.delimiter)
        points = None if self.possible is None else points_in(self.sheet, self.possible, place, sign)
        self.shown[lesson] = "" if points is None else written_points(points)
        if points:
            return points
        name, what = self.sheet.header[place], "no" if points is None else "0"
        self.notes.append(f"{name} has {what} points possible in it: its grades are out of {self.own[lesson]:g}.")
        return self.own[lesson]

    def rows_of(self, who):
        """The rows of a student: several, if the same person is in several sections; none, if it is not clear whose."""
        if who["platform"] == "canvas":
            return self.by_id.get(who["number"], [])
        rows = self.by_key.get(folded(who["name"])) or self.by_name.get(folded(who["name"]), [])
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
        for lesson in self.lessons:
            cell = scaled_cell(mine.get(lesson), self.most[lesson])
            old = [self._cell(self.sheet.rows[index], self.places[lesson]).strip() for index in rows]
            if cell and not AS_EXCUSED.isdisjoint(map(str.upper, old)):
                self.excused.append(f"{student} ({lesson})")
                cell = EXCUSED
            self.new |= {(index, lesson): cell for index in rows if cell}

    def told_of_people(self):
        """Sentences on who is excused and who stands in it twice."""
        notes = [f"Excused in Canvas, and left so: {listed(self.excused)}."] if self.excused else []
        return notes + ([f"In it more than once, filled in each time: {listed(self.twice)}."] if self.twice else [])

    def lines(self):
        """The rows of the file to import."""
        sheet, places = self.sheet, self.places
        titles = [lesson_title(name) if places[name] is None else sheet.header[places[name]] for name in self.lessons]
        yield [*(sheet.header[index] for index in self.people), *titles]
        yield [POSSIBLE, *[""] * (len(self.people) - 1), *(self.shown[lesson] for lesson in self.lessons)]
        for index in self.students:
            row = sheet.rows[index]
            cells = (self.new.get((index, name)) or Grade(self._cell(row, places[name])) for name in self.lessons)
            yield [*(row[i] for i in self.people), *cells]


def _is_assignment(header, lesson):
    title = _without_id(" ".join(header.casefold().split()))
    return title in (lesson_title(lesson).casefold(), lesson.casefold(), lesson.replace("_", " ").casefold())


def _without_id(header):
    """The title of an assignment, after which Canvas puts its ID in brackets."""
    title, bracket, rest = header.rpartition(" (")
    return title if bracket and rest.endswith(")") and rest[:-1].isdigit() else header
