"""Take from a notebook the answers to its exercises, and the statements that they need, as plain data.

An answer needs the imports, definitions and constants that it uses by name, directly or through others,
and the statements that change those. Nothing else of the notebook is ever run to check it: no training,
no plots. As in the notebook, a name means what was last bound to it above; a function may also use what
is bound only further down. Names that belong to other exercises are listed apart, since the reference
may have to stand in for them.
"""

import ast
import builtins
import copy
from dataclasses import asdict, dataclass, field

from dlcourse.checking.blanks import is_blank
from dlcourse.coursework.aliases import Aliases, literal, mentioned
from dlcourse.coursework.cells import parse
from dlcourse.coursework.editions import claimed_edition
from dlcourse.coursework.names import names_of

BUILTINS = set(dir(builtins)) | {"__name__", "__file__", "__doc__"}


@dataclass
class Statement:
    """A top-level statement: its source, its cell (from 0), and its first line in that cell (from 1)."""

    cell: int
    line: int
    source: str


@dataclass
class Answer:
    """An answer to an exercise: the name of its function, where it stands and what it needs.

    Parameters
    ----------
    id, function : str
    cell, line : int
        Cell from 0, line of the `def` from 1.
    attempted : bool
        False while the body is nothing but a docstring and `raise NotImplementedError`.
    needs : list of int
        Indices into the statements of the Extraction, in order; its own statement is one of them.
    builds_on : dict
        Names that are answers to other exercises, with the ids of those.
    unresolved : list of str
        Names that nothing in the notebook binds.
    """

    id: str
    function: str
    cell: int
    line: int
    attempted: bool = True
    needs: list = field(default_factory=list)
    builds_on: dict = field(default_factory=dict)
    unresolved: list = field(default_factory=list)


@dataclass
class Choice:
    """An answer to a question: a literal value, or why there is none in `error`."""

    id: str
    cell: int
    line: int
    attempted: bool
    value: object = None
    error: str = ""


@dataclass
class BrokenCell:
    """A cell with a syntax error: the line, its text, the message, and the ids of what it would answer."""

    cell: int
    line: int
    code: str
    message: str
    ids: list


@dataclass
class Extraction:
    """What a notebook answers. `to_dict` makes it JSON, `from_dict` brings it back.

    Parameters
    ----------
    cells : dict
        The source, as Python, of each cell that a statement or an answer comes from.
    statements : list of Statement
    exercises : dict
        id -> Answer.
    questions : dict
        id -> Choice.
    broken : list of BrokenCell
    notes : list of str
        Sentences for the learner, such as on an exercise that is there twice.
    edition : int or None
        As from `claimed_edition`.
    """

    cells: dict = field(default_factory=dict)
    statements: list = field(default_factory=list)
    exercises: dict = field(default_factory=dict)
    questions: dict = field(default_factory=dict)
    broken: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    edition: int | None = None

    @property
    def ids(self):
        """The ids of everything that the notebook asks, in no particular order."""
        return {*self.exercises, *self.questions, *(key for cell in self.broken for key in cell.ids)}

    def to_dict(self):
        """The extraction as JSON values."""
        content = asdict(self)
        content["cells"] = {str(index): source for index, source in self.cells.items()}
        return content

    @classmethod
    def from_dict(cls, content):
        """The Extraction that `to_dict` was called on."""
        return cls(
            {int(index): source for index, source in content["cells"].items()},
            [Statement(**item) for item in content["statements"]],
            {key: Answer(**item) for key, item in content["exercises"].items()},
            {key: Choice(**item) for key, item in content["questions"].items()},
            [BrokenCell(**item) for item in content["broken"]],
            list(content["notes"]),
            content["edition"],
        )


def extract(notebook):
    """Take the answers, and the statements that they need, from a notebook.

    Parameters
    ----------
    notebook : nbformat notebook

    Returns
    -------
    Extraction
        Never raises for what the learner wrote: a cell that is not Python costs that cell only.
    """
    return _Extractor(notebook).extraction


@dataclass
class _Top:
    """A top-level statement on the way: plain data, names, and the answers that it defines."""

    statement: Statement
    names: object
    answers: dict = field(default_factory=dict)  # function name -> id


class _Extractor:
    def __init__(self, notebook):
        self.extraction = Extraction(edition=claimed_edition(notebook))
        self.tops = []
        cells = [parse(index, cell.source) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self.aliases = Aliases(cells)
        self.places = {}  # id -> position of the top-level statement that counts
        for cell in cells:
            self._read_cell(cell)
        for key, position in self.places.items():
            self._resolve(self.extraction.exercises[key], position)
        self._keep_what_is_needed()

    def _read_cell(self, cell):
        if cell.tree is None:
            self._read_broken(cell)
            return
        self.extraction.cells[cell.index] = cell.python
        for node, calls in zip(cell.tree.body, cell.calls):
            self._read_statement(cell, node, calls)

    def _read_broken(self, cell):
        lines = cell.text.split("\n")
        code = lines[cell.line - 1].strip()[:200] if cell.line <= len(lines) else ""
        self.extraction.broken.append(BrokenCell(cell.index, cell.line, code, cell.error, mentioned(cell.text)))

    def _read_statement(self, cell, node, calls):
        node = copy.copy(node)  # the tree is shared, and `strip` may change the statement
        source, line, answers = self.aliases.strip(cell, node, self._note)
        try:
            names = names_of(node, source)
        except (SyntaxError, ValueError, RecursionError) as error:  # cut from its cell it means nothing
            self._note(cell, node.lineno, f"was left out ({error})")
            return
        top = _Top(Statement(cell.index, line, source), names)
        self.tops.append(top)
        for definition, key in answers:
            name = definition.name if isinstance(definition, ast.AST) else definition
            top.answers[name] = key
            attempted = not (isinstance(definition, ast.AST) and is_blank(definition))
            place = definition.lineno if isinstance(definition, ast.AST) else line
            self._add(self.extraction.exercises, Answer(key, name, cell.index, place, attempted))
        if not isinstance(node, ast.ClassDef):
            for call in self.aliases.questions(calls):
                self._add_question(cell, call)

    def _add_question(self, cell, call):
        key, value = self.aliases.arguments(call, "answer")
        if key is None:
            self._note(cell, call.lineno, "a question whose id is not written as text does not count")
            return
        choice = Choice(key, cell.index, call.lineno, attempted=True)
        if value is None or (isinstance(value, ast.Constant) and value.value is ...):
            choice.attempted = False
        else:
            choice.value, choice.error = literal(value)
        self._add(self.extraction.questions, choice)

    def _add(self, answers, new):
        """The last attempted one counts; a blank copy further down takes nothing away."""
        old = answers.get(new.id)
        if old:
            counts = new if new.attempted or not old.attempted else old
            self.extraction.notes.append(
                f"{new.id} is there twice, in cells {old.cell + 1} and {new.cell + 1}: "
                f"the one in cell {counts.cell + 1} counts."
            )
            if counts is old:
                return
        answers[new.id] = new
        if isinstance(new, Answer):
            self.places[new.id] = len(self.tops) - 1

    def _note(self, cell, line, text):
        self.extraction.notes.append(f"Cell {cell.index + 1}, line {line}: {text}.")

    def _resolve(self, answer, position):
        """Follow the names that the statement at `position` uses, and those that these use."""
        needed, waiting, unresolved = set(), [position], set()
        while waiting:
            at = waiting.pop()
            if at in needed:
                continue
            needed.add(at)
            for name in sorted(self.tops[at].names.uses):
                found = self._providers(name, at)
                others = [self.tops[index].answers[name] for index in found if name in self.tops[index].answers]
                if others and others[-1] != answer.id:
                    answer.builds_on[name] = others[-1]
                elif found:
                    waiting += found
                elif name not in BUILTINS | self.tops[at].names.binds:
                    unresolved.add(name)
        if unresolved:
            needed |= {index for index, top in enumerate(self.tops) if top.names.star}
        answer.needs = sorted(needed)
        answer.unresolved = sorted(unresolved)

    def _providers(self, name, at):
        """The positions of the statements that make `name` what it is for the statement at `at`."""
        before = self._bindings(name, range(at - 1, -1, -1))
        first = before[-1] if before else None
        if not before:
            if name in self.tops[at].names.binds:  # its own: nothing further down can matter
                return []
            after = self._bindings(name, range(at + 1, len(self.tops)))
            if not after:
                return []
            before, first = after, after[0]
            at = max(self._bindings(name, range(first + 1, len(self.tops))), default=len(self.tops))
        changes = [i for i in range(first + 1, at) if name in self.tops[i].names.changes and i not in before]
        return sorted([*before, *changes])

    def _bindings(self, name, positions):
        """The nearest statements that bind `name`, up to and with the first that binds it for certain."""
        found = []
        for position in positions:
            if name in self.tops[position].names.binds:
                found.append(position)
                if self.tops[position].names.certain:
                    break
        return found

    def _keep_what_is_needed(self):
        needed = sorted({position for answer in self.extraction.exercises.values() for position in answer.needs})
        new = {position: index for index, position in enumerate(needed)}
        self.extraction.statements = [self.tops[position].statement for position in needed]
        for answer in self.extraction.exercises.values():
            answer.needs = [new[position] for position in answer.needs]
        used = {statement.cell for statement in self.extraction.statements}
        self.extraction.cells = {i: text for i, text in self.extraction.cells.items() if i in used}
