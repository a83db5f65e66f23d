"""Grades for learning platforms: CSV files as Canvas and Moodle read them.

Canvas reads `Student, ID, SIS User ID, SIS Login ID, Section`, then a column for each assignment, and a second row
with the points possible. It finds a student by ID, else by SIS user ID or login, else by name. Moodle's import of
grades lets one map any columns; its grading worksheet of an assignment needs `Identifier`, `Grade` and
`Last modified (grade)` as they were downloaded.

Who is who is taken from the names in these platforms' downloads, whose numbers `submissions` keeps.
"""

import csv
import io
import re
from collections import defaultdict
from pathlib import Path

from dlcourse.grading.errors import UsageError
from dlcourse.grading.reports.pages import capital, describe, lesson_title
from dlcourse.grading.reports.statistics import NOT_GRADED, lessons_of
from dlcourse.grading.submissions.find import CANVAS, MOODLE

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
PEOPLE = {*CANVAS_COLUMNS, "Integration ID", "Root Account"}
CANVAS_KEYS = ("ID", "SIS Login ID", "SIS User ID", "Student")  # in the order in which Canvas looks
MOODLE_COLUMNS = ("Identifier", "Full name", "Username")
POSSIBLE = "    Points Possible"  # as Canvas writes it
ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*", re.DOTALL)


def identity(submission):
    """Who handed in a submission.

    Returns
    -------
    dict
        platform ("canvas", "moodle" or ""), name, number ("" if the platform gave none).
    """
    student = submission["student"]
    found = re.fullmatch(r"(?P<name>.+)_(?P<number>\d+)", student, re.DOTALL)
    if found:
        for part in reversed(re.split(r"[/\\]", submission["name"])):
            for platform, pattern in (("moodle", MOODLE), ("canvas", CANVAS)):
                match = pattern.fullmatch(part)
                if match and match["id"] == found["number"]:
                    return {"platform": platform, **found.groupdict()}
    return {"platform": "", "name": student, "number": ""}


def is_graded(submission):
    """Whether there are points to hand on: what could not be graded leaves its cell empty."""
    return submission["status"] not in NOT_GRADED and not submission.get("machine")


def _students(submissions):
    """student -> lesson -> submission, by student."""
    table = defaultdict(dict)
    for item in submissions:
        table[item["student"]][item["lesson"]] = item
    return dict(sorted(table.items()))


def _points(submission, most):
    """The points as text, out of `most`: a column has one maximum, and an earlier edition of a lesson may have less."""
    if not submission or not is_graded(submission):
        return ""
    scale = most / submission["max_score"] if submission["max_score"] else 1
    return _text(submission["score"] * scale)


def _possible(submissions, lesson):
    return max((item["max_score"] for item in submissions if item["lesson"] == lesson), default=0)


def _text(points):
    return f"{round(points, 4):g}"


def write_canvas_csv(submissions, path):
    """Write the grades for Canvas's "Import grades".

    Parameters
    ----------
    submissions : list of dict
    path : path
    """
    lessons = lessons_of(submissions)
    most = {lesson: _possible(submissions, lesson) for lesson in lessons}
    rows = [[*CANVAS_COLUMNS, *map(lesson_title, lessons)]]
    rows.append([POSSIBLE, "", "", "", "", *(_text(most[lesson]) for lesson in lessons)])
    for student, mine in _students(submissions).items():
        who = identity(next(iter(mine.values())))
        known = who["platform"] == "canvas"
        login = "" if known else student
        person = [who["name"], who["number"] if known else "", "", login, ""]
        rows.append([*person, *(_points(mine.get(lesson), most[lesson]) for lesson in lessons)])
    _write(path, rows)


def write_moodle_csv(submissions, results, path):
    """Write grades and feedback, side by side, for Moodle's "Import grades": Moodle wants both or takes one away.

    Parameters
    ----------
    submissions, results : list of dict
        As from `pages.flat`.
    path : path
    """
    lessons = lessons_of(submissions)
    most = {lesson: _possible(submissions, lesson) for lesson in lessons}
    titles = [column for name in lessons for column in (lesson_title(name), f"{lesson_title(name)} (feedback)")]
    texts = feedback_texts(results)
    rows = [[*MOODLE_COLUMNS, *titles]]
    for student, mine in _students(submissions).items():
        who = identity(next(iter(mine.values())))
        known = who["platform"] == "moodle"
        cells = [f"Participant {who['number']}" if known else "", who["name"], "" if known else student]
        for lesson in lessons:
            cells += [_points(mine.get(lesson), most[lesson]), texts.get((student, lesson), "")]
        rows.append(cells)
    _write(path, rows)


def feedback_texts(results):
    """(student, lesson) -> what each exercise earned and why, one line for each that is not right."""
    lines = defaultdict(list)
    for item in results:
        shown = describe(item)
        earned = f"{shown['name']}: {shown['words']}, {item['score']:g} of {item['max_score']:g}."
        why = [shown["diagnosis"] and f"{capital(shown['diagnosis'])}.", shown["advice"] or shown["message"]]
        told = " ".join([earned, *(text for text in why if text)]) if item["status"] != "correct" else earned
        lines[item["student"], item["lesson"]].append(" ".join(told.split()))
    return {key: "\n".join(texts) for key, texts in lines.items()}


def fill_canvas_gradebook(submissions, gradebook, path):
    """Put the grades into the assignments of a gradebook that Canvas exported, and write those columns.

    An assignment belongs to a lesson if it has its title or its name; its points possible may differ, grades are
    scaled to them. A lesson without an assignment becomes a new column, which Canvas offers to make one of.

    Returns
    -------
    list of str
        The students that are not in the gradebook.
    """
    header, rows = _read(gradebook, "Student", "ID")
    lessons = lessons_of(submissions)
    places = {lesson: next((name for name in header if _is_assignment(name, lesson)), "") for lesson in lessons}
    possible = next((row for row in rows if "Points Possible" in row["Student"]), {})
    most = {name: _number(possible.get(places[name])) or float(_possible(submissions, name)) for name in lessons}
    rows = [row for row in rows if row["Student"].strip() and "Points Possible" not in row["Student"]]
    strangers = []
    for student, mine in _students(submissions).items():
        row = _canvas_row(identity(next(iter(mine.values()))), rows)
        if row is None:
            strangers.append(student)
        else:
            row["new"] = {lesson: _scaled(mine.get(lesson), most[lesson]) for lesson in lessons}
    people = [name for name in header if name in PEOPLE]
    lines = [[*people, *(places[lesson] or lesson_title(lesson) for lesson in lessons)]]
    lines.append([POSSIBLE, *[""] * (len(people) - 1), *(f"{most[lesson]:g}" for lesson in lessons)])
    for row in rows:
        new = row.get("new", {})
        cells = (new.get(lesson) or row.get(places[lesson], "") for lesson in lessons)
        lines.append([*(row[name] for name in people), *cells])
    _write(path, lines)
    return strangers


def _is_assignment(header, lesson):
    match = ASSIGNMENT.fullmatch(header)
    title = " ".join((match["title"] if match else header).casefold().split())
    return title in (lesson_title(lesson).casefold(), lesson.casefold(), lesson.replace("_", " ").casefold())


def _canvas_row(who, rows):
    if who["platform"] == "canvas":
        return _only([row for row in rows if row["ID"] == who["number"]])
    for key in CANVAS_KEYS:
        row = _only([row for row in rows if row.get(key) and row[key].casefold() == who["name"].casefold()])
        if row is not None:
            return row
    return None


def _only(rows):
    """The row, if it is the only one: of two people of the same name neither is taken."""
    return rows[0] if len(rows) == 1 else None


def fill_moodle_worksheet(submissions, results, worksheet, path):
    """Put grades, and feedback where there is a column for it, into a grading worksheet of a Moodle assignment.

    If several lessons were handed in, their points are added up. Grades are scaled to the worksheet's maximum.

    Returns
    -------
    list of str
        The students that are not in the worksheet.
    """
    header, rows = _read(worksheet, "Identifier", "Grade", "Last modified (grade)")
    texts, strangers = feedback_texts(results), []
    for student, mine in _students(submissions).items():
        graded = [item for item in mine.values() if is_graded(item)]
        row = _moodle_row(identity(next(iter(mine.values()))), rows)
        if row is None:
            strangers.append(student)
        elif graded:
            total = {"score": sum(item["score"] for item in graded), "status": "partial"}
            total["max_score"] = sum(item["max_score"] for item in mine.values())
            row["Grade"] = _scaled(total, _number(row.get("Maximum Grade")) or total["max_score"])
            if "Feedback comments" in row:
                row["Feedback comments"] = "\n\n".join(texts.get((student, lesson), "") for lesson in mine)
    _write(path, [header, *([row[name] for name in header] for row in rows)])
    return strangers


def _moodle_row(who, rows):
    if who["platform"] == "moodle":
        return _only([row for row in rows if re.search(r"\d*$", row["Identifier"])[0] == who["number"]])
    names = ("Username", "ID number", "Email address", "Full name")
    matches = [[row for row in rows if (row.get(key) or "").casefold() == who["name"].casefold()] for key in names]
    return next((row for row in map(_only, matches) if row is not None), None)


def _scaled(submission, most):
    if not submission or not is_graded(submission):
        return ""
    share = submission["score"] / submission["max_score"] if submission["max_score"] else 0
    return f"{round(share * most, 2):g}"


def _number(text):
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return None


def _read(path, *needed):
    """(header, rows as dicts) of a CSV file; both commas and semicolons separate."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise UsageError(f"{path} cannot be read ({reason}): give a CSV file as the platform exports it.") from None
    first = text.partition("\n")[0]
    lines = list(csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    header = [name.strip() for name in lines[0]] if lines else []
    missing = [name for name in needed if name not in header]
    if missing:
        raise UsageError(f"{path} has no column {missing[0]!r}: give a CSV file as the platform exports it.")
    padded = ([*line, *[""] * (len(header) - len(line))] for line in lines[1:] if any(line))
    return header, [dict(zip(header, line)) for line in padded]


def _write(path, rows):
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows(rows)
