"""The names that learning platforms give to what they let one download.

| platform | name | student |
| --- | --- | --- |
| Canvas | `namefirst_LATE_12345_67890_lesson-1.ipynb`, `namefirst_12345_text.html` | `namefirst_12345` |
| Canvas, anonymous | `LATE_anon_aB3dE_67890_lesson.ipynb` | `anon_aB3dE` |
| Moodle | `First Last_12345_assignsubmission_file_/lesson.ipynb` | `First Last_12345` |
| Blackboard | `Homework 1_user_attempt_2026-01-02-10-11-12_lesson.ipynb` | `user` |
| Brightspace | `12345-67890 - First Last - Jan 2, 2026 1011 AM/lesson.ipynb` | `First Last_12345` |

The number stays in the name of the student: two people may have the same name, and the exports need it. A platform's
own part comes first, so that nothing which a student writes into the name of a file can name somebody else.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from dlcourse.grading.submissions.names import is_own
from dlcourse.grading.written_dates import sortable

GROUP = r"(?:group|team|gruppe|grupo|gruppo|groupe|équipe|equipe|equipo|groep|section|lab)"
CANVAS = re.compile(
    # A number in the name of a group is no ID: after it there are still two, and that of a file is long, as the one
    # before the name of a notebook ("01_neuron") is not.
    rf"(?!(?:LATE_)?anon(?:ymous)?_)(?P<name>{GROUP}[^_]*_\d+(?=_(?:LATE_)?\d+_(?:[1-9]\d{{2,}}_|text|link))|.+?)"
    r"_(?P<late>LATE_)?"
    r"(?P<id>\d+)_(?:(?P<file>\d+)_(?P<rest>.+)|(?:text|link)\.html)",
    re.IGNORECASE | re.DOTALL,
)
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon(?:ymous)?)_(?P<late2>LATE_)?(?P<id>[A-Za-z0-9]+)_"
    r"(?:(?P<file>\d+)_(?P<rest>.+)|(?:text|link)\.html|(?P<rest2>[^\d_].*))",
    re.IGNORECASE | re.DOTALL,
)
MOODLE = re.compile(r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL)
BLACKBOARD = re.compile(
    # The word is in the language of the platform: attempt, Versuch, intento, tentative.
    r"(?P<title>.+?)_(?P<name>[^_]+)_[^\W\d_]{1,20}_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>.+)|\.txt)?",
    re.DOTALL,
)
BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ ?- (?P<name>.+?) ?- (?P<when>[^-]{0,30}\b\d{4}\b[^-]{0,20}?|\d{4}-\d\d-\d\d\b[^-]{0,20}?)"
    r"(?: ?- (?P<rest>.+))?",
    re.DOTALL,
)
PATTERNS = {  # the more exact first
    "brightspace": BRIGHTSPACE,
    "blackboard": BLACKBOARD,
    "moodle": MOODLE,
    "anonymous": ANONYMOUS,
    "canvas": CANVAS,
}


@dataclass(frozen=True)
class Given:
    """What the name that a platform gave says.

    Parameters
    ----------
    platform : str
    student : str
    rest : str
        The name of the student's file, "" if this is a folder.
    when : str
        The time of the attempt, to be sorted by; "" if the name does not say.
    file : int
        The platform's number of the file, which grows with time; 0 if there is none.
    late : bool
    """

    platform: str
    student: str
    rest: str = ""
    when: str = ""
    file: int = 0
    late: bool = False


def platform_of(names):
    """The platform that gave at least half of the names, "" if none did."""
    counts = Counter(platform for name in names for platform, pattern in PATTERNS.items() if pattern.fullmatch(name))
    most = max(PATTERNS, key=lambda platform: counts[platform])
    return most if counts[most] * 2 >= max(1, len(names)) else ""


def full_users(names):
    """Name -> user, for those of Blackboard's names whose user has an underscore: it looks like one of the title's.

    The others' names, and what all have in common, show where the title ends.
    """
    matches = {name: match for name in names if (match := BLACKBOARD.fullmatch(name))}
    titles = {match["title"] for match in matches.values()}
    same = itertools.takewhile(
        lambda signs: signs[0] == signs[1], zip(min(titles, default=""), max(titles, default=""))
    )
    known = {*titles, "".join(sign for sign, _ in same).rpartition("_")[0]} - {""}
    found = {}
    for name, match in matches.items():
        title = match["title"]
        ends = [place for place, sign in enumerate(title) if sign == "_" and title[:place] in known]
        more = title[ends[-1] + 1 :] if ends else ""
        if more and not more.isdigit() and not is_own(more):
            found[name] = f"{more}_{match['name'].strip()}"
    return found


def given(name, platform=""):
    """What a name says, read as one of this platform, else of any; None if none gave it."""
    order = [platform, *PATTERNS] if platform else PATTERNS
    for candidate in order:
        match = PATTERNS[candidate].fullmatch(name)
        if match:
            return _given(candidate, match.groupdict())
    return None


def _given(platform, found):
    student = found["name"].strip()
    if found.get("id"):
        student = f"{student}_{found['id']}"
    when = found.get("when") or ""
    return Given(
        "canvas" if platform == "anonymous" else platform,
        student,
        found.get("rest") or found.get("rest2") or "",
        sortable(when) if platform == "brightspace" else when,
        int((found.get("file") or "0")[:18]),
        bool(found.get("late") or found.get("late2")),
    )
