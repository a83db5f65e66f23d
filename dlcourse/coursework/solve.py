"""Write the reference's answers into the blanks of a notebook."""

import ast
import builtins
import copy
import inspect
import textwrap
import types

from dlcourse.checking.blanks import without_docstring
from dlcourse.coursework.filling import INDENT, code_cells, fill, names_bound
from dlcourse.coursework.names import names_of


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
    known = names_bound(code_cells(notebook))

    def body(exercise, definition):
        code = "\n".join([*_imports(exercise.reference, known), reference_body(exercise.reference, header=False)])
        return "", textwrap.indent(code, " " * (definition.col_offset + INDENT))

    fill(notebook, body, lambda question: written(question.right), replace_all=replace_all)
    return notebook


def written(value):
    """The answer to a question as it is written in a notebook."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


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
