"""A look at one file that was handed in: of which lessons it is, and whether it can be read at all.

These functions run in processes that can be killed, for what they read is a stranger's; they take and give small plain
data. What costs time grows with the size of the file only, up to the limits of `unpack`.
"""

import hashlib
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, replace

from dlcourse.exercises import lesson_names, names_in
from dlcourse.grading.submissions.folders import FOLDER
from dlcourse.grading.submissions.moments_of_files import MOST_STAMP, STAMP, UNKNOWN_MOMENT, Moment
from dlcourse.grading.submissions.names import ARCHIVE, LIBRARY, NOTEBOOK, OTHER, is_junk, kind_of, without_libraries
from dlcourse.grading.submissions.unpack import Budget, Exhausted, Unreadable, members, text_of

# Bounded on both sides, so that no text makes the search begin again and again.
QUOTED = re.compile(r"""["']([A-Za-z_]\w{0,40})\.([A-Za-z_]\w{0,80})\\?["']""", re.ASCII)
CALLED = re.compile(r"(?:exercise|question)\w{0,20}\(\s{0,20}\\?$")
# What `mine` brings in is not asked here: whose other name it may have is seen by the extraction only.
BROUGHT = re.compile(
    r"""\bmine\s{0,20}+\((?:\s{0,40}+\\?+["'][A-Za-z_][\w.]{0,120}+\\?+["']\s{0,40}+,?+){1,40}+\s{0,40}+\)""", re.ASCII
)
RENAMED = re.compile(
    r"\bmine\s{1,20}+as\b|=\s{0,20}+(?:\w{1,40}+\s{0,20}+\.\s{0,20}+)?+mine\b(?!\s{0,20}+\()", re.ASCII
)
ESCAPED = re.compile(r"\\u00([0-7][0-9a-fA-F])")
MOST_IDS = 2_000  # that are looked at in a notebook
MOST_ESCAPED = 5_000_000  # characters of a notebook that is cut off and written with escapes
OTHERS = 20  # names of other files in an archive that are told at most


@dataclass(frozen=True)
class Seen:
    """What a look found: a notebook, or a file that is none, or why one cannot be read.

    Parameters
    ----------
    kind : str
        As from `kind_of`.
    parts : tuple of str
        The name inside the archive that was looked at, () for the file itself.
    members : tuple of int
        Its number there, in an archive in it the number there, and so on.
    archives : tuple of str
        The names of these inner archives.
    modified : float
        As the archive says.
    sha256 : str
    lessons : tuple of (lesson, count)
        Whose exercises it has, and how many of them; the most first.
    foreign : bool
        A notebook without an exercise of this course.
    problem : str
        A sentence without its subject.
    moment, stamp
        As of `folders.Leaf`, in the archive of a class.
    """

    kind: str = OTHER
    parts: tuple = ()
    members: tuple = ()
    archives: tuple = ()
    modified: float = 0.0
    sha256: str = ""
    lessons: tuple = ()
    foreign: bool = False
    problem: str = ""
    moment: Moment = UNKNOWN_MOMENT
    stamp: str = ""


def look(task):
    """Look at a notebook, or into an archive that one student has handed in, or at nbgrader's `timestamp.txt`.

    Parameters
    ----------
    task : tuple (Place, name)

    Returns
    -------
    tuple of Seen
    """
    place, name = task
    try:
        if kind_of(name) == OTHER:
            return (Seen(stamp=text_of(place, MOST_STAMP)),)
        if kind_of(name) == NOTEBOOK:
            return (notebook_seen(place.read()),)
        with place.opened() as stream:
            budget = Budget(place.limits)
            found = list(_inside(stream, name, budget, 1))
    except Unreadable as error:
        return (Seen(kind_of(name), problem=str(error)),)
    except MemoryError:
        raise
    except Exception as error:  # what a stranger made may fail in ways nobody thought of: it costs that file
        return (Seen(kind_of(name), problem=f"cannot be read ({type(error).__name__})"),)
    found = without_libraries(found, lambda parts: Seen(LIBRARY, parts))
    others = [item for item in found if item.kind == OTHER and not item.problem]
    return tuple([item for item in found if item not in others] + others[:OTHERS])


def listing(task):
    """The members of an archive that holds a whole class, unread; of folders those with nothing in them.

    Parameters
    ----------
    task : Place

    Returns
    -------
    tuple of Seen
    """
    try:
        with task.opened() as stream:
            found, folders = [], {}
            for member in members(stream, task.path, Budget(task.limits, outermost=True)):
                if any(map(is_junk, member.parts)):
                    continue
                kind = FOLDER if member.is_folder else kind_of(member.parts[-1]) if member.parts else OTHER
                is_stamp = kind == OTHER and member.parts[-1:] == (STAMP,) and not member.problem
                stamp = text_of(member, MOST_STAMP) if is_stamp else ""
                more = {"problem": member.problem, "moment": member.moment, "stamp": stamp}
                seen = Seen(kind, member.parts, (member.number,), modified=member.modified, **more)
                if member.is_folder and member.parts:
                    folders[member.parts] = seen
                elif not member.is_folder:
                    found.append(seen)
            full = {seen.parts[:i] for seen in (*found, *folders.values()) for i in range(len(seen.parts))}
            found = without_libraries(found, lambda parts: Seen(LIBRARY, parts))
            return (*found, *(seen for parts, seen in folders.items() if parts not in full))
    except Unreadable as error:
        return (Seen(ARCHIVE, problem=str(error)),)


def attempted(task):
    """Of which lessons a notebook has answers that are not blank, and how many.

    Parameters
    ----------
    task : Place

    Returns
    -------
    dict
        lesson -> count.
    """
    try:
        extraction = _extraction(task.read())
    except (Unreadable, RecursionError):
        return {}
    if extraction is None:
        return {}
    answers = {**extraction.exercises, **extraction.questions}
    keys = {key for key, answer in answers.items() if answer.attempted}
    keys |= {key for cell in extraction.broken for key in cell.ids}  # whoever has broken a cell has written in it
    return dict(Counter(key.partition(".")[0] for key in keys))


def fetch(place):
    """The bytes at a place, for processes that do not see this machine's disk."""
    return place.read()


def _inside(stream, name, budget, depth):
    """What is in an archive and the archives in it."""
    if depth > budget.limits.depth:
        raise Unreadable("has zip files in zip files in zip files: hand in the notebook itself")
    for member in members(stream, name, budget):
        kind = kind_of(member.parts[-1]) if member.parts else OTHER
        more = {"modified": member.modified, "problem": member.problem, "moment": member.moment}
        seen = Seen(kind, member.parts, (member.number,), **more)
        if member.is_folder or any(map(is_junk, member.parts)):
            continue
        if kind != OTHER:
            budget.take_notebook()
        if member.problem:
            if kind != OTHER or not member.parts or "link" in member.problem:
                yield seen
        elif kind == NOTEBOOK:
            yield _in_archive(member, seen, budget)
        elif kind == ARCHIVE:
            yield from _nested(member, seen, budget, depth)
        else:
            yield seen


def _in_archive(member, seen, budget):
    try:
        found = notebook_seen(member.read(budget.limits.file_bytes))
    except Exhausted:
        raise
    except Unreadable as error:
        return replace(seen, problem=str(error))
    return replace(seen, sha256=found.sha256, lessons=found.lessons, foreign=found.foreign)


def _nested(member, seen, budget, depth):
    name = member.parts[-1]
    try:
        stream = io.BytesIO(member.read(2 * budget.limits.file_bytes))
        for item in _inside(stream, name, budget, depth + 1):
            yield replace(
                item,
                parts=(*seen.parts, *item.parts),
                members=(*seen.members, *item.members),
                archives=(name, *item.archives),
                moment=seen.moment,
            )
    except Exhausted:
        raise
    except Unreadable as error:
        yield replace(seen, problem=str(error))


def notebook_seen(data):
    """What the bytes of a notebook say."""
    lessons, is_notebook = _lessons(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return Seen(NOTEBOOK, sha256=sha256, lessons=lessons, foreign=is_notebook and not lessons)


def _lessons(data):
    """(the lessons whose exercises a notebook has, with counts; whether it is a notebook at all).

    Code counts before text, for a course's page may mention others' exercises, and what is printed does not count. A
    notebook that is cut off is no JSON any more and has lessons, too: then the bytes are searched.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        text = data.decode("utf-8", "replace")
        if "\\u00" in text:
            text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[:MOST_ESCAPED])
        return _counted(text), False
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        return (), isinstance(content, dict) and "cells" in content
    code, text = _text(cells, ("code",)), _text(cells, ("markdown", "raw"))
    ways = [lambda: _counted(code), lambda: _by_extraction(data, code), lambda: _counted(text)]
    if RENAMED.search(code):
        ways[:2] = reversed(ways[:2])
    return next(filter(None, (way() for way in ways)), ()), True


def _text(cells, kinds):
    parts = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") in kinds:
            source = cell.get("source")
            parts += source if isinstance(source, list) else [source]
            parts.append("\n")
    try:
        return "".join(parts)
    except TypeError:  # no notebook that any program wrote
        return "".join(part for part in parts if isinstance(part, str))


def _counted(text):
    """The lessons whose exercises a text names, ((lesson, count), ...), the most first."""
    text = BROUGHT.sub("", text)
    known = {lesson: set(names_in(lesson)) for lesson in lesson_names()}
    judged = {}
    for match in QUOTED.finditer(text):
        key = match[1], match[2]
        if key[0] in known and not judged.get(key):
            before = text[max(0, match.start() - 60) : match.start()]
            judged[key] = key[1] in known[key[0]] or bool(CALLED.search(before))
            if len(judged) > MOST_IDS:
                break
    counts = Counter(lesson for (lesson, _), is_one in judged.items() if is_one)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _by_extraction(data, code):
    """The same for ids that are put together, as the grader itself finds them: this parses the code."""
    if "dlcourse" not in code and "exercise" not in code:
        return ()
    try:
        extraction = _extraction(data)
    except RecursionError:
        return ()
    ids = extraction.ids if extraction else ()
    counts = Counter(lesson for lesson in (key.partition(".")[0] for key in ids) if lesson in lesson_names())
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _extraction(data):
    """The Extraction of a notebook's bytes, None if it is none of this course."""
    from dlcourse.coursework.files import CourseworkError, coursework_of, notebook_of  # heavier than all the rest

    try:
        return coursework_of(notebook_of(data, "it"), "it")[1]
    except CourseworkError:
        return None
