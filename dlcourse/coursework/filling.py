"""Write into the blanks of a notebook: bodies of functions and answers to questions, and not a letter beside them."""

import ast

from dlcourse.checking.blanks import is_blank, without_docstring
from dlcourse.checking.question import Question
from dlcourse.checking.specification import Exercise
from dlcourse.coursework.aliases import Aliases, definitions
from dlcourse.coursework.cells import parse
from dlcourse.coursework.names import bound_by
from dlcourse.exercises import known

INDENT = 4  # of a body


def code_cells(notebook):
    """The Cells of a notebook's code."""
    return [parse(index, cell.source) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def names_bound(cells):
    """All names that some cells bind."""
    return {name for cell in cells if cell.tree for node in cell.tree.body for name in bound_by(node)}


def fill(notebook, body, answer, *, replace_all=False):
    """Fill in the blanks of a notebook, in place. Cells with a syntax error, and unknown exercises, stay as they are.

    Parameters
    ----------
    notebook : nbformat notebook
    body : function
        Called with (exercise, definition): (text above the definition, indented body), or None to leave it.
    answer : function
        Called with (exercise) for a question: the answer as text, or None to leave it.
    replace_all : bool
        Ask for what is written already, too.
    """
    cells = code_cells(notebook)
    aliases = Aliases(cells)
    for cell in cells:
        if cell.tree:
            edits = [*_body_edits(cell, aliases, body, replace_all), *_answer_edits(cell, aliases, answer, replace_all)]
            notebook.cells[cell.index].source = _apply(cell.text, edits)


def _body_edits(cell, aliases, body, replace_all):
    """(start, stop, text) with places as (line from 0, byte in the line)."""
    for definition in [found for node in cell.tree.body for found in definitions(node)]:
        exercise = known(_id(definition, aliases))
        wanted = isinstance(definition, ast.FunctionDef) and (replace_all or is_blank(definition, exercise))
        if not wanted or not isinstance(exercise, Exercise):
            continue
        above, text = body(exercise, definition) or ("", "")
        if text:
            place = min(node.lineno for node in definition.decorator_list) - 1, 0
            yield place, place, above
            yield _body_start(cell, definition), _stop(definition), "\n" + text


def _answer_edits(cell, aliases, answer, replace_all):
    for call in aliases.questions([call for calls in cell.calls for call in calls]):
        key, value = aliases.arguments(call, "answer")
        exercise = known(key)
        is_open = isinstance(value, ast.Constant) and value.value is ...
        if not isinstance(exercise, Question) or value is None or not (replace_all or is_open):
            continue
        text = answer(exercise)
        if text is not None:
            yield _start(value), _stop(value), text


def _id(definition, aliases):
    for decorator in definition.decorator_list:
        if isinstance(decorator, ast.Call) and aliases.tool(decorator.func) == "exercise":
            return aliases.arguments(decorator)[0]
    return None


def _start(node):
    return node.lineno - 1, node.col_offset


def _stop(node):
    return node.end_lineno - 1, node.end_col_offset


def _body_start(cell, definition):
    """Behind the docstring: what follows goes, its comment lines included."""
    docstring = definition.body[: len(definition.body) - len(without_docstring(definition))]
    return _stop(docstring[0]) if docstring else end_of_header(cell.text.split("\n"), definition)


def end_of_header(lines, definition):
    """The place behind the colon of a definition without a docstring."""
    first = definition.body[0]
    if first.lineno == definition.lineno:  # def f(x): raise NotImplementedError
        return _start(first)
    number = min(node.lineno for node in [first, *getattr(first, "decorator_list", [])]) - 2
    while not lines[number].split("#")[0].strip():
        number -= 1
    return number, len(lines[number].encode())


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
