"""What the CSV files for Canvas and Moodle have in common: who is who, how points are written, what is left out.

Who is who is taken from the names in these platforms' downloads, whose numbers stay in the names of the students.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from dlcourse.checking.status import NOT_GRADED
from dlcourse.grading.bounds import short
from dlcourse.grading.csv_files import Grade, plain_number

# ID_assignsubmission_KIND after a name is Moodle's, (LATE_)ID_FILE_NAME Canvas's, or (LATE_)ID_text.html.
AFTER_NAME = (
    ("moodle", re.compile(r"(\d+)_assignsubmission_[a-z]+(?:_|$)", re.ASCII)),
    ("canvas", re.compile(r"(?:LATE_)?(\d+)_(?:\d+_.|(?:text|link)\.html$)", re.ASCII | re.IGNORECASE)),
)
# What Canvas writes in place of a name is no name, and a number after it no ID.
NOBODY = {"anon", "anonymous"}
GROUPS = {"group", "team", "lab", "project", "gruppe", "groupe", "grupo", "gruppo", "groep", "grupa", "équipe"}
MOST_NAMES = 10


@dataclass
class Filled:
    """What came of filling in a file.

    Parameters
    ----------
    strangers : list of str
        Students that are not in it, or not the only ones of that name.
    notes : list of str
        Sentences for the instructor.
    """

    strangers: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def identity_of(submission):
    """Who handed in a submission.

    Only a number that the platform put after a name is one: the outermost folder or file that bears the student's
    name decides, and nothing that a student put into it. Of a member of a group the instructor's file may know more:
    what it says stands in the row as `identity`.

    Returns
    -------
    dict
        platform ("canvas", "moodle" or ""), name, number ("" if the platform gave none); login, email and id where they
        are known.
    """
    if submission.get("identity"):
        return submission["identity"]
    student = submission["student"]
    name, _, number = student.rpartition("_")
    if name and number.isascii() and number.isdigit():
        for part in map(_composed, re.split(r"[/\\]", submission["name"])):
            if part == student or part.startswith(f"{student}."):
                break  # a folder or an archive of that name
            rest = part.removeprefix(f"{name}_") if part.startswith(f"{name}_") else ""
            for platform, pattern in AFTER_NAME:
                match = pattern.match(rest)
                if match and match[1] == number and _is_somebody(platform, name):
                    return {"platform": platform, "name": name, "number": number}
    return {"platform": "", "name": student, "number": ""}


def identity_among(submissions):
    """Who a student is by all that is theirs: a lesson that is missing has no file whose name says it."""
    found = [identity_of(item) for item in submissions]
    return next((who for who in found if who["platform"]), found[0])


def rows_by(who, by_key, by_name):
    """The rows of somebody without a number: by login or address where one is known, else by name.

    Parameters
    ----------
    who : dict
        As from `identity_of`.
    by_key, by_name : dict
        As from `rows_by_text`.
    """
    keys = [folded(who.get(role, "")) for role in ("login", "email", "id", "name")]
    found = next((by_key[key] for key in keys if key in by_key), None)
    return found or by_name.get(folded(who["name"]), [])


def _composed(part):
    return unicodedata.normalize("NFC", part).strip()


def _is_somebody(platform, name):
    return platform != "canvas" or name.casefold().strip(" _-") not in NOBODY | GROUPS


def is_graded(submission):
    """Whether there are points to hand on: what could not be graded leaves its cell empty."""
    return submission["status"] not in NOT_GRADED and not submission.get("machine")


def by_student(submissions):
    """student -> lesson -> submission, by student."""
    table = defaultdict(dict)
    for item in submissions:
        table[item["student"]][item["lesson"]] = item
    return dict(sorted(table.items()))


def points_cell(total, capped=False):
    """The points of a `Column.of`, empty where there are none to hand on.

    With bonus points they may be more than its maximum, if not `capped`.
    """
    if not total:
        return ""
    return written_points(min(total["score"], total["max_score"]) if capped else total["score"])


def is_above(submission):
    """Whether bonus points lift a graded submission above its maximum."""
    return is_graded(submission) and submission["score"] > submission["max_score"]


def written_points(points, digits=4):
    """Points as text, without the noise of floating-point numbers."""
    return Grade(plain_number(points, digits))


def scaled_cell(total, most, capped=False):
    """The same, scaled to what the platform gives at most without bonus points."""
    if not total:
        return ""
    if not total["max_score"]:  # bonus points alone, which are out of nothing
        return written_points(min(total["score"], most) if capped else total["score"], 2)
    share = total["score"] / total["max_score"]
    return written_points((min(share, 1) if capped else share) * most, 2)


def folded(text):
    """A text for comparing: capitals, blanks and the spelling of accents aside."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def rows_by_text(rows):
    """From (row, texts) pairs: folded text -> the rows that have it."""
    index = defaultdict(list)
    for row, texts in rows:
        for text in {folded(text) for text in texts} - {""}:
            index[text].append(row)
    return index


def listed(names):
    """Some names as text: the first ones, and how many more there are."""
    shown = ", ".join(short(name) for name in names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown


def claims(found):
    """From (student, rows that are the student's) pairs: {student: rows}, and sentences on rows of two students.

    What two students of the run would write into one row is written by neither.
    """
    owners = defaultdict(list)
    for student, rows in found:
        for row in rows:
            owners[row].append(student)
    shared = {tuple(students) for students in owners.values() if len(students) > 1}
    refused = {student for students in shared for student in students}
    notes = [f"{listed(students)} are one person in it: fill in that row by hand." for students in sorted(shared)]
    return {student: rows for student, rows in found if student not in refused}, notes
