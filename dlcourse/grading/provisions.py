"""The modules of the course that a student's answer finds in the sandbox: all but what would give it away.

For one exercise these are the lessons before its own, whole, and its own lesson without the reference of the
exercise, without the functions that build on it, and without those that its specification hides.
"""

import ast
import functools
import importlib.util

from dlcourse.coursework import course_notebooks, lesson_name


@functools.cache
def modules_for(exercise_id, hidden=()):
    """The sources of the lesson modules for one exercise, by module name.

    Parameters
    ----------
    exercise_id : str
    hidden : tuple of str
        Further functions of the lesson that contain the answer.
    """
    lesson, _, name = exercise_id.partition(".")
    names = lesson_order()
    before = names[: names.index(lesson)] if lesson in names else []
    modules = {"dlcourse.lessons": ""}
    for earlier in before:
        modules[f"dlcourse.lessons.{earlier}"] = source_of(earlier)
    modules[f"dlcourse.lessons.{lesson}"] = without(source_of(lesson), {name, *hidden})
    return modules


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
