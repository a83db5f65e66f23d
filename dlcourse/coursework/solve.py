"""Write the reference's answers into the blanks of a notebook."""

import ast
import builtins
import copy
import inspect
import textwrap
import types

from dlcourse.checking.blanks import is_blank, without_docstring
from dlcourse.coursework.aliases import Aliases, definitions
from dlcourse.coursework.cells import parse
from dlcourse.coursework.names import bound_by, names_of
from dlcourse.exercises import UnknownExercise, find


def blank(notebook):
    """A copy without outputs, execution counts and traces of a run."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def solve(notebook, replace_all=False):
    """A copy with the reference's code in the blanks and the right answers to the questions.

    Parameters
    ----------
    notebook : nbformat notebook
    replace_all : bool
        Replace what the learner wrote, too; by default that is kept.

    Returns
    -------
    nbformat notebook
        Without outputs. Cells with a syntax error, and exercises that do not exist, stay as they are.
    """
    notebook = blank(notebook)
    cells = [parse(index, cell.source) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    aliases, known = Aliases(cells), _bound(cells)
    for cell in cells:
        if cell.tree:
            edits = list(_edits(cell, aliases, known, replace_all))
            notebook.cells[cell.index].source = _apply(cell.text, edits)
    return notebook


def _bound(cells):
    """All names that the notebook binds."""
    names = set()
    for cell in cells:
        for node in cell.tree.body if cell.tree else []:
            names |= bound_by(node)
    return names


def _edits(cell, aliases, known, replace_all):
    """(start, stop, text) with places as (line from 0, byte in the line)."""
    for node, calls in zip(cell.tree.body, cell.calls):
        for definition in definitions(node):
            key = _id(definition, aliases)
            specification = _find(key)
            wanted = isinstance(definition, ast.FunctionDef) and (replace_all or is_blank(definition))
            if specification and specification.kind != "question" and wanted:
                yield _body_edit(cell, definition, specification.reference, known)
        for call in aliases.questions(calls):
            key, value = aliases.arguments(call, "answer")
            specification = _find(key)
            is_open = isinstance(value, ast.Constant) and value.value is ...
            if specification and specification.kind == "question" and value and (replace_all or is_open):
                yield _start(value), _stop(value), _quoted(specification.reference)


def _id(definition, aliases):
    for decorator in definition.decorator_list:
        if isinstance(decorator, ast.Call) and aliases.tool(decorator.func) == "exercise":
            return aliases.arguments(decorator)[0]
    return None


def _find(key):
    try:
        return find(key) if key else None
    except UnknownExercise:
        return None


def _start(node):
    return node.lineno - 1, node.col_offset


def _stop(node):
    return node.end_lineno - 1, node.end_col_offset


def _quoted(value):
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _body_edit(cell, definition, reference, known):
    """Replace what follows the docstring, its comment lines included, by the reference's."""
    indent = " " * (definition.col_offset + 4)
    body = textwrap.indent("\n".join([*_imports(reference, known), reference_body(reference, header=False)]), indent)
    docstring = definition.body[: len(definition.body) - len(without_docstring(definition))]
    start = _stop(docstring[0]) if docstring else _end_of_header(cell, definition)
    return start, _stop(definition), "\n" + body


def _end_of_header(cell, definition):
    """The place behind the colon of a definition without a docstring."""
    lines = cell.text.split("\n")
    first = definition.body[0]
    if first.lineno == definition.lineno:  # def f(x): raise NotImplementedError
        return _start(first)
    number = min(node.lineno for node in [first, *getattr(first, "decorator_list", [])]) - 2
    while not lines[number].split("#")[0].strip():
        number -= 1
    return number, len(lines[number].encode())


def reference_body(reference, header=True):
    """The source of a function without its docstring; with `header=False` only its body, not indented."""
    source = textwrap.dedent(inspect.getsource(reference))
    definition = ast.parse(source).body[0]
    lines = source.rstrip("\n").split("\n")
    rest = without_docstring(definition)
    docstring = definition.body[: len(definition.body) - len(rest)]
    first = docstring[0].end_lineno if docstring else rest[0].lineno - 1
    if header:
        last = docstring[0].lineno - 1 if docstring else first
        return "\n".join([*lines[:last], *lines[first:]])
    return textwrap.dedent("\n".join(lines[first:])).strip("\n")


def _imports(reference, known):
    """Lines that import what the reference uses from its own module and the notebook does not have."""
    source = textwrap.dedent(inspect.getsource(reference))
    used = names_of(ast.parse(source).body[0], source).uses
    lines = []
    for name in sorted(used - known - set(dir(builtins))):
        value = reference.__globals__.get(name)
        if isinstance(value, types.ModuleType):
            lines.append(f"import {value.__name__} as {name}")
        elif name in reference.__globals__:
            lines.append(f"from {reference.__module__} import {name}")
    return lines


def _apply(text, edits):
    """Replace places in a text, the last first, so that the places before stay true."""
    lines = [line.encode() for line in text.split("\n")]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    data = b"\n".join(lines)
    for (line, column), (end_line, end_column), new in sorted(edits, reverse=True):
        data = data[: starts[line] + column] + new.encode() + data[starts[end_line] + end_column :]
    return data.decode()
