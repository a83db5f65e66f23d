"""The modules of the package that is built, as texts: the learner's own, the course's, and what offers both.

Everything is read and written as text. An import of the course becomes one of the package's copy of it; what needs more
of the course than its lessons cannot stand in a package that does without.
"""

import ast
import importlib.util
import inspect
import sys
from pathlib import Path

from dlcourse.checking.runtime import npy, packing
from dlcourse.coursework.building.ownership import REFERENCE, UNREADABLE, functions
from dlcourse.coursework.names import names_of
from dlcourse.coursework.own_answers import LESSONS, PACKAGE
from dlcourse.coursework.own_library import MARK, is_untouched, module_text, offered, read_back
from dlcourse.exercises import lesson_names

MINE, COURSE = f"{PACKAGE}.own", f"{PACKAGE}.course"
TOOLS = {"pack", "unpack"}  # of the course, which need nothing else of it
CHALLENGES = "challenges"  # ends the name of a module with the course's answers to challenges
HEAD = '"""My answers of the lesson {}, as they passed their checks."""\n'


class NeedsMore(ValueError):
    """What a text needs that the package does not have."""


def own_modules(texts):
    """The learner's modules for the package, and what is said of those that cannot be there.

    Parameters
    ----------
    texts : dict
        Module of `my_dlcourse` -> its text.

    Returns
    -------
    tuple (dict, list of str)
        Module -> text, with imports of the package; and a sentence for each answer or file that was left out.
    """
    kept, notes, is_done = dict(texts), [], False
    while not is_done:  # what is left out may be needed by something else
        before, more = kept, []
        kept = {}
        for module, text in sorted(before.items()):
            try:
                kept[module] = _usable(module, text, before, more)
            except NeedsMore as error:
                more.append(f"{module}.py is left out: it needs {error}, which is not in the package.")
            except UNREADABLE as error:
                line = f" in line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
                more.append(f"{module}.py is left out: it is no Python{line}. Mend it, and build the package again.")
        notes += more
        is_done = not more
    names = {module: offered(text) for module, text in kept.items()}
    written = {module: _rewritten(text, names) for module, text in kept.items()}
    return {module: _headed(module, kept[module], text) for module, text in written.items()}, notes


def _usable(module, text, texts, notes):
    """A module's text as far as the package can have it: of answers that passed, those that need too much are out."""
    there = dict.fromkeys(texts, ())
    if not is_untouched(text):
        _rewritten(text, there)
        return text
    answers, places = read_back(text), _places(text)
    left = dict(answers)
    for key, one in answers.items():
        try:
            _rewritten("\n".join([*one.imports, *one.statements]), there)
        except NeedsMore as error:
            del left[key]
            notes.append(f"{key} is left out: it needs {error}, which is not in the package.")
    if len(left) == len(answers):
        return text
    return module_text(module, left, lambda key: places.get(key) or f"{LESSONS}.{key.partition('.')[0]}")


def _places(text):
    """Exercise name -> the module that it is imported from."""
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)]
    return {f"{node.module.rpartition('.')[2]}.{alias.name}": node.module for node in nodes for alias in node.names}


def _headed(module, before, text):
    """What passed has a short head instead of the one that tells how the file is kept; the rest stays as it is."""
    return HEAD.format(module) + text[MARK.search(text).end() :] if is_untouched(before) else text


def _rewritten(text, names):
    """A text that imports from the package what it imported from the course or from `my_dlcourse`.

    Parameters
    ----------
    text : str
    names : dict
        Module of the learner's that the package has -> the names that it offers.

    Raises
    ------
    NeedsMore
    SyntaxError
    """
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    lines = [line.encode() for line in text.split("\n")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        new = _import_of(node, names)
        if new:
            first, last = lines[node.lineno - 1][: node.col_offset], lines[node.end_lineno - 1][node.end_col_offset :]
            lines[node.lineno - 1 : node.end_lineno] = [first + new.encode() + last]
    return b"\n".join(lines).decode()


def _import_of(node, names):
    """The import that stands in the place of one, "" where it may stay."""
    if isinstance(node, ast.Import):
        found = [_module(alias, names) for alias in node.names]
        return "" if found == node.names else ast.unparse(ast.Import(found))
    package, _, module = (node.module or "").rpartition(".")
    if node.level or node.module.partition(".")[0] not in (PACKAGE, "dlcourse"):
        return ""
    parts = [_from(node.module, package, module, alias, names) for alias in node.names]
    return "; ".join(f"from {source} import {ast.unparse(alias)}" for source, alias in parts)


def _module(alias, names):
    package, _, module = alias.name.rpartition(".")
    if alias.name.partition(".")[0] not in (PACKAGE, "dlcourse"):
        return alias
    if alias.asname and package == LESSONS:
        return ast.alias(f"{COURSE}.{module}", alias.asname)
    if alias.asname and package == PACKAGE and module in names:
        return ast.alias(f"{MINE}.{module}", alias.asname)
    raise NeedsMore(f"`import {alias.name}`")


def _from(whole, package, module, alias, names):
    """Where one name of `from whole import name` comes from."""
    lesson = module.removesuffix("_new")
    if package == LESSONS:
        return f"{COURSE}.{module}", alias
    if package == PACKAGE and alias.name in names.get(module, ()):
        return f"{MINE}.{module}", alias
    if package == PACKAGE and module in names and (lesson not in lesson_names() or alias.name == "*"):
        return f"{MINE}.{module}", alias
    if package == PACKAGE and lesson in lesson_names():
        return f"{COURSE}.{lesson}", alias
    if whole == LESSONS:
        return COURSE, alias
    if whole == PACKAGE and (alias.name in names or alias.name in lesson_names()):
        return (MINE if alias.name in names else COURSE), alias
    if whole == "dlcourse" and alias.name in TOOLS:
        return f"{COURSE}.packing", alias
    raise NeedsMore(f"`from {whole} import {alias.name}`")


# ---- the course's ----


def course_modules():
    """The modules of the course's own, by name: its lessons, its answers to challenges, and what reads weights."""
    texts = {}
    for module in (npy, packing):
        texts[module.__name__.rpartition(".")[2]] = Path(module.__file__).read_text("utf-8")
    for name, items in functions().items():
        texts[name] = Path(importlib.util.find_spec(f"{LESSONS}.{name}").origin).read_text("utf-8")
        others = [item.reference for item in items if not is_of_lesson(item)]
        if others:
            head = f'"""The course\'s answers to what the lesson {name} leaves open."""\n\n'
            texts[f"{name}_{CHALLENGES}"] = head + _with_all_they_need(others)
    runtime = npy.__name__.rpartition(".")[0]
    return {name: text.replace(LESSONS, COURSE).replace(runtime, COURSE) for name, text in texts.items()}


def is_of_lesson(item):
    """Whether the reference of an exercise stands in its lesson's module."""
    return item.reference.__module__ == f"{LESSONS}.{item.lesson}"


def _with_all_they_need(references):
    """The source of some functions, with the imports, constants and functions that they use."""
    lines, parts, seen, waiting = set(), [], set(), list(references)
    while waiting:
        function = waiting.pop(0)
        if function in seen:
            continue
        seen.add(function)
        source = inspect.getsource(function).rstrip()
        parts.append(source)
        for name in sorted(names_of(ast.parse(source).body[0], source).uses & vars(inspect.getmodule(function)).keys()):
            value = vars(inspect.getmodule(function))[name]
            if inspect.isfunction(value) and value.__module__ == function.__module__:
                waiting.append(value)
            else:
                lines.add(_line_for(name, value))
    order = sorted(lines, key=lambda line: (" = " in line, line))
    return "\n".join(order) + "\n\n\n" + "\n\n\n".join(parts) + "\n"


def _line_for(name, value):
    """A line that binds a name to a module, to something of another module, or to a constant."""
    if inspect.ismodule(value):
        return f"import {value.__name__} as {name}"
    if inspect.isfunction(value):
        return f"from {value.__module__} import {value.__name__} as {name}"
    return f"{name} = {value!r}"


# ---- what offers both ----


def facade(lesson, marks):
    """The text of the module of a lesson that offers each function, and says whose it is.

    Parameters
    ----------
    lesson : str
    marks : dict
        Exercise id -> (module, mark), as from `whose`.
    """
    lines = [f'"""The lesson {lesson}: what I wrote myself, and the course\'s own for the rest."""', ""]
    for item in functions()[lesson]:
        module, mark = marks.get(item.id, ("", REFERENCE))
        source = f"{MINE}.{module}" if module else f"{COURSE}.{home(item)}"
        lines.append(f"from {source} import {item.name}  # {mark}")
    names = [f'    "{item.name}",' for item in functions()[lesson]]
    return "\n".join([*lines, "", "__all__ = [", *names, "]", ""])


def home(item):
    """The module of `course` that has the reference of an exercise."""
    return item.lesson if is_of_lesson(item) else f"{item.lesson}_{CHALLENGES}"


def third_parties(texts):
    """The packages besides NumPy that texts import, by the names of the imports."""
    found = set()
    for text in texts.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return sorted(found - set(sys.stdlib_module_names) - {"numpy", PACKAGE})
