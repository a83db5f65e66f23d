"""One submission for each student and lesson: which of several files counts, and why."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from dlcourse.coursework.own_answers import PACKAGE
from dlcourse.exercises import names_in
from dlcourse.grading.processes.pool import Gone
from dlcourse.grading.submissions.folders import FOLDER, Leaf
from dlcourse.grading.submissions.layouts import LATE, Owned
from dlcourse.grading.submissions.look import attempted
from dlcourse.grading.submissions.moments_of_files import BY_PLATFORM
from dlcourse.grading.submissions.names import LIBRARY, NOTEBOOK, copies, ending, lesson_in, number_of, one_line
from dlcourse.grading.submissions.unpack import Place, Unreadable

NOTHING = ""  # the lesson of what is no notebook of the course
MOST_COMPARED = 20  # notebooks of one lesson by one student whose answers are looked at
VERSION = re.compile(  # what says that a number is that of a version: a word before it, or that it is a time
    r"(?<![^\W_])(?:v|version|attempt|revision|rev|versuch|versión|tentative|intento|versione)[-_ .]?\d"
    r"|(?<!\d)20\d{6}[-_T ]?\d{4}(?:\d\d)?(?!\d)|(?<!\d)20\d\d-\d\d-\d\d",
    re.IGNORECASE,
)
# What decides between two files, in this order, and how that is said.
REASONS = (
    "the others cannot be read",
    "the others are Jupyter's checkpoints",
    "the others are blank",
    "the last attempt",
    "the last attempt",
    "the last by the numbers in the names",
    "the newest",
    "the newest",
    "the others are copies",
    "the highest number",
    "the last by the numbers in the names",
)
TIE = "the first by name, as nothing else tells them apart"
UNREAD = f"{PACKAGE}/ came with it and is not read: answers count as they stand in the notebook."
SAME_NAME = "the last of this name in the archive"


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
    place : Place or None
        Where its bytes are; None if there is a problem.
    sha256 : str
        Of the bytes; "" if there is a problem.
    handed_in : float or None
        When, in seconds since 1970; None if nothing is known.
    time_from : str
        Who says so: "platform", "file" (the time of the file on disk), "archive" (what the archive of the class says of
        its member); "" if nothing is known.
    naive : bool
        Whether this names no zone: then it is what a clock showed, as if it were that of UTC.
    late : bool
        Whether the platform says that it was late.
    """

    student: str
    lesson: str
    name: str
    problem: str = ""
    notes: tuple = ()
    place: Place | None = field(default=None, repr=False, compare=False)
    sha256: str = ""
    handed_in: float | None = None
    time_from: str = ""
    naive: bool = False
    late: bool = False

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
        if self.place is None:
            raise Unreadable("cannot be read")
        return self.place.read()


@dataclass
class _File:
    """A file of a student that may count."""

    owned: Owned
    name: str
    lessons: list  # the main one first
    is_tried: bool = True
    version: tuple = ()  # the numbers in its name, if nothing else is different there and they are those of versions
    numbers: tuple = ()  # the same of any names

    @property
    def leaf(self) -> Leaf:
        return self.owned.leaf

    def order(self):
        """Of several for one lesson, the one with the greatest counts."""
        leaf, given, file = self.leaf, self.owned.given, self.owned.file
        number = number_of(file)
        when, attempt, sent = (given.when, number, given.file) if given else ("", 0, 0)
        return (
            not leaf.problem, not leaf.is_checkpoint, self.is_tried, when, attempt, self.version, leaf.modified, sent,
            -copies(file), number, self.numbers,
        )  # fmt: skip


def chosen(found, looking):
    """The submissions.

    Parameters
    ----------
    found : list of (tuple of str, Owned)
        With what the names of files begin with.
    looking : function
        As of `find_submissions`.

    Returns
    -------
    list of Submission
    """
    students = defaultdict(list)
    for start, owned in found:
        students[owned.student].append((start, owned))
    groups = defaultdict(list)
    for student, mine in students.items():
        files = [_file(start, owned) for start, owned in mine if owned.leaf.counts]
        for lesson, file in _by_lesson(files):
            groups[student, lesson].append(file)
    _ask_what_is_tried(groups, looking)
    chosen = [_one(student, lesson, files) for (student, lesson), files in groups.items()]
    some = {student for student, _ in groups}
    chosen += [_nothing(student, mine) for student, mine in students.items() if student not in some and _matters(mine)]
    libraries = {student for student, mine in students.items() if any(item.leaf.kind == LIBRARY for _, item in mine)}
    noted = [replace(one, notes=(*one.notes, UNREAD)) if one.student in libraries else one for one in chosen]
    return sorted(noted, key=lambda submission: submission.key)


def _file(start, owned):
    leaf = owned.leaf
    named = lesson_in(owned.file)
    lessons = [lesson for lesson, _ in sorted(leaf.lessons, key=lambda item: (-item[1], item[0] != named, item[0]))]
    return _File(owned, one_line(*start, *leaf.shown), lessons or [named or NOTHING])


def _by_lesson(files):
    """(lesson, file) for all that may count: extra notebooks of other origin do not, nor do a few cells of a lesson
    in the notebook of another one, if there is a notebook of the former."""
    sound = [file for file in files if not file.leaf.problem and not file.leaf.is_checkpoint]
    main = {file.lessons[0] for file in sound if file.leaf.lessons}
    serious = [file for file in sound if file.lessons[0] != NOTHING]
    for file in files:
        is_extra = file.lessons == [NOTHING] and not file.leaf.problem
        if is_extra and (serious or (file.leaf.is_checkpoint and sound)):
            continue
        counts = dict(file.leaf.lessons)
        for place, lesson in enumerate(file.lessons):
            if place == 0 or lesson not in main or counts[lesson] * 2 >= len(names_in(lesson)):
                yield lesson, replace(file)  # each group judges it by its own lesson


def _ask_what_is_tried(groups, looking):
    """Find out which files have answers at all, where several compete."""
    tasks = {}
    for key, files in groups.items():
        files = [file for file in files if file.leaf.place]
        if len({file.leaf.sha256 for file in files}) > 1:
            tasks[key] = sorted(files, key=_File.order)[-MOST_COMPARED:]
            for file in files:
                file.is_tried = False
    asked = {(key, i): file for key, files in tasks.items() for i, file in enumerate(files)}
    for tag, outcome in looking(attempted, [(tag, file.leaf.place) for tag, file in asked.items()]) if asked else ():
        (_, lesson), _ = tag
        asked[tag].is_tried = not isinstance(outcome, Gone) and lesson in outcome


def _one(student, lesson, files):
    """The submission that counts, with notes on it and on what does not count."""
    _compare_numbers([file for file in files if not file.leaf.problem and not file.leaf.is_checkpoint])
    by_name = sorted(files, key=lambda file: file.name, reverse=True)
    *others, best = sorted(by_name, key=_File.order)
    others = [file for file in others if best.leaf.is_checkpoint or not file.leaf.is_checkpoint]
    late = _is_late(best.owned)
    notes = [LATE] if late else []
    if ending(best.owned.file) not in (".ipynb", "") and best.leaf.kind == NOTEBOOK:
        notes.append(f"{best.name} was read as a notebook, which its name should end as (.ipynb).")
    if best.leaf.is_checkpoint:
        notes.append(f"{best.name} is what Jupyter put aside by itself: nothing else of this lesson was handed in.")
    if len(best.lessons) > 1 and not best.leaf.problem:
        notes.append(f"{best.name} has exercises of several lessons ({', '.join(best.lessons)}): it counts for each.")
    if others and best.leaf.problem:
        notes += [f"{file.name} {file.leaf.problem}." for file in reversed(others[-5:])]
    elif others:
        names = ", ".join(dict.fromkeys(file.name for file in reversed(others[-5:])))
        notes.append(f"{best.name} counts ({_why(best, others[-1])}), not {names}.")
    problem = f"{best.name} {best.leaf.problem}." if best.leaf.problem else ""
    place = None if problem else best.leaf.place
    when = _when(_first([file.leaf for file in files], best.leaf))
    return Submission(student, lesson, best.name, problem, tuple(notes), place, best.leaf.sha256, **when, late=late)


def _is_late(owned):
    return bool(owned.given and owned.given.late)


def _first(leaves, best):
    """When the file that counts was handed in: whoever hands in the same once more, or twice, has had it ready."""
    source = best.moment.source
    same = [leaf.moment for leaf in leaves if leaf.sha256 and leaf.sha256 == best.sha256]
    return min((moment for moment in same if moment.source == source), default=best.moment, key=_at)


def _at(moment):
    return moment.at or 0.0


def _when(moment):
    return {"handed_in": moment.at, "time_from": moment.source, "naive": moment.naive}


def _compare_numbers(files):
    """Note which is the later of files whose names differ in numbers only: "Version 2", "neuron_v2", a time."""
    names = ["/".join(file.leaf.shown) for file in files]
    if len(names) < 2 or len({re.sub(r"\d+", "0", name) for name in names}) > 1:
        return
    are_versions = all(VERSION.search(name) for name in names)
    for file, name in zip(files, names):
        file.numbers = tuple(map(int, re.findall(r"\d+", name)))
        file.version = file.numbers if are_versions else ()


def _why(best, next_best):
    if best.leaf.sha256 and best.leaf.sha256 == next_best.leaf.sha256:
        return "they are the same"
    pairs = zip(REASONS, best.order(), next_best.order(), strict=True)
    tie = SAME_NAME if best.name == next_best.name else TIE
    return next((reason for reason, ours, theirs in pairs if ours != theirs), tie)


def _matters(mine):
    return any(owned.is_unit for _, owned in mine)


def _nothing(student, mine):
    """A row for a student who has handed in something, but no notebook."""
    leaves = [owned.leaf for _, owned in mine]
    start = mine[0][0]
    name = one_line(*start, *leaves[0].prefix, leaves[0].parts[0])
    names = [
        one_line(leaf.parts[-1]) for leaf in leaves if leaf.kind != FOLDER or (leaf.archive and len(leaf.parts) > 1)
    ]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    only = f"only {', '.join(names[:3])}{more}" if names else "it is empty"
    last = max((leaf.moment for leaf in leaves), key=lambda moment: (moment.source == BY_PLATFORM, _at(moment)))
    late = any(_is_late(owned) for _, owned in mine)
    return Submission(student, NOTHING, name, f"{name} holds no notebook (.ipynb), {only}.", **_when(last), late=late)
