"""Carry a learner's right answers over into a newer edition of a notebook, by id; nothing is run.

What was right says the learner's progress; what was written, their notebook. Of a function its body goes into the
blank of the new edition, under the new header and docstring, and above it what it needs of the learner's own, such as
a helper or an import. An answer that might mean something else there stays behind, with the reason.
"""

import ast
import textwrap
from dataclasses import dataclass, field

from dlcourse.checking.blanks import without_docstring
from dlcourse.checking.check import check
from dlcourse.checking.status import Status
from dlcourse.coursework.aliases import definitions
from dlcourse.coursework.cells import parse
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.filling import INDENT, code_cells, end_of_header, fill, names_bound
from dlcourse.coursework.names import names_of
from dlcourse.coursework.solve import blank, written


@dataclass
class CarriedOver:
    """A notebook with the answers that went into it.

    Parameters
    ----------
    notebook : nbformat notebook
    carried : list of str
        The ids of the answers, in the notebook's order.
    left : dict
        The ids of right answers that stayed behind, with the reason.
    """

    notebook: object
    carried: list = field(default_factory=list)
    left: dict = field(default_factory=dict)


class _StaysBehind(Exception):
    """Why an answer is not carried over."""


def carry_over(notebooks, new, right):
    """Fill the blanks of a new edition with the right answers from earlier ones.

    Parameters
    ----------
    notebooks : list of nbformat notebook
        The learner's, the latest last: of two answers the later one counts. They are not changed.
    new : nbformat notebook
        The new edition; it is not changed.
    right : container of str
        The ids of the exercises whose latest attempt was right.

    Returns
    -------
    CarriedOver
    """
    result = CarriedOver(blank(new))
    writer = _Writer(notebooks, code_cells(new))

    def attempt(write):
        def call(exercise, *more):
            if exercise.id not in right:
                return None
            try:
                text = write(exercise, *more)
            except _StaysBehind as reason:
                result.left[exercise.id] = str(reason)
                return None
            if text is not None:
                result.carried.append(exercise.id)
            return text

        return call

    fill(result.notebook, attempt(writer.body), attempt(writer.choice))
    return result


class _Writer:
    """Writes answers from the learner's notebooks for one with these cells."""

    def __init__(self, notebooks, cells):
        self.sources = [(notebook, extract(notebook)) for notebook in reversed(notebooks)]  # the latest first
        self.known = names_bound(cells)
        self.there = {ast.dump(node) for cell in cells if cell.tree for node in cell.tree.body}

    def choice(self, exercise):
        """The answer to a question as text, if there is one and it is right in the new edition, too."""
        for _notebook, extraction in self.sources:
            choice = extraction.questions.get(exercise.id)
            if choice and choice.attempted and not choice.error:
                if check(exercise, choice.value).status != Status.CORRECT:
                    raise _StaysBehind("its right answer is another one now")
                return written(choice.value)
        return None

    def body(self, exercise, definition):
        """What comes above the new definition, and its body; None if there is no answer."""
        for notebook, extraction in self.sources:
            answer = extraction.exercises.get(exercise.id)
            if answer and answer.attempted:
                cell = parse(answer.cell, notebook.cells[answer.cell].source)
                own = _definition(cell, answer)
                if _parameters(own) != _parameters(definition):
                    raise _StaysBehind("its parameters are not the same")
                text = _body(cell.text.split("\n"), own)
                return self._above(extraction, answer), text
        return None

    def _above(self, extraction, answer):
        """The learner's own statements that the answer needs and the new notebook does not have, as text."""
        nodes, texts, bound = [], [], set()
        for statement in (extraction.statements[index] for index in answer.needs):
            source = statement.source.strip("\n")
            node = ast.parse(source).body[0]
            names = names_of(node, source)
            if answer.function in names.binds or self._has(node, names):
                continue
            if not isinstance(node, ast.Import | ast.ImportFrom) and (names.binds | names.changes) & self.known:
                raise _StaysBehind("it needs a cell of yours that is another one there")
            nodes.append(node)
            texts.append(source)
            bound |= names.binds
        self.there |= set(map(ast.dump, nodes))
        self.known |= bound
        return "".join(f"{text}\n" for text in texts) + "\n" * 2 * bool(texts)

    def _has(self, node, names):
        """Whether the new notebook has such a statement; of imports what they bind is enough."""
        is_import = isinstance(node, ast.Import | ast.ImportFrom) and not names.star
        return ast.dump(node) in self.there or (is_import and names.binds <= self.known)


def _definition(cell, answer):
    """The `def` of an answer in its cell."""
    for node in cell.tree.body:
        for definition in definitions(node):
            if isinstance(definition, ast.FunctionDef) and definition.lineno == answer.line:
                if len(definition.decorator_list) > 1:
                    raise _StaysBehind("it has a decorator of its own")
                return definition
    raise _StaysBehind("it is not written as a `def` under its `@exercise`")


def _parameters(definition):
    """The names of the parameters, by kind."""
    given = definition.args
    names = [[item.arg for item in items] for items in (given.posonlyargs, given.args, given.kwonlyargs)]
    return [*names, given.vararg and given.vararg.arg, given.kwarg and given.kwarg.arg]


def _body(lines, definition):
    """The body of a definition behind its docstring, comments included, indented as in the course's notebooks.

    Raises
    ------
    _StaysBehind
        If moving it changes what it says, as with a text over several lines that is indented along.
    """
    statements = without_docstring(definition)
    wanted = [ast.dump(node) for node in statements]
    for text in (_lines_of(lines, definition), _statements_of(lines, statements)):
        text = textwrap.indent(textwrap.dedent(text), " " * INDENT) if not _fits(text, wanted) else text
        if _fits(text, wanted):
            return text
    raise _StaysBehind("it cannot be moved as it is written")


def _lines_of(lines, definition):
    """The whole lines of a body: with its comments, and as they are indented."""
    statements = without_docstring(definition)
    docstring = definition.body[: len(definition.body) - len(statements)]
    first = docstring[0].end_lineno if docstring else end_of_header(lines, definition)[0] + 1
    return "\n".join(lines[first : definition.end_lineno])


def _statements_of(lines, statements):
    """Each statement by itself, for a body that begins in the line of its header."""
    source = "\n".join(lines)
    return "\n".join(ast.get_source_segment(source, node) or "" for node in statements)


def _fits(text, wanted):
    """Whether a text, below a docstring, is the body of a function with these statements."""
    try:
        [definition] = ast.parse(f'def f():\n{" " * INDENT}"""What it does."""\n{text}').body
    except (SyntaxError, ValueError):
        return False
    return [ast.dump(node) for node in without_docstring(definition)] == wanted
