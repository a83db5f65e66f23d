"""The lines that `dlcourse adjust` is given: from a CSV file, or from the command line."""

import math

from dlcourse.grading.csv_files import as_it_was, read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import listed
from dlcourse.grading.exports.written_numbers import decimal_sign, number_in, points_in
from dlcourse.grading.policy.columns import Who, places_of

LONGEST = 10_000  # signs of a comment


def line_of(student, exercise, points=None, comment=None, withdrawn=False):
    """The line for one decision from the command line; points are a text."""
    given = None if points is None else points_of(points)
    line = {"student": student, "names": [student], "exercise": exercise, "points": given, "place": ""}
    return line | {"comment": _comment(comment, ""), "withdrawn": withdrawn}


def read_decisions(path):
    """The lines of a CSV file for `adjust`, and a sentence on those that say nothing.

    Parameters
    ----------
    path : path
        With the columns student and exercise, and points, comment, or both.

    Returns
    -------
    tuple (list of dict, list of str)

    Raises
    ------
    UsageError
        If it has not these columns, or points that are no number.
    """
    sheet = read_csv(path)
    who, columns = Who(sheet), places_of(sheet.header)
    places = {name: columns[name] for name in ("lesson", "exercise", "points", "comment") if name in columns}
    if not {"exercise", "lesson"} & set(places) or not {"points", "comment"} & set(places):
        there = listed([name for name in sheet.header if name]) or "none"
        raise UsageError(
            f"{path} needs the columns student, exercise (or lesson), and points or comment; there are {there}."
        )
    sign = decimal_sign((row[places["points"]] for row in sheet.rows if "points" in places), sheet.delimiter)
    lines = []
    for index, row in enumerate(sheet.rows):
        names, where = who.names(index), f"{path}, row {sheet.lines[index]}: "
        cells = {name: as_it_was(row[place].strip()) for name, place in places.items()}
        line = {"student": names[0] if names else "", "names": names, "place": where, "withdrawn": False}
        line["exercise"] = _exercise(cells.get("lesson", ""), cells.get("exercise", ""))
        line["points"] = points_in(sheet, index, places["points"], sign) if "points" in places else None
        line["comment"] = _comment(cells.get("comment") or None, where)
        lines.append(line)
    said = [line for line in lines if line["points"] is not None or line["comment"]]
    passed = len(lines) - len(said)
    if not said:
        raise UsageError(f"{path} decides nothing: no line has points or a comment.")
    note = f"{passed} line{'s' if passed > 1 else ''} without points or a comment: passed over."
    return said, [note] if passed else []


def _exercise(lesson, exercise):
    """What a line is about, from its lesson and its exercise: "neuron" and "sigmoid", or one of the two alone."""
    is_whole = "." in exercise or not lesson
    return exercise if is_whole else f"{lesson}.{exercise}" if exercise else lesson


def _comment(text, where):
    """A comment as it is kept: what SQLite cannot hold is written out, lines end in one way. None is none."""
    if text is None:
        return None
    text = "\n".join(text.encode("utf-8", "backslashreplace").decode().strip().splitlines())
    if len(text) > LONGEST:
        raise UsageError(f"{where}The comment has {len(text):,} signs: at most {LONGEST:,} are kept.")
    return text


def points_of(text):
    """The points that are given on the command line."""
    try:
        points = number_in(text, ".")
    except ValueError:
        points = -1.0
    if not (0 <= points < math.inf):
        raise UsageError(f"--points {text}: points are a number that is not negative, as 2 or 1.5.")
    return points
