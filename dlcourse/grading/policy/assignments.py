"""Assignments of a platform: which lessons each of them is."""

import re
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.bounds import quoted, short
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.reports.file_names import file_name
from dlcourse.grading.reports.pages import lesson_title

NUMBER = re.compile(r"^\d{1,6}[_ -]+")  # before a lesson's name, in that of its notebook
WORKSHEET = "moodle-worksheet"
FORM = 'write it as --assignment "Homework 1=neuron,forward"'


def read_assignments(values, lessons):
    """The assignments in what was given as `--assignment NAME=LESSON,...`.

    Parameters
    ----------
    values : sequence of str
        A name may contain "=": the last one counts.
    lessons : sequence of str
        The names of all lessons. A notebook's name stands for its lesson, too.

    Returns
    -------
    dict
        Name -> list of lessons, as they were given. A lesson may be in several assignments.

    Raises
    ------
    UsageError
        If a name or a lesson is missing, unknown, or there twice.
    """
    assignments, taken = {}, {}
    for value in values:
        name, sign, rest = value.rpartition("=")
        name = " ".join(name.split())
        if not sign or not name:
            problem = "has no name before its lessons" if sign else 'has no "="'
            raise UsageError(f"The assignment {quoted(value)} {problem}: {FORM}.")
        if folded(name) in taken:
            other = taken[folded(name)]
            raise UsageError(f"The assignment {quoted(other)} was given twice: name all of its lessons at once.")
        taken[folded(name)] = name
        assignments[name] = _lessons_in(name, rest, lessons)
        whose = next((item for item in lessons if folded(name) in _names_of(item)), "")
        if whose and whose not in assignments[name]:
            raise UsageError(f"The assignment {quoted(name)} has the name of another lesson: give it one of its own.")
    return assignments


def _lessons_in(name, text, lessons):
    known = {folded(item): item for item in lessons}
    found = []
    for part in filter(None, map(str.strip, text.split(","))):
        word = folded(part).removesuffix(".ipynb")
        words = (word, NUMBER.sub("", word))
        item = next((known[key] for key in (*words, *map(_joined, words)) if key in known), None)
        if item is None:
            raise UsageError(
                f"The assignment {quoted(name)} has no lesson {quoted(part)} in it: the lessons are "
                f"{', '.join(lessons)}."
            )
        if item in found:
            raise UsageError(f"The assignment {quoted(name)} has the lesson {item} twice: name it once.")
        found.append(item)
    if not found:
        raise UsageError(f"The assignment {quoted(name)} has no lessons: {FORM}.")
    return found


def _joined(word):
    return word.replace("-", "_").replace(" ", "_")


def _names_of(lesson):
    return {folded(lesson), folded(lesson.replace("_", " ")), folded(lesson_title(lesson))}


@dataclass(frozen=True)
class File:
    """A file of a platform, and the assignment that it is for.

    Parameters
    ----------
    file : str
    assignments : dict
        {name: its lessons} of the one assignment; empty if all that was handed in counts.
    out : str
        The name of the grading worksheet that is written from it.
    """

    file: str
    assignments: dict
    out: str


def read_files(values, assignments, lessons):
    """The files in what was given as `--moodle-worksheet FILE` or `--times FILE`, or with `NAME=FILE`.

    Parameters
    ----------
    values : sequence of str
        A name is that of an assignment, or of a lesson (its title, too). With one assignment a plain file is for it;
        without any, all that was handed in counts.
    assignments : dict
        As from `read_assignments`.
    lessons : sequence of str
        The names of all lessons.

    Returns
    -------
    list of File

    Raises
    ------
    UsageError
        If it is not clear which assignment a file is for, or two files are for one.
    """
    named = {name: (lesson_title(item), [item]) for item in lessons for name in _names_of(item)}
    named |= {folded(name): (name, items) for name, items in assignments.items()}
    sheets, taken = [], set()
    for value in values:
        name, file = _split(value, named, assignments)
        if name in taken:
            raise UsageError(f"Two files are for the same assignment, {quoted(value)} is one: give one file each.")
        taken.add(name)
        part = f"-{file_name(name)}" if len(values) > 1 and name else ""
        of_one = {name: named[folded(name)][1]} if name else {}
        sheets.append(File(file, of_one, f"{WORKSHEET}{part}.csv"))
    return sheets


def _split(value, named, assignments):
    """What a worksheet is for, "" for all, and its file; a name may contain "=", and so may a file's."""
    for place in [i for i, sign in enumerate(value[:10_000]) if sign == "="][-20:]:
        if folded(value[:place]) in named and value[place + 1 :].strip():
            return named[folded(value[:place])][0], value[place + 1 :].strip()
    if "=" in value and not _is_file(value):
        names = ", ".join(map(quoted, assignments)) or "none: every lesson is one of its own"
        raise UsageError(f"The file {quoted(value)} is for no assignment that is known: the assignments are {names}.")
    if len(assignments) > 1:
        raise UsageError(
            f"It is not clear which assignment the file {quoted(value)} is for: "
            f'write it as "{short(next(iter(assignments)))}={short(value)}".'
        )
    return next(iter(assignments), ""), value


def _is_file(value):
    try:
        return Path(value).is_file()
    except (OSError, ValueError):
        return False
