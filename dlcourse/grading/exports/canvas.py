"""Grades for Canvas, as CSV files.

Canvas reads `Student, ID, SIS User ID, SIS Login ID, Section`, then a column for each assignment, and a second row
with the points possible. It finds a student by ID, else by SIS user ID or login, else by name.
"""

import re

from dlcourse.grading.exports.platform_csv import (
    by_student,
    identity_of,
    number_in,
    only_one,
    points_cell,
    possible_points,
    read_csv,
    scaled_cell,
    write_csv,
    written_points,
)
from dlcourse.grading.reports.pages import lesson_title
from dlcourse.grading.reports.statistics import lessons_of

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
PEOPLE = {*COLUMNS, "Integration ID", "Root Account"}
KEYS = ("ID", "SIS Login ID", "SIS User ID", "Student")  # in the order in which Canvas looks
POSSIBLE = "    Points Possible"  # as Canvas writes it
ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*", re.DOTALL)


def write_canvas_csv(submissions, path):
    """Write the grades for Canvas's "Import grades".

    Parameters
    ----------
    submissions : list of dict
    path : path
    """
    lessons = lessons_of(submissions)
    most = {lesson: possible_points(submissions, lesson) for lesson in lessons}
    rows = [[*COLUMNS, *map(lesson_title, lessons)]]
    rows.append([POSSIBLE, "", "", "", "", *(written_points(most[lesson]) for lesson in lessons)])
    for student, mine in by_student(submissions).items():
        who = identity_of(next(iter(mine.values())))
        known = who["platform"] == "canvas"
        login = "" if known else student
        person = [who["name"], who["number"] if known else "", "", login, ""]
        rows.append([*person, *(points_cell(mine.get(lesson), most[lesson]) for lesson in lessons)])
    write_csv(path, rows)


def fill_canvas_gradebook(submissions, gradebook, path):
    """Put the grades into the assignments of a gradebook that Canvas exported, and write those columns.

    An assignment belongs to a lesson if it has its title or its name; its points possible may differ, grades are
    scaled to them. A lesson without an assignment becomes a new column, which Canvas offers to make one of.

    Returns
    -------
    list of str
        The students that are not in the gradebook.
    """
    header, rows = read_csv(gradebook, "Student", "ID")
    lessons = lessons_of(submissions)
    places = {lesson: next((name for name in header if _is_assignment(name, lesson)), "") for lesson in lessons}
    possible = next((row for row in rows if "Points Possible" in row["Student"]), {})
    most = {
        name: number_in(possible.get(places[name])) or float(possible_points(submissions, name)) for name in lessons
    }
    rows = [row for row in rows if row["Student"].strip() and "Points Possible" not in row["Student"]]
    strangers = []
    for student, mine in by_student(submissions).items():
        row = _canvas_row(identity_of(next(iter(mine.values()))), rows)
        if row is None:
            strangers.append(student)
        else:
            row["new"] = {lesson: scaled_cell(mine.get(lesson), most[lesson]) for lesson in lessons}
    people = [name for name in header if name in PEOPLE]
    lines = [[*people, *(places[lesson] or lesson_title(lesson) for lesson in lessons)]]
    lines.append([POSSIBLE, *[""] * (len(people) - 1), *(f"{most[lesson]:g}" for lesson in lessons)])
    for row in rows:
        new = row.get("new", {})
        cells = (new.get(lesson) or row.get(places[lesson], "") for lesson in lessons)
        lines.append([*(row[name] for name in people), *cells])
    write_csv(path, lines)
    return strangers


def _is_assignment(header, lesson):
    match = ASSIGNMENT.fullmatch(header)
    title = " ".join((match["title"] if match else header).casefold().split())
    return title in (lesson_title(lesson).casefold(), lesson.casefold(), lesson.replace("_", " ").casefold())


def _canvas_row(who, rows):
    if who["platform"] == "canvas":
        return only_one([row for row in rows if row["ID"] == who["number"]])
    for key in KEYS:
        row = only_one([row for row in rows if row.get(key) and row[key].casefold() == who["name"].casefold()])
        if row is not None:
            return row
    return None
