"""The modules of the course that a student's answer finds in the sandbox: all but what would give it away.

For one exercise these are the modules in `lessons` and in `nn` of the lessons before its own, whole; of its own lesson
nothing of `nn`, and the module in `lessons` without the reference of the exercise, without what its specification
hides, and without all that reaches these.
"""

import ast
import functools
import marshal
import re
from pathlib import Path

import numpy as np

import dlcourse
from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.exercises import find
from dlcourse.grading.sandbox.withhold import imports, without

PACKAGE = Path(dlcourse.__file__).parent
ROOMS = ("lessons", "nn")
# Code that may reach a module of the course without writing its name. Students write what is searched here:
# the quantifiers are possessive, so that no text takes long.
OWN_WAYS = re.compile(
    r"\b(?:importlib|__import__|eval|exec|getattr|vars|globals)\b"
    r"|\b(?:lessons|nn)\b(?!\s*+\.)(?!\s++import\b\s*+\(?+\s*+\w)"  # the room itself, or a star import from it
)


@functools.cache
def modules_for(exercise_ids):
    """The sources of the course's modules for some exercises of one lesson, by module name.

    Parameters
    ----------
    exercise_ids : tuple of str
    """
    exercises = [find(key) for key in exercise_ids]
    lesson, names = exercises[0].lesson, lesson_order()
    modules = {}
    for room in ROOMS:
        modules |= sources_in(PACKAGE / room, "__init__")
    for earlier in names[: names.index(lesson)] if lesson in names else []:
        for room in ROOMS:
            modules |= sources_in(PACKAGE / room, earlier)
    gone = {name for exercise in exercises for name in (exercise.name, *exercise.withheld)}
    for name, source in sources_in(PACKAGE / "lessons", lesson).items():
        modules[name] = without(source, gone, name)
    return modules


def lesson_order():
    """The names of the lessons, in the order of their notebooks."""
    return [lesson_name(path) for path in course_notebooks()]


@functools.cache
def sources_in(room, lesson):
    """The sources of a lesson's module in a room, or of the modules in its folder there, without their docstrings.

    Parameters
    ----------
    room : Path
    lesson : str
        Or "__init__", for the room itself.

    Returns
    -------
    dict
        By module name; empty where the lesson has nothing in this room.
    """
    file = room / f"{lesson}.py"
    paths = [file] if file.is_file() else sorted((room / lesson).rglob("*.py"))
    return {_module_name(path, room): _without_docstrings(path.read_text("utf-8")) for path in paths}


def _module_name(path, room):
    parts = ["dlcourse", room.name, *path.relative_to(room).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _without_docstrings(source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@functools.lru_cache(maxsize=1024)
def compiled(name, source):
    """A module's code as an array of bytes that `marshal` reads; None for one without code."""
    code = compile(source, f"<{name}>", "exec", dont_inherit=True)
    return np.frombuffer(marshal.dumps(code), np.uint8) if source else None


def wanted(exercise_ids, text):
    """The names of those modules that some code may import: a course has many lessons, an answer needs few.

    Parameters
    ----------
    exercise_ids : tuple of str
    text : str
        The student's code. A module that it does not mention is not provided, unless it finds names in ways of its own.

    Returns
    -------
    tuple of str
        In the order of the lessons.
    """
    sources = modules_for(exercise_ids)
    if OWN_WAYS.search(text):
        return tuple(sources)
    words = set(re.findall(r"\w+", text))
    own = f"dlcourse.lessons.{exercise_ids[0].partition('.')[0]}"
    found, waiting = set(), ["dlcourse.lessons", *(name for name in sources if name == own or _mentions(words, name))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _needed(name, tuple(sources), sources[name])
    return tuple(name for name in sources if name in found)


def _mentions(words, name):
    """Whether a text with these words may mean a module: its lesson's name, and for `nn` that of the room, too."""
    _, room, *more = name.split(".")
    return (room == "lessons" or room in words) and set(more[:1]) <= words


@functools.lru_cache(maxsize=1024)
def _needed(name, names, source):
    """Those of the modules that a module imports, and the packages that they are in."""
    is_package = any(other.startswith(f"{name}.") for other in names)
    found = []
    for base, attribute in imports(source, name, is_package=is_package):
        parts = base.split(".") + ([attribute] if attribute else [])
        found += [".".join(parts[: length + 1]) for length in range(len(parts))]
    return [item for item in dict.fromkeys(found) if item in names]
