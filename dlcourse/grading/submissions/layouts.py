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
from dlcourse.grading.gradebook import BOOK
from dlcourse.grading.submissions.folders import FOLDER, Leaf
from dlcourse.grading.submissions.mixtures import (
    branches,
    by_lesson,
    different,
    different_tops,
    named_by_platform,
    named_people,
    people,
    refuse_numbered,
)
from dlcourse.grading.submissions.moments_of_files import UNKNOWN_MOMENT
from dlcourse.grading.submissions.names import (
    ARCHIVE,
    NOTEBOOK,
    WORK,
    ending,
    is_assignment,
    is_own,
    is_section,
    lesson_in,
    one_line,
    student_in,
    student_name,
    without_again,
    without_archive,
)
from dlcourse.grading.submissions.platforms import Given, full_users, given, platform_of

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


def owned_by(student, leaves):
    """The files as Owned by one student, whatever their names are."""
    return [Owned(leaf, student_name(student), leaf.parts[-1] if leaf.parts else "") for leaf in leaves]


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


def _is_grouping(name):
    return is_assignment(name) or is_section(name)


class _Level:
    """The files below some folder, by what lies directly in it: flat files, and tops (folders and archives)."""

    def __init__(self, leaves, stem):
        self.leaves, self.stem = leaves, stem
        self.tops, self.flat = defaultdict(list), []
        for leaf in leaves:
            is_flat = len(leaf.parts) == 1 and leaf.kind not in (ARCHIVE, FOLDER) and leaf.archive != 1
            (self.flat if is_flat else self.tops[leaf.parts[0]]).append(leaf)
        names = [*self.tops, *(leaf.parts[0] for leaf in self.flat)]
        self.platform, self.users = platform_of(names), full_users(names)
        self.students = {top: found for top, found in self.tops.items() if any(leaf.counts for leaf in found)}
        self.notebooks = [leaf for leaf in self.flat if leaf.counts]

    def unwrapped(self):
        """The leaves without the folders around the students' own, None if there are none around."""
        if self.platform or not self.students or any(student_in(leaf.parts[0]) for leaf in self.notebooks):
            return None
        around = {top for top in self.students if self._is_around(top)}
        like = {top for top in self.students if self._is_archive(top) and self._is_of_platform(top)}
        around |= like if around & like else set()  # one of several downloads may hold the work of one
        archives = {top for top in around if self._is_archive(top) and not _is_grouping(top)}
        if archives and len(around) < len(self.students):
            around -= archives  # what one student has handed in, whatever is in it
        if around - archives:
            around |= {top for top in self.students if self._groups(top)}
            like = {top for top in self.students if self._has_names_of_platform(top)}
            around |= like if around | like == self.students.keys() else set()
        if len(around) * 2 <= len(self.students) or self._are_parts_of_work(around):
            return None
        around |= {top for top in self.students if top not in archives and self._has_folders_of_others(top)}
        return [self._without_top(leaf) if leaf.parts[0] in around else leaf for leaf in self.leaves]

    @staticmethod
    def _without_top(leaf):
        if len(leaf.parts) == 1:
            return leaf
        # "Section A.zip" often holds "Section A", and then the students' folders.
        is_twice = len(leaf.parts) > 2 and leaf.archive == 1 and without_archive(leaf.parts[0]) == leaf.parts[1]
        cut = 2 if is_twice else 1
        rest = replace(leaf, parts=leaf.parts[cut:], prefix=(*leaf.prefix, *leaf.parts[:cut]))
        if leaf.archive == 1:  # it holds the work of several, so no student has made it
            rest = replace(rest, moment=leaf.inside, inside=UNKNOWN_MOMENT)
        return replace(rest, archive=max(0, leaf.archive - 1))

    def _is_archive(self, top):
        return any(leaf.archive == 1 for leaf in self.tops[top])

    def _is_around(self, top):
        """Whether what is in a folder looks like the work of several students."""
        found = [leaf for leaf in self.tops[top] if leaf.counts]
        named = [next(filter(None, map(given, leaf.parts[1:])), None) for leaf in found]
        if all(named) and (named[0].platform != "canvas" or len({item.student for item in named}) > 1):
            return True
        if any(len(names) > 1 for names in by_lesson(found).values()):
            return True
        if self._is_archive(top):
            return False
        name = without_archive(top).casefold()
        by_name = name in WRAPPERS or (len(self.students) == 1 and name == self.stem.casefold()) or _is_grouping(top)
        persons = people([leaf for leaf, rest in branches(found) if len(rest) == 1 and leaf.kind == NOTEBOOK])
        return len(persons) > (1 if by_name else 2) or (by_name and self._has_folders_of_others(top))

    def _groups(self, top):
        """Whether a folder is named after an assignment or a section, and all in it is somebody's: perhaps one's."""
        found = [leaf.parts[1:] for leaf in self.tops[top] if leaf.counts]
        names = [student_in(parts[0]) if len(parts) == 1 else not is_own(parts[0]) for parts in found]
        return _is_grouping(top) and bool(names) and all(names)

    def _is_named(self, top):
        names = [leaf.parts[-1] for leaf in self.tops[top] if leaf.counts]
        return all(student_in(name) and lesson_in(name) for name in names)

    def _has_names_of_platform(self, top):
        return not self._is_archive(top) and self._is_of_platform(top)

    def _is_of_platform(self, top):
        found = [leaf.parts[1:] for leaf in self.tops[top] if leaf.counts]
        return all(parts and given(parts[0]) for parts in found)

    def _has_folders_of_others(self, top):
        """Whether all notebooks in a folder lie in folders, or archives, of which at least one may be a student's."""
        found = [leaf.parts[1:] if leaf.kind == ARCHIVE else leaf.parts[1:-1] for leaf in self.tops[top] if leaf.counts]
        return not self._is_archive(top) and all(found) and not all(is_own(name) for names in found for name in names)

    def _are_parts_of_work(self, tops):
        """Whether the folders in these have few names, which come again with the same lessons: they are no students."""
        places = defaultdict(set)
        for top in tops:
            for lesson, folders in by_lesson(self.tops[top]).items():
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
        found = {top: different(self.tops[top]) or named_by_platform(self.tops[top]) for top in folders}
        # What people call their own notebooks looks like names, too: it counts if all have such, or in "week 2".
        are_named = len(folders) > 1 and all(self._is_named(top) for top in folders)
        found |= {
            top: named_people(top, self.tops[top])
            for top in folders
            if not found[top] and (are_named or _is_grouping(top))
        }
        mixed = {top: names for top, names in found.items() if names and names.isdisjoint(self.students)}
        count = len(self.students) + len(self.notebooks)
        # One of many is a student who has handed in odd things, unless more seem to be in there than there are others.
        if not mixed or (len(mixed) * 3 < count and all(len(names) < count for names in mixed.values())):
            return
        [(top, names), *_] = mixed.items()
        shown = ", ".join(one_line(name) for name in sorted(names)[:3])
        raise UsageError(
            f"{where} is not clear: {one_line(top)!r} was taken for one student, but it has different notebooks of one "
            f"lesson beside each other ({shown}). If these are students, give {one_line(top)!r} by itself, unpacked; "
            "if they are one student's, leave in one of them. `dlcourse grade --list` shows who is found."
        )

    def owned(self, base):
        """An Owned for each leaf."""
        is_one = self._is_one_student()
        if is_one:
            refuse_numbered(self.notebooks, base)
        names = {without_archive(top) for top in self.tops}
        found = []
        for top, leaves in self.tops.items():
            named, name = self._given(top), without_archive(top)
            if without_again(name) in names:  # "alice (1).zip" beside "alice.zip"
                name = without_again(name)
            if not named and self._is_archive(top):
                name = student_in(name) or name
            student = named.student if named else base if is_one else name
            is_result = top == "feedback" and any(leaf.parts[0] == BOOK for leaf in self.flat)
            is_someones = not is_one and not is_result and self._is_a_class_of_folders()
            matters = bool(named) or top in self.students or is_someones
            found += [Owned(leaf, student_name(student), leaf.parts[-1], named, matters) for leaf in leaves]
        return found + [self._owned_flat(leaf, base, is_one) for leaf in self.flat]

    def _given(self, name):
        found = given(name, self.platform)
        return replace(found, student=self.users[name]) if found and name in self.users else found

    def _owned_flat(self, leaf, base, is_one):
        name = leaf.parts[0]
        named = self._given(name)
        if named:
            return Owned(leaf, student_name(named.student), named.rest or name, named)
        student = student_in(name)
        if is_one or not student:
            if leaf.kind == NOTEBOOK and not is_one and not leaf.problem:
                leaf = replace(leaf, problem=STRAY)
            return Owned(leaf, student_name(base), name, is_unit=False)
        is_work = ending(name) in WORK and name.casefold() != "index.html" and not self.students and self._has_people()
        return Owned(leaf, student_name(student), name, is_unit=leaf.counts or bool(is_work))

    def _is_a_class_of_folders(self):
        """Whether a folder without a notebook is a student's that holds none, and not one with data or pictures."""
        return bool(self.students) or not self.notebooks

    def _has_people(self):
        return [leaf for leaf in self.notebooks if student_in(leaf.parts[0]) or given(leaf.parts[0], self.platform)]

    def _is_one_student(self):
        """Whether all this is the work of one: notebooks that are named after lessons alone, and no one's folder."""
        if self.platform:
            return False
        strangers = [top for top in self.students if not is_own(top)]
        lessons = [leaf for leaf in self.notebooks if not student_in(leaf.parts[0])]
        if len(lessons) * 2 < len(self.notebooks) or strangers:
            return False
        return bool(lessons) or (bool(self.students) and not different_tops(self.students))
