"""Grades and feedback for Moodle, as CSV files.

Moodle's import of grades lets one map any columns; the grading worksheet of an assignment needs `Identifier`, `Grade`
and `Last modified (grade)` as they were downloaded.
"""

import re
from collections import defaultdict

from dlcourse.checking.naming import capital
from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import (
    by_student,
    identity_of,
    is_graded,
    number_in,
    only_one,
    points_cell,
    possible_points,
    read_csv,
    scaled_cell,
    write_csv,
)
from dlcourse.grading.reports.feedback import describe
from dlcourse.grading.reports.pages import lesson_title
from dlcourse.grading.reports.statistics import lessons_of

COLUMNS = ("Identifier", "Full name", "Username")


def write_moodle_csv(submissions, results, path):
    """Write grades and feedback, side by side, for Moodle's "Import grades": Moodle wants both or takes one away.

    Parameters
    ----------
    submissions, results : list of dict
        As from `class_report.flat`.
    path : path
    """
    lessons = lessons_of(submissions)
    most = {lesson: possible_points(submissions, lesson) for lesson in lessons}
    titles = [column for name in lessons for column in (lesson_title(name), f"{lesson_title(name)} (feedback)")]
    texts = feedback_texts(results)
    rows = [[*COLUMNS, *titles]]
    for student, mine in by_student(submissions).items():
        who = identity_of(next(iter(mine.values())))
        known = who["platform"] == "moodle"
        cells = [f"Participant {who['number']}" if known else "", who["name"], "" if known else student]
        for lesson in lessons:
            cells += [points_cell(mine.get(lesson), most[lesson]), texts.get((student, lesson), "")]
        rows.append(cells)
    write_csv(path, rows)


def feedback_texts(results):
    """(student, lesson) -> what each exercise earned and why, one line for each that is not right."""
    lines = defaultdict(list)
    for item in results:
        shown = describe(item)
        earned = f"{shown['name']}: {shown['words']}, {item['score']:g} of {item['max_score']:g}."
        why = [shown["diagnosis"] and f"{capital(shown['diagnosis'])}.", shown["advice"] or shown["message"]]
        told = " ".join([earned, *(text for text in why if text)]) if item["status"] != Status.CORRECT else earned
        lines[item["student"], item["lesson"]].append(" ".join(told.split()))
    return {key: "\n".join(texts) for key, texts in lines.items()}


def fill_moodle_worksheet(submissions, results, worksheet, path):
    """Put grades, and feedback where there is a column for it, into a grading worksheet of a Moodle assignment.

    If several lessons were handed in, their points are added up. Grades are scaled to the worksheet's maximum.

    Returns
    -------
    list of str
        The students that are not in the worksheet.
    """
    header, rows = read_csv(worksheet, "Identifier", "Grade", "Last modified (grade)")
    texts, strangers = feedback_texts(results), []
    for student, mine in by_student(submissions).items():
        graded = [item for item in mine.values() if is_graded(item)]
        row = _moodle_row(identity_of(next(iter(mine.values()))), rows)
        if row is None:
            strangers.append(student)
        elif graded:
            total = {"score": sum(item["score"] for item in graded), "status": Status.PARTIAL}
            total["max_score"] = sum(item["max_score"] for item in mine.values())
            row["Grade"] = scaled_cell(total, number_in(row.get("Maximum Grade")) or total["max_score"])
            if "Feedback comments" in row:
                row["Feedback comments"] = "\n\n".join(texts.get((student, lesson), "") for lesson in mine)
    write_csv(path, [header, *([row[name] for name in header] for row in rows)])
    return strangers


def _moodle_row(who, rows):
    if who["platform"] == "moodle":
        return only_one([row for row in rows if re.search(r"\d*$", row["Identifier"])[0] == who["number"]])
    names = ("Username", "ID number", "Email address", "Full name")
    matches = [[row for row in rows if (row.get(key) or "").casefold() == who["name"].casefold()] for key in names]
    return next((row for row in map(only_one, matches) if row is not None), None)
