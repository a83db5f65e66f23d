"""The modules of the course that a student's answer finds in the sandbox: all but what would give it away.

For one exercise these are the lessons before its own, whole, and its own lesson without the reference of the
exercise, without the functions that build on it, and without those that its specification hides.
"""

import ast
import functools
import importlib.util
import marshal
import re

import numpy as np

from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.exercises import find

# Code that may import a lesson without writing its name.
OWN_WAYS = re.compile(
    r"\b(importlib|__import__|eval|exec|getattr|vars|globals)\b|\blessons\s+import\s*\(?\s*\*|\bimport\s+lessons\b"
)


@functools.cache
def modules_for(exercise_ids):
    """The sources of the lesson modules for some exercises of one lesson, by module name.

    Parameters
    ----------
    exercise_ids : tuple of str
    """
    exercises = [find(key) for key in exercise_ids]
    lesson, names = exercises[0].lesson, lesson_order()
    before = names[: names.index(lesson)] if lesson in names else []
    modules = {"dlcourse.lessons": ""}
    for earlier in before:
        modules[f"dlcourse.lessons.{earlier}"] = source_of(earlier)
    gone = {name for exercise in exercises for name in (exercise.name, *exercise.withheld)}
    modules[f"dlcourse.lessons.{lesson}"] = without(source_of(lesson), gone)
    return modules


@functools.lru_cache(maxsize=64)
def compiled(exercise_ids):
    """The same modules as arrays of bytes that `marshal` reads; None for one without code."""
    return {name: _code(name, source) for name, source in modules_for(exercise_ids).items()}


@functools.lru_cache(maxsize=256)
def _code(name, source):
    code = compile(source, f"<{name}>", "exec", dont_inherit=True)
    return np.frombuffer(marshal.dumps(code), np.uint8) if source else None


def wanted(exercise_ids, text):
    """The names of those modules that some code may import: a course has many lessons, an answer needs few.

    Parameters
    ----------
    exercise_ids : tuple of str
    text : str
        The student's code. A lesson that it does not mention is not provided, unless it finds names in ways of its own.

    Returns
    -------
    tuple of str
        In the order of the lessons.
    """
    sources = modules_for(exercise_ids)
    if OWN_WAYS.search(text):
        return tuple(sources)
    own = f"dlcourse.lessons.{exercise_ids[0].partition('.')[0]}"
    found, waiting = {"dlcourse.lessons"}, [own, *_mentioned(text, tuple(sources))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _mentioned(sources[name], tuple(sources))
    return tuple(name for name in sources if name in found)


@functools.lru_cache(maxsize=256)
def _mentioned(text, names):
    return [name for name in names if re.search(rf"\b{name.rpartition('.')[2]}\b", text)]


def lesson_order():
    """The names of the lessons, in the order of their notebooks."""
    return [lesson_name(path) for path in course_notebooks()]


@functools.cache
def source_of(lesson):
    """The source of a lesson's module, without its docstrings."""
    specification = importlib.util.find_spec(f"dlcourse.lessons.{lesson}")
    with open(specification.origin, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def without(source, names):
    """The source of a module without these functions and without all that use them."""
    tree = ast.parse(source)
    gone = set(names)
    while True:
        more = {node.name for node in tree.body if _defines(node) and node.name not in gone and _uses(node) & gone}
        if not more:
            break
        gone |= more
    tree.body = [node for node in tree.body if not (_defines(node) and node.name in gone)]
    return ast.unparse(tree)


def _defines(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _uses(node):
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
