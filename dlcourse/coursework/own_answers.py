"""An answer as `my_dlcourse` keeps it: its statements, the imports that they need, and what it builds on.

All of it is read from an Extraction, so it is the same for a notebook in its kernel, for one that is checked as a file,
and for a module of `my_dlcourse` that is read back.
"""

import ast
import sys
from dataclasses import dataclass

from dlcourse.coursework.names import BUILTINS, Names, names_of
from dlcourse.coursework.second_try import known_ids

LESSONS = "dlcourse.lessons"
PACKAGE = "my_dlcourse"
TOOLS = {"exercise", "question", "mine", "guess", "milestone", "hint", "solution", "progress"}  # of the notebook


@dataclass(frozen=True)
class Kept:
    """One answer.

    Parameters
    ----------
    id : str
    statements : tuple of str
        In order, imports left out; one of them binds the exercise's name.
    imports : tuple of str
        Lines, each of which binds one name.
    builds_on : tuple of str
        The ids of the other exercises that it uses, by the exercise's name.
    annotated : bool
        Whether it needs `from __future__ import annotations`.
    """

    id: str
    statements: tuple
    imports: tuple = ()
    builds_on: tuple = ()
    annotated: bool = False

    @property
    def name(self):
        """The name under which the module offers it."""
        return self.id.partition(".")[2]

    def definitions(self):
        """Name -> the statements and imports that make it what it is here, as texts in order."""
        found = {}
        for text in (*self.imports, *self.statements):
            names = _names(text)
            for name in names.binds | names.changes:
                found[name] = (*found.get(name, ()), text)
        return found

    def uses(self):
        """The names that its statements use."""
        return _used(self.statements)

    def of_python(self):
        """The names that it takes from Python itself: nothing else in its module may have them."""
        return self.uses() & BUILTINS - self.definitions().keys()


def kept(extraction, key):
    """The Kept of an answer, or None where it cannot stand in a module.

    That is where names are bound in a way that only running the notebook tells, and where it is the course's own.

    Parameters
    ----------
    extraction : Extraction
    key : str
        The id of an answer in it.
    """
    answer = extraction.exercises.get(key)
    if answer is None or not answer.attempted:
        return None
    found = _Collected(key)
    for index in answer.needs:
        found.add(extraction.statements[index].source)
    lesson, _, name = key.partition(".")
    mates = {item: f"{lesson}.{item}" for item in answer.unresolved if f"{lesson}.{item}" in known_ids()}
    if not set(answer.unresolved) <= mates.keys() | found.offered():
        return None
    found.builds_on = mates | found.builds_on | answer.builds_on
    found.builds_on = {item: other for item, other in found.builds_on.items() if item != name or other != key}
    return found.kept(answer.function, future=extraction.future)


class _Collected:
    """The statements of an answer, sorted into imports, what stands for other exercises, and the rest."""

    def __init__(self, key):
        self.key, self.name = key, key.partition(".")[2]
        self.statements, self.imports, self.builds_on, self.modules = [], [], {}, []
        self.tools = set()  # of the notebook, by the names that they have here

    def add(self, source):
        text = source.strip("\n").rstrip()
        nodes = ast.parse(text).body
        if not any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
            again = f"{self.name} = ({self.name}\n)"  # how a module is read back
            self.statements += [text] if text != again else []
            return
        for node in nodes:
            for alias in node.names:
                self._import(node, alias)

    def _import(self, node, alias):
        bound = alias.asname or alias.name
        if isinstance(node, ast.Import):
            self.imports.append(ast.unparse(ast.Import([alias])))
        elif node.level or node.module == "__future__":
            pass  # relative to nothing in a notebook; annotations are seen to by themselves
        elif alias.name == "*":
            self.modules.append(node.module)
        elif exercise_of(node.module, alias.name):
            self.builds_on[bound] = exercise_of(node.module, alias.name)
        else:
            self.imports.append(ast.unparse(ast.ImportFrom(node.module, [alias], 0)))
            self.tools |= {bound} if node.module == "dlcourse" and alias.name in TOOLS else set()

    def offered(self):
        """What its star imports bind."""
        return set().union(*map(_offered, self.modules))

    def kept(self, function, *, future):
        if self.tools & _used(self.statements) or self.key in self.builds_on.values() or self._takes_the_reference():
            return None
        statements = list(self.statements)
        bound = set().union(*(_names(text).binds for text in statements))
        if function != self.name:
            if self.name in bound:
                return None
            statements.append(f"{self.name} = {function}")
        for name, key in sorted(self.builds_on.items()):
            own = key.partition(".")[2]
            if own in bound or (name != own and name in bound):
                return None
            if name != own:
                statements.insert(0, f"{name} = {own}")
        imports = self._needed_imports(_used(statements), bound | self.builds_on.keys())
        annotated = future and any(_is_annotated(text) for text in statements)
        builds_on = tuple(sorted(set(self.builds_on.values())))
        return Kept(self.key, tuple(statements), imports, builds_on, annotated)

    def _takes_the_reference(self):
        """Whether it may be built on the course's own answer to what it answers, or on a tool of the notebook."""
        of_course = any(LESSONS in line or line.startswith("import dlcourse") for line in self.imports)
        nodes = [node for text in self.statements for node in ast.walk(ast.parse(text))]
        return of_course and any(isinstance(node, ast.Attribute) and node.attr in {self.name, *TOOLS} for node in nodes)

    def _needed_imports(self, used, bound):
        lines = [line for line in self.imports if _names(line).binds & used]
        lines += [
            f"from {module} import {name}"
            for module in self.modules
            for name in sorted((used - bound) & _offered(module))
        ]
        return tuple(sorted(dict.fromkeys(lines)))


def exercise_of(module, name):
    """The id of the exercise that `from module import name` brings in, or ""."""
    package, _, lesson = (module or "").rpartition(".")
    for key in (f"{lesson}.{name}", f"{lesson.removesuffix('_new')}.{name}"):
        if package in (LESSONS, PACKAGE) and key in known_ids():
            return key
    return ""


def _offered(module):
    """What `from module import *` binds, of a module that is loaded already; nothing is imported for it."""
    loaded = sys.modules.get(module)
    names = getattr(loaded, "__all__", None) or [name for name in vars(loaded or ast) if not name.startswith("_")]
    return set(names) if loaded else set()


def _names(text):
    tree = ast.parse(text)
    return names_of(tree.body[0], text) if len(tree.body) == 1 else Names()


def _used(statements):
    return set().union(*(_names(text).uses for text in statements))


def _is_annotated(text):
    nodes = list(ast.walk(ast.parse(text)))
    return any(getattr(node, "annotation", None) or getattr(node, "returns", None) for node in nodes)
