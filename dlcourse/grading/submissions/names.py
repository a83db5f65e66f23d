"""What the name of a file or folder says: a lesson, a student, a copy, a kind of file.

Names are a stranger's, too: they are cut to a bound, and read in time that grows with their length only.
"""

import functools
import hashlib
import os
import re
import unicodedata

from dlcourse.coursework.own_answers import PACKAGE
from dlcourse.exercises import lesson_names

NOTEBOOK, ARCHIVE, UNKNOWN, OTHER = "notebook", "archive", "unknown", "other"
LIBRARY = "library"  # the kind of a whole folder: what a learner has written, as a package beside the notebooks
MOST = 200  # characters of a name; the longest of file systems is 255 bytes
CHECKPOINTS = ".ipynb_checkpoints"
JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # the latter two: what browsers and editors make of it
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
UNKNOWNS = (".rar", ".7z", ".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma", ".cab", ".dmg", ".zipx", ".z", ".ace", ".arj")
WORK = (
    ".py",
    ".pdf",
    ".html",
    ".htm",
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".pages",
    ".tex",
    ".r",
    ".m",
    ".mlx",
    ".webloc",
)
AGAIN = re.compile(  # what programs add to a name when there is such a file already
    r"(?:[-_ ]*(?:copy|kopie|copie|copia)(?: ?\d{1,6}| ?\(\d{1,6}\))?|-checkpoint| ?[(\[]\d{1,6}[)\]])$",
    re.IGNORECASE,
)
BEFORE = re.compile(r"^(?:copy(?: \(\d{1,6}\))? of|kopie von|copie de|copia di|copia de)[ _]+", re.IGNORECASE)
UNDONE = re.compile(r"[-_ ]+(?:copy of|kopie von|copie de|copia di|copia de)$", re.IGNORECASE)
NUMBERED = (  # the words with which people name what they hand in, beside their own names
    r"(?:hw|homework|ps|pset|assignment|exercises?|ex|week|wk|übung|uebung|blatt|aufgabe|devoir|tp|tarea)[-_ ]?\d{1,4}"
)
HANDED_IN = re.compile(
    rf"[-_ .]+(?:{NUMBERED}|homework|assignment|submission|hausaufgabe|abgabe|(?:my[-_ ])?dlcourse|final|v\d{{1,3}})$",
    re.IGNORECASE,
)
WORK_OF = re.compile(rf"^{NUMBERED}[-_ .]+", re.IGNORECASE)
BRANCH = re.compile(r"-(?:main|master)$")  # GitHub's, in the names of its zip files
NUMBER = re.compile(r"[-(\[](\d{1,6})[)\]]?$")
DATE = re.compile(r"20\d\d[-_.]\d\d[-_.]\d\d(?:[-_ T.][-_.:h\d]{1,9})?")
WORDS = re.compile(r"[^\W\d_]+|\d+")
ASSIGNMENTS = """
    assignment assignments homework homeworks hw ps problem set pset problemset week wk lab labs exercise exercises ex
    lesson lessons unit module project task sheet session day practical tutorial quiz chapter part course dlcourse
    blatt übung übungen uebung uebungen aufgabe aufgaben woche hausaufgabe abgabe lektion
    devoir devoirs semaine leçon tarea tareas semana práctica compito settimana
"""
SECTIONS = """
    section sektion class classe klasse kurs course cohort tutorium recitation stream period
"""
ASIDE = """
    old older backup backups bak copy kopie copie copia archive previous prev draft drafts v version versions final new
    newest last latest first second third attempt attempts try tries checkpoint checkpoints tmp temp test tests orig
    original unfinished wip solution solutions answer answers work stuff my notebook notebooks src code file files
    desktop documents download downloads of von de di the and for in to deep learning unpacked unzipped extracted
    untitled scratch experiment experiments play playground template templates starter given mine
"""


def readable(name):
    """A name from the file system as text that can be stored: what is no text stays distinct, and is bounded."""
    return bounded(os.fsencode(name).decode("utf-8", "backslashreplace"))


def bounded(name):
    """A name of at most `MOST` characters that UTF-8 can hold; two that differ stay different."""
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(name) <= MOST:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: MOST - 50]}…{mark}…{name[-30:]}"  # the end says what kind of file it is


def one_line(*parts):
    """Names joined to a path, on one line whatever they are, and bounded."""
    text = " ".join("/".join(parts).split())
    return text if len(text) <= 2 * MOST else f"{text[:MOST]}…{text[-MOST:]}"


def is_junk(name):
    """Whether operating systems and programs make files of this name by themselves."""
    return (name.startswith(".") and name != CHECKPOINTS) or name in JUNK


def kind_of(name):
    """NOTEBOOK, ARCHIVE, UNKNOWN (an archive that is not read) or OTHER."""
    name = name.lower().rstrip()
    for kind, endings in ((NOTEBOOK, NOTEBOOKS), (ARCHIVE, ARCHIVES), (UNKNOWN, UNKNOWNS)):
        if name.endswith(endings):
            return kind
    return OTHER


def without_libraries(files, kept):
    """Files without those in a learner's own library, and for each such library one thing in their place.

    A library is a folder of that name with an `__init__.py`, or with modules and no notebook: who has given this name
    to the folder of the notebooks has handed in notebooks.

    Parameters
    ----------
    files : list
        What has `parts` and `kind`.
    kept : function
        Called with the parts of a library's folder: what stands for it.
    """
    inside = {}
    for item in files:
        for end in [i + 1 for i, part in enumerate(item.parts) if part == PACKAGE]:
            inside.setdefault(item.parts[:end], []).append(item)
    places = [place for place, items in inside.items() if _is_library(place, items)]
    outside = [item for item in files if not any(item.parts[: len(place)] == place for place in places)]
    return [*outside, *map(kept, places)]


def _is_library(place, items):
    names = {item.parts[-1].lower() for item in items if len(item.parts) == len(place) + 1}
    is_package = "__init__.py" in names
    is_alone = all(item.kind == OTHER for item in items) and any(name.endswith(".py") for name in names)
    is_itself = all(item.parts == place and item.kind == OTHER for item in items)  # as a link to one elsewhere
    return is_package or is_alone or is_itself


def ending(name):
    """The ending that says what kind of file this is, "" if there is none."""
    low = name.lower().rstrip()
    known = [text for text in (*NOTEBOOKS, *ARCHIVES) if low.endswith(text)]
    return max(known, key=len) if known else os.path.splitext(low)[1][:20]


def stem(name):
    """The name without the ending of a notebook, an archive or another file that students hand in."""
    found = ending(name)
    return name.rstrip()[: -len(found)] if found in (*NOTEBOOKS, *ARCHIVES, *UNKNOWNS, *WORK) else name


def without_archive(name):
    """The name of an archive's content."""
    return stem(name) if kind_of(name) in (ARCHIVE, UNKNOWN) else name


def student_name(name):
    """A student's name in one spelling, never empty."""
    return unicodedata.normalize("NFC", name).strip() or "_"


@functools.lru_cache(maxsize=100_000)
def bare(name):
    """The stem of a file's name without what programs add to it."""
    return without_again(stem(bounded(name)))


def without_again(text):
    """A name without what programs add when there is such a file already; a number after a dash may be a person's."""
    text = BEFORE.sub("", text.strip())
    while AGAIN.search(text[-40:]):
        text = text[:-40] + AGAIN.sub("", text[-40:])
    return text


def copies(name):
    """How much a name looks like a copy that was put aside: 0 not at all, 1 by its words."""
    text = stem(name).strip()
    return int(bool(BEFORE.search(text) or re.search(r"cop(?:y|ie|ia)|kopie", text[-40:], re.IGNORECASE)))


def number_of(name):
    """The number that a program put at the end of a file's name, 0 if there is none."""
    found = NUMBER.search(stem(name).strip()[-40:])
    return int(found[1]) if found else 0


@functools.cache
def _patterns():
    names = "|".join(sorted((re.escape(name).replace("_", "[-_ ]") for name in lesson_names()), key=len, reverse=True))
    at_end = re.compile(rf"(?:\d{{1,6}}[_ -])?(?:{names})(?:-\d{{1,6}})?$", re.IGNORECASE)
    at_start = re.compile(rf"^(?:\d{{1,6}}[_ -])?(?:{names})(?=[-_ ])", re.IGNORECASE)
    return at_end, at_start


def student_in(name):
    """What a file's name says beside the lesson: a student's name; "" if it is about the work alone."""
    at_end, at_start = _patterns()
    text = bare(name)
    rest = at_start.sub("", text[:-60] + at_end.sub("", text[-60:])).strip(" _-.")
    rest = UNDONE.sub("", rest[-60:]) if len(rest) <= 60 else rest
    if rest[:1] + rest[-1:] in ("()", "[]"):
        rest = rest[1:-1].strip()
    return "" if is_own(rest) else without_work(rest)


def without_work(name):
    """A name without what it says of the work at its ends: alice of "alice_hw1", "hw1-alice-main"."""
    while True:
        start = WORK_OF.match(name[:40])
        rest = name[start.end() :] if start else name
        rest = rest[:-40] + HANDED_IN.sub("", BRANCH.sub("", rest[-40:]))
        rest = rest.strip(" _-.")
        if rest == name or not rest or is_own(rest):
            return name
        name = rest


def lesson_in(name):
    """The lesson that a file's name is about, or ""."""
    word = re.sub(r"^\d{1,6}[_ -]{1,6}|-\d{1,6}$", "", bare(name)).casefold().replace(" ", "_").replace("-", "_")
    return next((name for name in lesson_names() if word == name or word.endswith(f"_{name}")), "")


def _words(name):
    found = [word.casefold() for word in WORDS.findall(unicodedata.normalize("NFC", without_archive(name)))]
    return [word for word in found if not word.isdigit()]


@functools.cache
def _of_work():
    """(the words for assignments, those and the ones for versions of one's own work)."""
    assignments = {*ASSIGNMENTS.split(), *(word for name in lesson_names() for word in name.split("_"))}
    return assignments, assignments | {*ASIDE.split()}


@functools.lru_cache(maxsize=100_000)
def is_own(name):
    """Whether a name is one that people give to parts of their own work ("old", "Homework 1"), and no person's."""
    words = _words(name)
    return name == CHECKPOINTS or bool(DATE.fullmatch(name)) or (bool(words) and _of_work()[1].issuperset(words))


def is_assignment(name):
    """Whether a name is that of an assignment ("week 2", "01_neuron"), in which students may have folders."""
    return is_own(name) and not _of_work()[0].isdisjoint(_words(name))


def is_section(name):
    """Whether a name is that of a part of a class ("Section A", "Klasse 10 b") or a day, in which students may be."""
    if DATE.fullmatch(name):
        return True
    words, sections = _words(name), {*SECTIONS.split()}
    return not sections.isdisjoint(words) and all(word in sections or len(word) == 1 for word in words)
