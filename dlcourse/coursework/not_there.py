"""What an answer needs and will not find when it is graded: said where it still helps, under the learner's cell.

A grader's sandbox has the notebook's statements, NumPy, Python's own library and the lessons before. It has no other
packages, no modules that lie beside the notebook, no files, and not the exercise's own reference. What a function needs
is seen in its code and in what its names stand for, those of the functions that it calls included.
"""

import ast
import dis
import functools
import itertools
import re
import sys
import types

import numpy as np

from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.coursework.names import DEFINITIONS, names_of
from dlcourse.coursework.own_answers import PACKAGE
from dlcourse.coursework.watch import COURSE, LIBRARY, PACKAGES, READS

MOST = 2000  # objects that are looked at
MOST_INSIDE = 100  # of what a list or a dict holds
GIVEN = "only the notebook, NumPy, Python's own library and the lessons before this one are"
GIVEN_MODULES = {"numpy", "dlcourse", *sys.stdlib_module_names}
SAYS = (  # what an error says in a sandbox, and what was asked for
    (re.compile(r"No module named '([\w.]{1,80})"), "The module `{}`"),
    (
        re.compile(r"(?:FileNotFoundError|NotADirectoryError|IsADirectoryError).{0,200}?'([^'\n]{1,80})'"),
        "The file `{}`",
    ),
)
GLOBAL, MEMBER = {"LOAD_GLOBAL", "LOAD_NAME"}, {"LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"}
BRING = '`name = mine("lesson.name")` brings in what you wrote before.'
LESSONS = "dlcourse.lessons."
ROOMS = ("lessons", "nn")


def remark(needed, deeds):
    """A sentence on a right answer that will not be right when it is graded, or "".

    Parameters
    ----------
    needed : list of str
        As from `not_given`.
    deeds : list of Deed
    """
    reasons = list(dict.fromkeys([*(f"needs {name}" for name in needed), *(deed.what for deed in deeds)]))
    if not reasons:
        return ""
    listed = " and ".join(filter(None, [", ".join(reasons[:-1]), reasons[-1]]))
    if all(reason.startswith(READS) for reason in reasons):
        rest = "that is there when it is graded only if the notebook itself writes it."
    else:
        rest = f"that is not there when it is graded: {GIVEN}."
    if f"`{PACKAGE}`" in listed:
        return f"This passes here, but it {listed}, and {rest} {BRING}"
    return f"This passes here, but it {listed}, and {rest} Write what you need into a cell."


def advice_on_own_library(message):
    """What to say of an error that comes of an import of `my_dlcourse`, or ""."""
    if f"No module named '{PACKAGE}" not in message:
        return ""
    return f"`{PACKAGE}` is not there when it is graded. {BRING}"


def advice_on(message):
    """What to say of an error in a sandbox that comes of what is not there, or "".

    Parameters
    ----------
    message : str
        That of the error, with its name.
    """
    if own := advice_on_own_library(message):
        return own
    for pattern, what in SAYS:
        found = pattern.search(message)
        is_given = found and "module" in what and found[1].partition(".")[0] in GIVEN_MODULES
        if found and not is_given:
            return f"{what.format(found[1])} is not there when it is graded: {GIVEN}. Write what you need into a cell."
    return ""


def not_given(roots, exercise, given=()):
    """The modules that some objects need and that are not there when an answer is graded, and the reference.

    Parameters
    ----------
    roots : iterable
        The answer's function, and whatever else it needs.
    exercise : Exercise
    given : iterable
        Objects for which others are there, so that they are not looked into.

    Returns
    -------
    list of str
        As a sentence names them.
    """
    search = _Search(exercise)
    search.seen |= {id(value): value for value in given}
    search.waiting += roots
    while search.waiting and len(search.seen) < MOST:
        search.look_at(search.waiting.pop())
    return list(search.found)


def used_by(statement, namespace):
    """The values that a Statement uses by name; of a definition none, as what it defines is looked at itself.

    Parameters
    ----------
    statement : Statement
    namespace : dict
        As it is after the statement ran.
    """
    nodes = [node for node in ast.parse(statement.source.strip()).body if not isinstance(node, DEFINITIONS)]
    names = {name for node in nodes for name in names_of(node, statement.source).uses}
    return [namespace[name] for name in sorted(names) if name in namespace]


class _Search:
    def __init__(self, exercise):
        self.lesson, self.reference = exercise.lesson, exercise.reference
        self.found, self.waiting, self.seen = {}, [], {}

    def look_at(self, value):
        if id(value) in self.seen:
            return
        self.seen[id(value)] = value  # kept: a new object may get the number of one that is gone
        if isinstance(value, types.ModuleType):
            self.module(value.__name__)
        elif isinstance(value, types.FunctionType):
            self.function(value)
        elif isinstance(value, types.MethodType):
            self.waiting += [value.__func__, value.__self__]
        elif isinstance(value, functools.partial):
            self.waiting += [value.func, *value.args, *value.keywords.values()]
        elif isinstance(value, type):
            self.a_class(value)
        elif isinstance(value, list | tuple | set | frozenset):
            self.waiting += list(value)[:MOST_INSIDE]
        elif isinstance(value, dict):
            self.waiting += list(value.values())[:MOST_INSIDE]
        elif isinstance(value, np.ufunc):
            self.module(_home(value))
        else:
            self.an_object(value)

    def an_object(self, value):
        kind = type(value)
        if not _is_main(kind.__module__) and self.module(kind.__module__):
            return  # what is inside of it is its package's affair
        self.waiting.append(kind)
        self.module(getattr(value, "__module__", None))  # of a compiled function
        own = getattr(value, "__dict__", None)
        if isinstance(own, dict):  # `__wrapped__` is in it, too
            self.waiting += list(own.values())[:MOST_INSIDE]

    def function(self, function):
        name = function.__code__.co_filename
        if function is self.reference:
            self.found[f"the course's own `{function.__name__}`"] = None
            return
        if name.startswith((*LIBRARY, *PACKAGES, COURSE)):
            self.module(function.__module__)
            if function.__module__ == self.reference.__module__:  # it may be built on the reference
                self.waiting += _functions_used(function)
            return
        if not _is_main(function.__module__) and function.__module__ in sys.modules:
            self.module(function.__module__)  # one that lies beside the notebook
            return
        for code in _codes(function.__code__):
            for step in dis.get_instructions(code):
                if step.opname == "IMPORT_NAME":
                    self.module(step.argval)
                elif step.opname in GLOBAL and step.argval in function.__globals__:
                    self.waiting.append(function.__globals__[step.argval])
        self.waiting += _functions_used(function)
        cells = [cell.cell_contents for cell in function.__closure__ or () if _is_full(cell)]
        more = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values(), *vars(function).values()]
        self.waiting += [*cells, *more]

    def a_class(self, kind):
        if not _is_main(kind.__module__):
            self.module(kind.__module__)
            return
        inside = [getattr(item, "__func__", getattr(item, "fget", item)) for item in vars(kind).values()]
        self.waiting += [*inside, *kind.__bases__]

    def module(self, name):
        """Note a module that is not there when an answer is graded: whether it is one."""
        if not isinstance(name, str) or _is_main(name):
            return False
        top, *more = name.split(".")
        if top in sys.stdlib_module_names or top == "numpy":
            return False
        if top == "dlcourse":
            if _is_given(more, self.lesson):
                return False
            self.found[f"`{'.'.join([top, *more[:1]])}`"] = None
            return True
        loaded = sys.modules.get(top)
        file = getattr(loaded, "__file__", None) or next(iter(getattr(loaded, "__path__", [])), None)
        if loaded is not None and file is None:
            return False  # part of an extension, or made by hand
        own = file is not None and not file.startswith((*LIBRARY, *PACKAGES)) and "site-packages" not in file
        self.found[f"your own module `{top[:80]}`" if own else f"the package `{top[:80]}`"] = None
        return True


def _home(ufunc):
    """The module that a ufunc comes from, which it does not say itself; None if it was made by hand."""
    names = [name for name, module in list(sys.modules.items()) if not _is_main(name) and _has(module, ufunc)]
    return min(names, key=lambda name: name.partition(".")[0] != "numpy", default=None)


def _has(module, ufunc):
    return getattr(module, "__dict__", {}).get(ufunc.__name__) is ufunc


def _functions_used(function):
    """The functions of the course's lessons that a function calls, by their own name or by that of their module."""
    found = []
    for code in _codes(function.__code__):
        for step, after in itertools.pairwise(dis.get_instructions(code)):
            value = function.__globals__.get(step.argval) if step.opname in GLOBAL else None
            if step.opname == "IMPORT_NAME":
                value = sys.modules.get(step.argval)
            if isinstance(value, types.ModuleType) and value.__name__.startswith(LESSONS):
                value = vars(value).get(after.argval) if after.opname in MEMBER else None
            if isinstance(value, types.FunctionType) and value.__module__.startswith(LESSONS):
                found.append(value)
    return found


def _is_main(name):
    return name in (None, "__main__", "builtins")


def _is_full(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _codes(code):
    """A code object and those in it."""
    found = [code]
    for item in found:
        found += [const for const in item.co_consts if isinstance(const, types.CodeType)]
    return found


@functools.cache
def _order():
    return [lesson_name(path) for path in course_notebooks()]


def _is_given(more, lesson):
    """Whether a module of the course is there for an answer of a lesson."""
    if not more or more[0] not in (*ROOMS, "figures", "data", "explore", "experiments"):
        return True  # `dlcourse` itself, and the tools of the notebook, which do nothing there
    if more[0] not in ROOMS:
        return False
    order = _order()
    if len(more) == 1 or more[1] not in order or lesson not in order:
        return True
    place, own = order.index(more[1]), order.index(lesson)
    return place < own or (place == own and more[0] == "lessons")
