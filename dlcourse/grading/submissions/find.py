"""Find the submissions in files, folders and zip files: one for each student and lesson."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from dlcourse.exercises import lesson_names
from dlcourse.grading.submissions.layouts import (
    are_students,
    attempt_in,
    lesson_in,
    owner_of,
    platform_match,
    student_in,
    unwrap,
    without_zip,
)
from dlcourse.grading.submissions.unpack import Limits, Unreadable, readable, walk

NOTHING = ""  # the lesson of what is no notebook of the course
IDS = re.compile(rb"(?:exercise|question)\w*\(\s*\\?[\"']([A-Za-z_]\w*)\.(\w+)\\?[\"']")
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
    as_students = are_students(roots)
    found = []
    for path, entries in roots:
        name = readable(path.resolve().name)
        is_owner = as_students or bool(_holds_many(path) and platform_match(name))
        if is_owner:
            entries = [replace(entry, parts=(name, *entry.parts)) for entry in entries]
        found += _of_root(path, entries if is_owner else unwrap(path, entries))
    found = [replace(submission, order=(*submission.order, i)) for i, submission in enumerate(found)]
    return _one_each(found)


def _holds_many(path):
    return path.is_dir() or path.suffix.lower() == ".zip"


def _of_root(path, entries):
    home = path.resolve() if _holds_many(path) else path.resolve().parent
    base = without_zip(readable(home.name))
    found = [_nobodys(path, base, entry) for entry in entries if not entry.parts]
    entries = [entry for entry in entries if entry.parts]
    flat = [entry for entry in entries if len(entry.parts) == 1 and entry.read]
    plain = [entry for entry in flat if lesson_in(entry.parts[0]) and not student_in(entry.parts[0])]
    is_student = len(plain) * 2 >= len(flat) > 0
    others = {}
    for entry in entries:
        student, file, notes = owner_of(entry, base, is_student)
        if entry.read or entry.problem:
            found.append(_submission(path, entry, student, file, notes))
        elif platform_match(entry.parts[0]) or (len(entry.parts) > 1 and not flat):
            others.setdefault(student, []).append(entry)
    for student in others.keys() - {submission.student for submission in found}:
        found.append(_nothing(path, student, others[student]))
    return found


def _nobodys(path, base, entry):
    """A member of an outermost zip file whose name leads somewhere else: nobody's, but it is not passed over."""
    name = readable(path.name)
    return Submission(base, NOTHING, name, PROBLEM.format(name, entry.problem), order=(False, 0, 0.0))


def _submission(path, entry, student, file, notes):
    # One line, whatever the names are.
    name = " ".join("/".join((readable(path.name), *entry.parts)).split())
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
        order=(not problem, attempt_in(file), entry.modified),
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
