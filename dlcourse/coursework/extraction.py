"""Take from a notebook the answers to its exercises, and the statements that they need, as plain data.

An answer needs the imports, definitions and constants that it uses by name, directly or through others,
and the statements that change those. Nothing else of the notebook is ever run to check it: no training,
no plots. As in the notebook, a name means what was last bound to it above; a function may also use what
is bound only further down. Names that belong to other exercises, by their definition or by `mine`, are listed
apart, since the reference may have to stand in for them.
"""

import ast
import copy
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checking.blanks import is_blank
from dlcourse.coursework.aliases import Aliases, literal, mentioned
from dlcourse.coursework.cells import parse
from dlcourse.coursework.editions import claimed_edition
from dlcourse.coursework.extracted import Answer, BrokenCell, Choice, Extraction, Statement, TextCell
from dlcourse.coursework.handed_out import handed_out, text_of
from dlcourse.coursework.lost import in_text
from dlcourse.coursework.names import BUILTINS, names_of
from dlcourse.coursework.saved_with import version_in
from dlcourse.coursework.second_try import Touching, known_ids, may_register, script_of
from dlcourse.coursework.supplied import supply
from dlcourse.exercises import known

# What a star import takes from these hides names of Python's own, as `sum` and `max`.
HIDING = {"numpy": BUILTINS & set(np.__all__), "math": {"pow"}, "operator": {"abs", "pow"}}


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

    statement: Statement  # without `exercise`
    names: object
    written: Statement  # as it stands in the notebook
    node: object
    is_import: bool = False
    seen: bool = False  # whether nothing but what was read from it can be registered by it
    answers: dict = field(default_factory=dict)  # function name -> id
    brought: dict = field(default_factory=dict)  # the same, of what `mine` gives
    calls_mine: bool = False  # in a way that is not followed


class _Extractor:
    def __init__(self, notebook):
        self.extraction = Extraction(edition=claimed_edition(notebook), python=version_in(notebook))
        self.tops = []
        cells = [parse(index, cell.source) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self.aliases = Aliases(cells)
        self.places = {}  # id -> position of the top-level statement that counts
        self.script = []  # positions
        for cell in cells:
            self._read_cell(cell)
        for key, position in self.places.items():
            self._resolve(self.extraction.exercises[key], position)
        self._read_texts(notebook)
        self._plan_second_try()
        self._keep_what_is_needed()
        supply(self.extraction, any(top.names.star for top in self.tops))

    def _read_cell(self, cell):
        if cell.tree is None:
            self._read_broken(cell)
            return
        self.extraction.cells[cell.index] = cell.python
        for node, calls in zip(cell.tree.body, cell.calls):
            self._read_statement(cell, node, calls)

    def _read_texts(self, notebook):
        """Cells that were turned into text, with what no code cell answers."""
        for index, cell in enumerate(notebook.cells):
            ids = mentioned(cell.source) if cell.cell_type != "code" else []
            lost = [key for key in ids if key not in self.extraction.ids]
            if lost:
                kind = "Markdown" if cell.cell_type == "markdown" else "raw"
                self.extraction.texts.append(TextCell(index, kind, lost))
                self.extraction.notes.append(in_text(self.extraction.texts[-1], lost))

    def _read_broken(self, cell):
        lines = cell.text.split("\n")
        code = lines[cell.line - 1].strip()[:200] if cell.line <= len(lines) else ""
        self.extraction.broken.append(BrokenCell(cell.index, cell.line, code, cell.error, mentioned(cell.text)))

    def _read_statement(self, cell, node, calls):
        written = node
        node = copy.copy(node)  # the tree is shared, and `strip` may change the statement
        source, line, answers = self.aliases.strip(cell, node, self._note)
        try:
            names = names_of(node, source)
        except (SyntaxError, ValueError, RecursionError) as error:  # cut from its cell it means nothing
            self._note(cell, node.lineno, f"was left out ({error})")
            return
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        self.extraction.future |= is_import and getattr(node, "module", "") == "__future__"
        whole = Statement(cell.index, line, text_of(cell, written) if answers else source)
        top = _Top(Statement(cell.index, line, source), names, whole, written, is_import)
        self.tops.append(top)
        for definition, key in answers:
            name = definition.name if isinstance(definition, ast.AST) else definition
            top.answers[name] = key
            attempted = not (isinstance(definition, ast.AST) and is_blank(definition, known(key)))
            place = definition.lineno if isinstance(definition, ast.AST) else line
            self._add(self.extraction.exercises, Answer(key, name, cell.index, place, attempted))
        self._read_mine(top, written, calls)
        asked = self.aliases.questions(calls) if not isinstance(node, ast.ClassDef) else []
        for call in asked:
            self._add_question(cell, call)
        top.seen = is_import or bool(answers or top.brought) or self.aliases.is_alias(written)
        top.seen |= isinstance(node, ast.Expr) and node.value in asked
        self.aliases.follow(written, names)

    def _read_mine(self, top, node, calls):
        """What `mine` brings in, where that is seen: the statement itself is not run, but in a second try."""
        brought = self.aliases.brought(node)
        if brought and known_ids().issuperset(brought.values()):
            top.brought = brought
            self.extraction.brought += [key for key in brought.values() if key not in self.extraction.brought]
        else:
            top.calls_mine = any(self.aliases.tool(call.func) == "mine" for call in calls)

    def _add_question(self, cell, call):
        key, value = self.aliases.arguments(call, "answer")
        if key is None:
            self._note(cell, call.lineno, "a question whose id is not written as text does not count")
            return
        choice = Choice(key, cell.index, call.lineno, attempted=True)
        if value is None or (isinstance(value, ast.Constant) and value.value is ...):
            choice.attempted = False
        else:
            choice.value, choice.error = literal(self.aliases.value(value))
            self.extraction.loose |= bool(choice.error)
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
                given = [self.tops[index].answers | self.tops[index].brought for index in found]
                others = [names[name] for names in given if name in names]
                if others and others[-1] != answer.id:
                    answer.builds_on[name] = others[-1]
                elif found:
                    waiting += found
                elif name not in BUILTINS | self.tops[at].names.binds:
                    unresolved.add(name)
        self._note_mine(answer, needed)
        used = set().union(*(self.tops[index].names.uses for index in needed))
        stars = {index for index, top in enumerate(self.tops) if top.names.star}
        needed |= {index for index in stars if unresolved or _hides(self.tops[index].statement.source, used)}
        answer.needs = sorted(needed)
        answer.unresolved = sorted(unresolved)

    def _note_mine(self, answer, needed):
        """What an answer needs and `mine` gives in the notebook only."""
        for index in sorted(needed):
            top = self.tops[index]
            place = f"Cell {top.statement.cell + 1}, line {top.statement.line}"
            if answer.id in top.brought.values():
                note = f"{place}: mine() brings in {answer.id} itself, which is not there when that is graded."
            elif top.calls_mine:
                note = f'{place}: write name = mine("lesson.name") in a line of its own, else it is not seen.'
            else:
                continue
            self.extraction.notes += [note] if note not in self.extraction.notes else []

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

    def _plan_second_try(self):
        """Nothing of it for a notebook in which nothing is attempted."""
        attempted = [answer for answer in self.extraction.exercises.values() if answer.attempted]
        lessons = {key.partition(".")[0] for key in self.extraction.ids}
        known = set().union(*(handed_out(lesson).statements for lesson in lessons))
        own = {place for place, top in enumerate(self.tops) if top.written.source in known}
        others = [top.written for place, top in enumerate(self.tops) if place not in own and not top.seen]
        self.extraction.loose |= any(may_register(item, self.extraction.ids) for item in others)
        if not attempted and not self.extraction.loose:
            return
        self.script = script_of(self.tops, own)
        touching = Touching(self.tops, own)
        for answer in attempted:
            answer.again = touching.may_matter(set(answer.needs), answer.unresolved)

    def _keep_what_is_needed(self):
        needed = sorted({position for answer in self.extraction.exercises.values() for position in answer.needs})
        new = {position: index for index, position in enumerate(needed)}
        self.extraction.statements = [self.tops[position].statement for position in needed]
        for answer in self.extraction.exercises.values():
            answer.needs = [new[position] for position in answer.needs]
        self.extraction.script = [self.tops[position].written for position in self.script]
        used = {statement.cell for statement in [*self.extraction.statements, *self.extraction.script]}
        self.extraction.cells = {i: text for i, text in self.extraction.cells.items() if i in used}


def _hides(source, names):
    """Whether a star import hides some names of Python's own."""
    return any(HIDING[module] & names for module in HIDING if module in source)
