"""Grades for Canvas, as a CSV file.

Canvas reads `Student, ID, SIS User ID, SIS Login ID, Section`, then a column for each assignment, and a second row
with the points possible. It finds a student by ID, else by SIS user ID or login, else by name. It looks for its names
of columns *in* the cells of the first row, so that a byte order mark does not disturb it. It takes more points than are
possible: bonus points are handed on in full.
"""

from dlcourse.grading.csv_files import write_csv
from dlcourse.grading.exports.columns import columns_for
from dlcourse.grading.exports.platform_csv import by_student, identity_among, points_cell, written_points

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "    Points Possible"  # as Canvas writes it


def write_canvas_csv(submissions, path, raw=False, assignments=None):
    """Write the grades for Canvas's "Import grades".

    Parameters
    ----------
    submissions : list of dict
    path : path
    raw : bool
        As for `csv_files.write_csv`. A login that begins like a formula is made harmless, too: that no student's
        name runs as a formula counts more than that Canvas finds this one at once.
    assignments : dict, optional
        As for `columns_for`.
    """
    columns = columns_for(submissions, assignments)
    rows = [[*COLUMNS, *(column.title for column in columns)]]
    rows.append([POSSIBLE, "", "", "", "", *(written_points(column.possible) for column in columns)])
    for student, mine in by_student(submissions).items():
        who = identity_among(mine.values())
        known = who["platform"] == "canvas"
        login = "" if known else who.get("login") or student
        person = [who["name"], who["number"] if known else "", "", login, ""]
        rows.append([*person, *(points_cell(column.of(mine)) for column in columns)])
    write_csv(path, rows, raw)
