"""Whose work a file is, from the layouts in which submissions come.

| layout | student |
| --- | --- |
| `STUDENT/lesson.ipynb`, `STUDENT/ASSIGNMENT/lesson.ipynb`, `STUDENT.zip` | the folder or archive |
| `STUDENT.ipynb`, `STUDENT_lesson.ipynb` | the rest of the name |
| `lesson.ipynb` alone | the folder that it is in |
| names that a learning platform gave | as `platforms` reads them |

Folders around the students' own ("Homework 1", "week1", "class") are taken off, at any depth. Who a file belongs to is
read from the outermost names only, which the platform or the instructor gave: whatever is in what one student has
handed in is that student's. A few who hand in odd things never change what the others' folders are taken for.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from dlcourse.grading.errors import UsageError
from dlcourse.grading.submissions.folders import FOLDER, Leaf
from dlcourse.grading.submissions.names import (
    ARCHIVE,
    NOTEBOOK,
    WORK,
    ending,
    is_assignment,
    is_own,
    lesson_in,
    one_line,
    student_in,
    student_name,
    without_archive,
)
from dlcourse.grading.submissions.platforms import Given, given, platform_of

WRAPPERS = {"submitted", "submissions", "class", "students", "klasse", "classe", "everyone", "all"}
MOST_WRAPPERS = 12
LATE = "Handed in late, says the learning platform."
STRAY = (
    "lies beside what the students have handed in and names none of them: put it into a folder with the student's name"
)


@dataclass(frozen=True)
class Owned:
    """A file and whose it is.

    Parameters
    ----------
    leaf : Leaf
    student : str
    file : str
        Its name, without what a platform put before it.
    given : Given or None
        What the platform says of it.
    is_unit : bool
        Whether something handed in by a student has to be here: if it is no notebook, that is told.
    """

    leaf: Leaf
    student: str
    file: str
    given: Given | None = None
    is_unit: bool = True


def owners(leaves, base, stem, where):
    """Whose the files are that were found in one place.

    Parameters
    ----------
    leaves : list of Leaf
        Looked at.
    base : str
        The student if there is only one: the name of the folder.
    stem : str
        The name of what was given: a folder in it of the same name is around the students' own.
    where : str
        What was given, for messages.

    Returns
    -------
    list of Owned

    Raises
    ------
    UsageError
        If several students would be taken for one.
    """
    # A name that leads out of a class's archive is nobody's, but it is not passed over.
    found = [Owned(leaf, student_name(base), "") for leaf in leaves if not leaf.parts]
    leaves = [leaf for leaf in leaves if leaf.parts]
    for _ in range(MOST_WRAPPERS):
        level = _Level(leaves, stem)
        inner = level.unwrapped()
        if inner is None:
            break
        leaves = inner
    level.refuse_mixtures(where)
    return found + level.owned(base)


class _Level:
    """The files below some folder, by what lies directly in it: flat files, and tops (folders and archives)."""

    def __init__(self, leaves, stem):
        self.leaves, self.stem = leaves, stem
        self.tops, self.flat = defaultdict(list), []
        for leaf in leaves:
            is_flat = len(leaf.parts) == 1 and leaf.kind not in (ARCHIVE, FOLDER) and leaf.archive != 1
            (self.flat if is_flat else self.tops[leaf.parts[0]]).append(leaf)
        names = [*self.tops, *(leaf.parts[0] for leaf in self.flat)]
        self.platform = platform_of(names)
        self.students = {top: found for top, found in self.tops.items() if any(leaf.counts for leaf in found)}
        self.notebooks = [leaf for leaf in self.flat if leaf.counts]

    def unwrapped(self):
        """The leaves without the folders around the students' own, None if there are none around."""
        if self.platform or not self.students or any(student_in(leaf.parts[0]) for leaf in self.notebooks):
            return None
        around = {top for top in self.students if self._is_around(top)}
        archives = {top for top in around if self._is_archive(top)}
        if archives and len(around) < len(self.students):
            around -= archives  # what one student has handed in, whatever is in it
        if len(around) * 2 <= len(self.students) or self._are_parts_of_work(around):
            return None
        around |= {top for top in self.students if top not in archives and self._has_folders_of_others(top)}
        return [self._without_top(leaf) if leaf.parts[0] in around else leaf for leaf in self.leaves]

    @staticmethod
    def _without_top(leaf):
        if len(leaf.parts) == 1:
            return leaf
        rest = replace(leaf, parts=leaf.parts[1:], prefix=(*leaf.prefix, leaf.parts[0]))
        return replace(rest, archive=max(0, leaf.archive - 1))

    def _is_archive(self, top):
        return any(leaf.archive == 1 for leaf in self.tops[top])

    def _is_around(self, top):
        """Whether what is in a folder looks like the work of several students."""
        found = [leaf for leaf in self.tops[top] if leaf.counts]
        if all(any(given(name) for name in leaf.parts[1:]) for leaf in found):
            return True
        if any(len(names) > 1 for names in _by_lesson(found).values()):
            return True
        if self._is_archive(top):
            return False
        name = without_archive(top).casefold()
        by_name = name in WRAPPERS or (len(self.students) == 1 and name == self.stem.casefold()) or is_assignment(top)
        people = _people([leaf for leaf, rest in _branches(found) if len(rest) == 1 and leaf.kind == NOTEBOOK])
        return len(people) > (1 if by_name else 2) or (by_name and self._has_folders_of_others(top))

    def _has_folders_of_others(self, top):
        """Whether all notebooks in a folder lie in folders, or archives, of which at least one may be a student's."""
        found = [leaf.parts[1:] if leaf.kind == ARCHIVE else leaf.parts[1:-1] for leaf in self.tops[top] if leaf.counts]
        return not self._is_archive(top) and all(found) and not all(is_own(name) for names in found for name in names)

    def _are_parts_of_work(self, tops):
        """Whether the folders in these have few names, which come again with the same lessons: they are no students."""
        places = defaultdict(set)
        for top in tops:
            for lesson, folders in _by_lesson(self.tops[top]).items():
                for name in folders:
                    places[name, lesson].add(top)
        repeated = [found for found in places.values() if len(found) > 1]
        is_few = len({name for name, _ in places}) < len(tops)
        return is_few and len(repeated) * 2 > len(places) and not all(is_own(top) for top in tops)

    def refuse_mixtures(self, where):
        """Stop if it is not clear which folders are students."""
        folders = [top for top in self.students if not self._is_archive(top)]
        if self.platform or self._are_parts_of_work(folders):
            return
        mixed = {top: names for top in folders if (names := _different(self.tops[top]))}
        if len(mixed) * 3 < max(1, len(self.students) + len(self.notebooks)) or not mixed:
            return
        [(top, names), *_] = mixed.items()
        shown = ", ".join(one_line(name) for name in sorted(names)[:3])
        raise UsageError(
            f"{where} is not clear: {one_line(top)!r} was taken for one student, but it has different notebooks of one "
            f"lesson in folders beside each other ({shown}). If these are students, give {one_line(top)!r} by itself; "
            "`dlcourse grade --list` shows who is found."
        )

    def owned(self, base):
        """An Owned for each leaf that matters."""
        is_one = self._is_one_student()
        found = []
        for top, leaves in self.tops.items():
            named = given(top, self.platform)
            student = base if is_one and not named else named.student if named else without_archive(top)
            matters = bool(named) or top in self.students or (not is_one and self._is_a_class_of_folders())
            found += [
                Owned(leaf, student_name(student), leaf.parts[-1], named, matters) for leaf in leaves if leaf.parts
            ]
        for leaf in self.flat:
            found.append(self._owned_flat(leaf, base, is_one))
        return found

    def _owned_flat(self, leaf, base, is_one):
        name = leaf.parts[0]
        named = given(name, self.platform)
        if named:
            return Owned(leaf, student_name(named.student), named.rest or name, named)
        student = student_in(name)
        if is_one or not student:
            if leaf.kind == NOTEBOOK and not is_one and not leaf.problem:
                leaf = replace(leaf, problem=STRAY)
            return Owned(leaf, student_name(base), name, is_unit=False)
        is_work = ending(name) in WORK and name.casefold() != "index.html" and not self.students and self._people()
        return Owned(leaf, student_name(student), name, is_unit=leaf.counts or bool(is_work))

    def _is_a_class_of_folders(self):
        """Whether a folder without a notebook is a student's that holds none, and not one with data or pictures."""
        return bool(self.students) or not self.notebooks

    def _people(self):
        return [leaf for leaf in self.notebooks if student_in(leaf.parts[0]) or given(leaf.parts[0], self.platform)]

    def _is_one_student(self):
        """Whether all this is the work of one: notebooks that are named after lessons alone, and no one's folder."""
        if self.platform:
            return False
        strangers = [top for top in self.students if not is_own(top)]
        lessons = [leaf for leaf in self.notebooks if not student_in(leaf.parts[0])]
        if len(lessons) * 2 < len(self.notebooks) or strangers:
            return False
        return bool(lessons) or (bool(self.students) and not _different_tops(self.students))


def _branches(leaves):
    """(leaf, the rest of its parts) from where the files of a top part ways: a single folder in it is passed."""
    rests = [leaf.parts[1:] for leaf in leaves]
    while rests and all(len(rest) > 1 and rest[0] == rests[0][0] for rest in rests):
        rests = [rest[1:] for rest in rests]
    return list(zip(leaves, rests))


def _people(leaves):
    """The names of people, or what looks like it, in the names of different notebooks of one lesson."""
    found = defaultdict(dict)
    for leaf in leaves:
        name = student_in(leaf.parts[-1])
        person = "".join(sign for sign in name.casefold() if sign.isalpha()) or name  # n1 and n2 are nobody's names
        for lesson in _lessons_of(leaf) if name else ():
            found[lesson][person] = leaf.sha256
    return max(found.values(), key=len, default={})


def _by_lesson(leaves):
    """lesson -> name of a folder, which is no part of one's own work -> the notebooks of the lesson that it holds."""
    found = defaultdict(lambda: defaultdict(list))
    for leaf, rest in _branches([leaf for leaf in leaves if leaf.counts and not leaf.is_checkpoint]):
        if len(rest) > 1 and not is_own(rest[0]):
            for lesson in _lessons_of(leaf):
                found[lesson][rest[0]].append(leaf.sha256)
    return found


def _lessons_of(leaf):
    return [lesson for lesson, _ in leaf.lessons[:1]] or [name for name in (lesson_in(leaf.parts[-1]),) if name]


def _different(leaves):
    """The folders beside each other that hold different notebooks of one lesson."""
    for folders in _by_lesson(leaves).values():
        if len(folders) > 1 and len({sha256 for found in folders.values() for sha256 in found}) > 1:
            return set(folders)
    return set()


def _different_tops(tops):
    """Whether different notebooks of one lesson are in several of these folders."""
    found = defaultdict(dict)
    for top, leaves in tops.items():
        for leaf in leaves:
            for lesson in _lessons_of(leaf):
                found[lesson].setdefault(leaf.sha256, top)
    return any(len(set(shas.values())) > 1 for shas in found.values())


def refuse_namesakes(found, where):
    """Stop if folders of one name, which lie in different folders, hold different notebooks of one lesson."""
    places = defaultdict(dict)
    for owned in found:
        prefix = owned.leaf.prefix
        if prefix and not is_own(prefix[-1].rpartition("/")[2]):
            for lesson in _lessons_of(owned.leaf):
                places[owned.student, lesson].setdefault(prefix, owned.leaf.sha256)
    for (student, lesson), shas in places.items():
        if len(set(shas.values())) > 1:
            first, second, *_ = ("/".join(prefix) for prefix in shas)
            raise UsageError(
                f"{where} has two different notebooks of {lesson} by {one_line(student)!r}, in {one_line(first)!r} and "
                f"in {one_line(second)!r}: if these are two people, rename one; if not, leave one out."
            )
