"""Whose work is what: students and lessons from the layouts in which submissions come.

| layout | student |
| --- | --- |
| `STUDENT/lesson.ipynb`, `STUDENT/ASSIGNMENT/lesson.ipynb`, `STUDENT.zip` | the folder |
| `namefirst_LATE_12345_67890_lesson-1.ipynb` (Canvas) | `namefirst_12345` |
| `First Last_12345_assignsubmission_file_/lesson.ipynb` (Moodle) | `First Last_12345` |
| `STUDENT.ipynb`, `STUDENT_lesson.ipynb` | the rest of the name |
| `lesson.ipynb` | the folder that it is in |

The number stays in the name of the student: two people may have the same name, and the exports need it. Who a file
belongs to is read from the outermost name only, which the platform gave, never from names that a student chose.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from dlcourse.exercises import lesson_names
from dlcourse.grading.submissions.unpack import Limits, Unreadable, readable, walk

CANVAS = re.compile(r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>\d+)_(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)", re.DOTALL)
WRAPPERS = {"submitted", "submissions"}
NOTHING = ""  # the lesson of what is no notebook of the course
IDS = re.compile(rb"(?:exercise|question)\w*\(\s*\\?[\"']([A-Za-z_]\w*)\.(\w+)\\?[\"']")
AGAIN = re.compile(r"(?:[-_ ]?copy ?\d*|-\d+| ?\(\d+\))$", re.IGNORECASE)  # what programs add to a name
PROBLEM = "{} {}."


@dataclass(frozen=True)
class Submission:
    """One notebook of one student.

    Parameters
    ----------
    student, lesson : str
        The lesson is "" for what is no notebook of the course.
    name : str
        Where it was found, for messages.
    problem : str
        Why it cannot be graded, as a sentence; "" if nothing is known against it.
    notes : tuple of str
        Sentences for the instructor.
    """

    student: str
    lesson: str
    name: str
    problem: str = ""
    notes: tuple = ()
    order: tuple = ()  # of several for the same lesson, the one with the greatest counts
    foreign: bool = False  # a notebook without an exercise of this course
    source: Callable | None = field(default=None, repr=False, compare=False)

    @property
    def key(self):
        """(student, lesson)."""
        return self.student, self.lesson

    def read(self):
        """The bytes of the notebook.

        Raises
        ------
        Unreadable
            If they cannot be had (any more).
        """
        if self.source is None:
            raise Unreadable("cannot be read")
        return self.source()


def find_submissions(paths, limits=None):
    """The submissions in files, folders and zip files, by student and lesson.

    Parameters
    ----------
    paths : list of path
    limits : Limits

    Returns
    -------
    list of Submission
        One for each student and lesson: of several the last attempt, then the newest, counts and has a note.

    Raises
    ------
    UsageError
        If one of the paths cannot be read.
    """
    limits = limits or Limits()
    roots = [(Path(path), list(walk(path, limits))) for path in paths]
    as_students = _are_students(roots)
    found = []
    for path, entries in roots:
        name = readable(path.resolve().name)
        is_owner = as_students or bool(_holds_many(path) and _platform(name))
        if is_owner:
            entries = [replace(entry, parts=(name, *entry.parts)) for entry in entries]
        found += _of_root(path, entries if is_owner else _unwrap(path, entries))
    found = [replace(submission, order=(*submission.order, i)) for i, submission in enumerate(found)]
    return _one_each(found)


def _are_students(roots):
    """Whether the paths are folders of students, each with folders of assignments: `submitted/*` of nbgrader.

    Then the same assignment holds the same file for several, and no file is in two assignments of one.
    """
    by_folder, by_root = {}, {}
    for root, entries in roots:
        for entry in entries:
            if entry.read and len(entry.parts) == 1:
                return False
            if entry.read:
                by_folder.setdefault((entry.parts[0], entry.parts[-1]), set()).add(root)
                by_root.setdefault((root, entry.parts[-1]), set()).add(entry.parts[0])
    return any(len(found) > 1 for found in by_folder.values()) and all(len(found) == 1 for found in by_root.values())


def _holds_many(path):
    return path.is_dir() or path.suffix.lower() == ".zip"


def _of_root(path, entries):
    home = path.resolve() if _holds_many(path) else path.resolve().parent
    base = _without_zip(readable(home.name))
    found = [_nobodys(path, base, entry) for entry in entries if not entry.parts]
    entries = [entry for entry in entries if entry.parts]
    flat = [entry for entry in entries if len(entry.parts) == 1 and entry.read]
    plain = [entry for entry in flat if lesson_in(entry.parts[0]) and not _without_lesson(entry.parts[0])]
    is_student = len(plain) * 2 >= len(flat) > 0
    others = {}
    for entry in entries:
        student, file, notes = _owner(entry, base, is_student)
        if entry.read or entry.problem:
            found.append(_submission(path, entry, student, file, notes))
        elif _platform(entry.parts[0]) or (len(entry.parts) > 1 and not flat):
            others.setdefault(student, []).append(entry)
    for student in others.keys() - {submission.student for submission in found}:
        found.append(_nothing(path, student, others[student]))
    return found


def _nobodys(path, base, entry):
    """A member of an outermost zip file whose name leads somewhere else: nobody's, but it is not passed over."""
    name = readable(path.name)
    return Submission(base, NOTHING, name, PROBLEM.format(name, entry.problem), order=(False, 0, 0.0))


def _platform(name):
    """The match of a name that Canvas or Moodle gave, or None."""
    return MOODLE.fullmatch(name) or CANVAS.fullmatch(name)


def _unwrap(path, entries):
    """Take off folders around the students' own."""
    while True:
        placed = [entry for entry in entries if entry.parts]
        tops = {entry.parts[0] for entry in placed}
        if not tops or any(len(entry.parts) < 2 for entry in placed) or any(_platform(top) for top in tops):
            return entries
        if not (all(_platform(entry.parts[1]) for entry in placed) or _is_wrapper(path, tops, placed)):
            return entries
        entries = [replace(entry, parts=entry.parts[1:]) for entry in entries]


def _is_wrapper(path, tops, entries):
    if len(tops) > 1:
        return False
    [top] = tops
    if top.casefold() in WRAPPERS or top.casefold() == path.stem.casefold():
        return True
    # In two folders of one student there is not the same lesson; in those of two students there is.
    places = {}
    for entry in entries:
        if len(entry.parts) == 3 and entry.read:
            places.setdefault(entry.parts[-1], set()).add(entry.parts[1])
    return any(len(folders) > 1 for folders in places.values())


def _owner(entry, base, is_student):
    """(student or "", name of the file, notes)."""
    top, file, notes = entry.parts[0], entry.parts[-1], ()
    match = _platform(top)
    if match:
        if match.re is CANVAS and match["late"]:
            notes = ("Handed in late, says the learning platform.",)
        if len(entry.parts) == 1:
            file = match["rest"] or file
        return _clean(f"{match['name']}_{match['id']}"), file, notes
    if len(entry.parts) > 1:
        return _clean(_without_zip(top)), file, notes
    return _clean(base if is_student else _without_lesson(file) or base), file, notes


def _clean(student):
    return unicodedata.normalize("NFC", student).strip() or "_"


def _without_zip(name):
    return re.sub(r"\.zip$", "", name, flags=re.IGNORECASE)


def _stem(file):
    return re.sub(r"\.(ipynb|zip)$", "", file, flags=re.IGNORECASE)


def _bare(file):
    """The stem without what programs add to it."""
    stem = _stem(file)
    while AGAIN.search(stem):
        stem = AGAIN.sub("", stem)
    return stem


def _without_lesson(file):
    """What a file's name says beside the lesson: a student's name."""
    names = "|".join(sorted(map(re.escape, lesson_names()), key=len, reverse=True))
    rest = re.sub(rf"(?:\d+[_-])?(?:{names})$|^(?:\d+[_-])?(?:{names})(?=[-_ ])", "", _bare(file), flags=re.IGNORECASE)
    return rest.strip(" _-.")


def lesson_in(file):
    """The lesson that a file's name is about, or ""."""
    word = re.sub(r"^\d+[_ -]+", "", _bare(file)).casefold().replace(" ", "_").replace("-", "_")
    return next((name for name in lesson_names() if word == name or word.endswith(f"_{name}")), "")


def _submission(path, entry, student, file, notes):
    # One line, whatever the names are.
    name = " ".join("/".join((readable(path.name), *entry.parts)).split())
    numbers = re.findall(r"-(\d+)$| ?\((\d+)\)$", _stem(file))
    attempt = int("".join(numbers[0])[:6]) if numbers else 0
    lesson, problem, foreign = lesson_in(file), entry.problem, False
    if entry.read:
        try:
            lesson, foreign = _lesson(entry.read(), lesson)
        except Unreadable as error:
            problem = str(error)
    return Submission(
        student=student,
        lesson=lesson or NOTHING,
        name=name,
        problem=PROBLEM.format(name, problem) if problem else "",
        notes=notes,
        order=(not problem, attempt, entry.modified),
        foreign=foreign,
        source=entry.read,
    )


def _lesson(data, named):
    """The lesson that most exercises in a notebook belong to, else the one that its file is named after.

    The bytes are searched, not parsed: a notebook that is cut off has a lesson, too.
    """
    known = set(lesson_names())
    ids = {(lesson.decode(), name) for lesson, name in IDS.findall(data)}
    counts = Counter(lesson for lesson, _ in ids if lesson in known)
    if counts:
        return max(sorted(counts), key=lambda lesson: (counts[lesson], lesson == named)), False
    return named, not named and _is_notebook(data)


def _is_notebook(data):
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "cells" in content


def _nothing(path, student, entries):
    names = ", ".join(" ".join(entry.parts[-1].split()) for entry in entries[:3])
    more = f" and {len(entries) - 3} more" if len(entries) > 3 else ""
    name = " ".join(f"{readable(path.name)}/{entries[0].parts[0]}".split())
    problem = f"{name} holds no notebook (.ipynb), only {names}{more}."
    return Submission(student, NOTHING, name, problem, order=(False, 0, 0.0))


def _one_each(found):
    """Of several for one student and lesson the last attempt or the newest; no extra notebooks of other origin."""
    serious = {submission.student for submission in found if not submission.foreign and not submission.problem}
    groups = {}
    for submission in sorted(found, key=lambda item: item.order):
        if not (submission.foreign and submission.student in serious):
            groups.setdefault(submission.key, []).append(submission)
    chosen = []
    for *others, last in groups.values():
        if others:
            names = ", ".join(other.name for other in others[:5])
            last = replace(last, notes=(*last.notes, f"{last.name} counts, the last attempt or newest; not {names}."))
        chosen.append(last)
    return sorted(chosen, key=lambda submission: submission.key)
