"""Whose work a file is, and of which lesson, from the layouts in which submissions come.

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

import re
import unicodedata
from dataclasses import replace

from dlcourse.exercises import lesson_names

CANVAS = re.compile(r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>\d+)_(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)", re.DOTALL)
WRAPPERS = {"submitted", "submissions"}
AGAIN = re.compile(r"(?:[-_ ]?copy ?\d*|-\d+| ?\(\d+\))$", re.IGNORECASE)  # what programs add to a name


def platform_match(name):
    """The match of a name that Canvas or Moodle gave, or None."""
    return MOODLE.fullmatch(name) or CANVAS.fullmatch(name)


def are_students(roots):
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


def unwrap(path, entries):
    """Take off folders around the students' own."""
    while True:
        placed = [entry for entry in entries if entry.parts]
        tops = {entry.parts[0] for entry in placed}
        if not tops or any(len(entry.parts) < 2 for entry in placed) or any(platform_match(top) for top in tops):
            return entries
        if not (all(platform_match(entry.parts[1]) for entry in placed) or _is_wrapper(path, tops, placed)):
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


def owner_of(entry, base, is_student):
    """(student or "", name of the file, notes)."""
    top, file, notes = entry.parts[0], entry.parts[-1], ()
    match = platform_match(top)
    if match:
        if match.re is CANVAS and match["late"]:
            notes = ("Handed in late, says the learning platform.",)
        if len(entry.parts) == 1:
            file = match["rest"] or file
        return _clean(f"{match['name']}_{match['id']}"), file, notes
    if len(entry.parts) > 1:
        return _clean(without_zip(top)), file, notes
    return _clean(base if is_student else student_in(file) or base), file, notes


def _clean(student):
    return unicodedata.normalize("NFC", student).strip() or "_"


def without_zip(name):
    """The name of a zip file's content."""
    return re.sub(r"\.zip$", "", name, flags=re.IGNORECASE)


def _stem(file):
    return re.sub(r"\.(ipynb|zip)$", "", file, flags=re.IGNORECASE)


def _bare(file):
    """The stem without what programs add to it."""
    stem = _stem(file)
    while AGAIN.search(stem):
        stem = AGAIN.sub("", stem)
    return stem


def student_in(file):
    """What a file's name says beside the lesson: a student's name."""
    names = "|".join(sorted(map(re.escape, lesson_names()), key=len, reverse=True))
    rest = re.sub(rf"(?:\d+[_-])?(?:{names})$|^(?:\d+[_-])?(?:{names})(?=[-_ ])", "", _bare(file), flags=re.IGNORECASE)
    return rest.strip(" _-.")


def lesson_in(file):
    """The lesson that a file's name is about, or ""."""
    word = re.sub(r"^\d+[_ -]+", "", _bare(file)).casefold().replace(" ", "_").replace("-", "_")
    return next((name for name in lesson_names() if word == name or word.endswith(f"_{name}")), "")


def attempt_in(file):
    """The number that a program put at the end of a file's name, 0 if there is none."""
    numbers = re.findall(r"-(\d+)$| ?\((\d+)\)$", _stem(file))
    return int("".join(numbers[0])[:6]) if numbers else 0
