"""What was taken from a notebook, as plain data: its answers and the statements that they need."""

from dataclasses import asdict, dataclass, field


@dataclass
class Statement:
    """A top-level statement: its source, its cell (from 0), and its first line in that cell (from 1).

    What the course supplies stands in cell -1.
    """

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
        False while it is what was handed out, as `checking.blanks.is_blank` says.
    needs : list of int
        Indices into the statements of the Extraction, in order; its own statement is one of them.
    builds_on : dict
        Names that are answers to other exercises, with the ids of those.
    unresolved : list of str
        Names that nothing in the notebook binds.
    again : bool
        Whether statements that it does not need, as far as can be seen, may matter for it all the same: then a wrong
        answer is tried again after all statements of the notebook.
    """

    id: str
    function: str
    cell: int
    line: int
    attempted: bool = True
    needs: list = field(default_factory=list)
    builds_on: dict = field(default_factory=dict)
    unresolved: list = field(default_factory=list)
    again: bool = False


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
class TextCell:
    """A cell that is no code, "Markdown" or "raw", and the ids of what it would answer if it were."""

    cell: int
    kind: str
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
    texts : list of TextCell
        Those that hold what no code cell answers.
    script : list of Statement
        All statements that may matter for some answer, in order and with their `exercise`: for a second try.
    loose : bool
        Whether `exercise` is used in a way in which only running the script tells which ids it answers.
    future : bool
        Whether `from __future__ import annotations` holds.
    python : str
        The version of Python that the notebook was saved with, "" if it does not say.
    brought : list of str
        The ids of the exercises that `mine` brings in.
    """

    cells: dict = field(default_factory=dict)
    statements: list = field(default_factory=list)
    exercises: dict = field(default_factory=dict)
    questions: dict = field(default_factory=dict)
    broken: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    edition: int | None = None
    texts: list = field(default_factory=list)
    script: list = field(default_factory=list)
    loose: bool = False
    future: bool = False
    python: str = ""
    brought: list = field(default_factory=list)

    @property
    def ids(self):
        """The ids of everything that the notebook asks, in no particular order."""
        lost = (key for cell in [*self.broken, *self.texts] for key in cell.ids)
        return {*self.exercises, *self.questions, *lost}

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
            [TextCell(**item) for item in content["texts"]],
            [Statement(**item) for item in content["script"]],
            content["loose"],
            content["future"],
            content["python"],
            list(content["brought"]),
        )
