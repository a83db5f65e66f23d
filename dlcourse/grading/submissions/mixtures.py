"""Whether files are the work of one student or of several, by where notebooks of the same lesson lie."""

from collections import defaultdict

from dlcourse.grading.errors import UsageError
from dlcourse.grading.submissions.names import NOTEBOOK, is_own, lesson_in, one_line, student_in
from dlcourse.grading.submissions.platforms import given

MOST_VERSIONS = 4  # of one lesson in one folder by one student, where a whole class may be meant


def branches(leaves):
    """(leaf, the rest of its parts) from where the files of a top part ways: a single folder in it is passed."""
    rests = [leaf.parts[1:] for leaf in leaves]
    while rests and all(len(rest) > 1 and rest[0] == rests[0][0] for rest in rests):
        rests = [rest[1:] for rest in rests]
    return list(zip(leaves, rests))


def people(leaves):
    """The names of people, or what looks like it, in the names of different notebooks of one lesson."""
    found = defaultdict(dict)
    for leaf in leaves:
        name = student_in(leaf.parts[-1])
        person = "".join(sign for sign in name.casefold() if sign.isalpha()) or name  # n1 and n2 are nobody's names
        for lesson in lessons_of(leaf) if name else ():
            found[lesson][person] = leaf.sha256
    return max(found.values(), key=len, default={})


def by_lesson(leaves):
    """lesson -> name of a folder, which is no part of one's own work -> the notebooks of the lesson that it holds."""
    found = defaultdict(lambda: defaultdict(list))
    for leaf, rest in branches([leaf for leaf in leaves if leaf.counts and not leaf.is_checkpoint]):
        if len(rest) > 1 and not is_own(rest[0]):
            for lesson in lessons_of(leaf):
                found[lesson][rest[0]].append(leaf.sha256)
    return found


def lessons_of(leaf):
    return [lesson for lesson, _ in leaf.lessons[:1]] or [name for name in (lesson_in(leaf.parts[-1]),) if name]


def different(leaves):
    """The folders beside each other that hold different notebooks of one lesson."""
    for folders in by_lesson(leaves).values():
        if len(folders) > 1 and len({sha256 for found in folders.values() for sha256 in found}) > 1:
            return set(folders)
    return set()


def _flat(leaves):
    return [(leaf, rest[0]) for leaf, rest in branches([leaf for leaf in leaves if leaf.counts]) if len(rest) == 1]


def named_by_platform(leaves):
    """The students after whom a platform has named different notebooks beside each other, where there are several."""
    found = {named.student: leaf.sha256 for leaf, name in _flat(leaves) if (named := given(name))}
    return set(found) if len(set(found.values())) > 1 else set()


def named_people(top, leaves):
    """The people after whom different notebooks beside each other seem to be named, where there are several."""
    flat = [leaf for leaf, _ in _flat(leaves) if leaf.kind == NOTEBOOK]
    found = {
        name: sha256
        for name, sha256 in people(flat).items()
        if top.casefold() not in name and not name.isdigit()  # a time is nobody
    }
    return set(found) if len(set(found.values())) > 1 else set()


def different_tops(tops):
    """Whether different notebooks of one lesson are in several of these folders."""
    found = defaultdict(dict)
    for top, leaves in tops.items():
        for leaf in leaves:
            for lesson in lessons_of(leaf):
                found[lesson].setdefault(leaf.sha256, top)
    return any(len(set(shas.values())) > 1 for shas in found.values())


def refuse_numbered(leaves, base):
    """Stop if many notebooks of one lesson lie in one folder and none of their names says a student's."""
    shas = defaultdict(set)
    for leaf in leaves:
        for lesson in lessons_of(leaf) if not leaf.is_checkpoint and not leaf.problem else ():
            shas[lesson].add(leaf.sha256)
    lesson = max(shas, key=lambda lesson: len(shas[lesson]), default="")
    if lesson and len(shas[lesson]) > MOST_VERSIONS:
        raise UsageError(
            f"{one_line(base)!r} was taken for one student, but it has {len(shas[lesson])} different notebooks of "
            f"{lesson}, whose names say no student's: if they are of several, put each student's into a folder."
        )


def refuse_namesakes(found, where):
    """Stop if folders of one name, which lie in different folders, hold different notebooks of one lesson."""
    places = defaultdict(dict)
    for owned in found:
        prefix = owned.leaf.prefix
        if prefix and not is_own(prefix[-1].rpartition("/")[2]):
            for lesson in lessons_of(owned.leaf):
                places[owned.student, lesson].setdefault(prefix, owned.leaf.sha256)
    for (student, lesson), shas in places.items():
        if len(set(shas.values())) > 1:
            first, second, *_ = ("/".join(prefix) for prefix in shas)
            raise UsageError(
                f"{where} has two different notebooks of {lesson} by {one_line(student)!r}, in {one_line(first)!r} and "
                f"in {one_line(second)!r}: if these are two people, rename one; if not, leave one out."
            )
