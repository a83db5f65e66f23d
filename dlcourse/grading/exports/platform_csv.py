"""What the CSV files for Canvas and Moodle have in common: who is who, how points are written, how files are read.

Who is who is taken from the names in these platforms' downloads, whose numbers `submissions.platforms` keeps.
"""

import csv
import io
import re
from collections import defaultdict
from pathlib import Path

from dlcourse.checking.status import NOT_GRADED
from dlcourse.grading.errors import UsageError
from dlcourse.grading.submissions.platforms import CANVAS, MOODLE


def identity_of(submission):
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


def by_student(submissions):
    """student -> lesson -> submission, by student."""
    table = defaultdict(dict)
    for item in submissions:
        table[item["student"]][item["lesson"]] = item
    return dict(sorted(table.items()))


def possible_points(submissions, lesson):
    """The most that a submission of a lesson can earn, in any of its editions."""
    return max((item["max_score"] for item in submissions if item["lesson"] == lesson), default=0)


def points_cell(submission, most):
    """The points out of `most`: a column has one maximum, and an earlier edition of a lesson may have less.

    Empty where there are no points to hand on.
    """
    if not submission or not is_graded(submission):
        return ""
    scale = most / submission["max_score"] if submission["max_score"] else 1
    return written_points(submission["score"] * scale)


def written_points(points):
    """Points as text, without the noise of floating-point numbers."""
    return f"{round(points, 4):g}"


def only_one(rows):
    """The row, if it is the only one: of two people of the same name neither is taken."""
    return rows[0] if len(rows) == 1 else None


def scaled_cell(submission, most):
    """The same, scaled to what the platform gives at most."""
    if not submission or not is_graded(submission):
        return ""
    share = submission["score"] / submission["max_score"] if submission["max_score"] else 0
    return f"{round(share * most, 2):g}"


def number_in(text):
    """A number, with a point or a comma; None if it is none."""
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return None


def read_csv(path, *needed):
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


def write_csv(path, rows):
    """Write a CSV file; what UTF-8 cannot hold becomes a question mark."""
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows(rows)
