"""The rules for notebooks of the second edition: each gives sentences on what breaks it, and none where all is well."""

import ast
import inspect
import re
import textwrap
from types import SimpleNamespace

from dlcourse.checking.blanks import without_docstring
from dlcourse.checking.question import Question
from dlcourse.coursework.authoring import long, remarks
from dlcourse.coursework.names import names_of
from dlcourse.coursework.sittings import IMPORTS, ids_in, sittings

MOST_CELLS, MOST_SITTINGS = 60, 3
HINTS, LEAST_GUESSES = 3, 2
LEAST_LETTERS = 6  # of a line of code that gives something away


def book(notebook, exercises, guesses, number):
    """What all rules look at: a notebook, the specifications of its lesson in order, its guesses by id, its number."""
    return SimpleNamespace(
        notebook=notebook, cells=notebook.cells, exercises=exercises, guesses=guesses, number=number,
        sittings=sittings(notebook), by_id={exercise.id: exercise for exercise in exercises},
    )  # fmt: skip


def breaches(given):
    """Sentences on all that breaks a rule."""
    return [sentence for rule in RULES for sentence in rule(given)]


# ---- sittings ----


def imports(given):
    """The second cell imports, and nothing else."""
    cell = given.cells[IMPORTS]
    nodes = ast.parse(cell.source).body if cell.cell_type == "code" else [None]
    if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
        yield "cell 2 does more than import"


def headings(given):
    """Each sitting begins with a text that has its name for a heading, and is listed in the first cell."""
    core = [part for part in given.sittings if part.core]
    if (
        not 1 <= len(core) <= MOST_SITTINGS
        or given.sittings[: len(core)] != core
        or len(given.sittings) > len(core) + 1
    ):
        yield f"{len(core)} sittings of {len(given.sittings)} parts: want 1 to {MOST_SITTINGS}, then one on your own"
    for number, part in enumerate(given.sittings, 1):
        cell = given.cells[part.start]
        heading = f"## Sitting {number}: {part.name}" if part.core else f"## {part.name}"
        if cell.cell_type != "markdown" or cell.source.split("\n")[0] != heading:
            yield f"cell {part.start + 1} does not begin with {heading!r}"
        listed = rf"{number}\. " if part.core else ""
        if not re.search(rf"{listed}\*\*{re.escape(part.name)}\*\* · {part.minutes} minutes", given.cells[0].source):
            yield f"cell 1 does not list {part.name!r} with {part.minutes} minutes"


def sizes(given):
    """Lengths: of the notebook, of its cells, of its sittings."""
    if len(given.cells) > MOST_CELLS:
        yield f"{len(given.cells)} cells: at most {MOST_CELLS}"
    yield from remarks(given.notebook)
    yield from long(given.notebook)


def own_part(given):
    """No sitting uses what is bound on your own."""
    core = [index for part in given.sittings if part.core for index in range(part.start, part.stop)]
    own = [index for part in given.sittings if not part.core for index in range(part.start, part.stop)]
    bound = _names(given, own, "binds") - _names(given, [IMPORTS, *core], "binds")
    if shared := bound & _names(given, core, "uses"):
        yield f"sittings use what is bound on your own: {', '.join(sorted(shared))}"
    asked = set(ids_in([given.cells[index] for index in own]))
    brought = {key for index in core for call in _calls(given.cells[index], "mine") for key in _texts(call)}
    if asked & brought:
        yield f"sittings bring in what is asked on your own: {', '.join(sorted(asked & brought))}"


def _names(given, places, kind):
    found = set()
    for cell in [given.cells[index] for index in places if given.cells[index].cell_type == "code"]:
        for node in ast.parse(cell.source).body:
            found |= getattr(names_of(node, ast.get_source_segment(cell.source, node) or ast.unparse(node)), kind)
    return found


# ---- forms ----


def forms(given):
    """Guesses, an explanation, a challenge; from lesson 03 on a fault or a hunt."""
    if len(given.guesses) < LEAST_GUESSES:
        yield f"{len(given.guesses)} guesses: at least {LEAST_GUESSES}"
    have = {exercise.form for exercise in given.exercises}
    for wanted in _wanted(given.number):
        if not have & wanted:
            yield f"no {' or '.join(sorted(wanted))}"


def _wanted(number):
    if 17 <= number <= 24:  # applications
        return [{"challenge"}, {"explain", "fault", "hunt"}]
    return [{"explain"}, {"challenge"}, *([{"fault", "hunt"}] if number >= 3 else [])]


def faults(given):
    """The cell of a fault holds its planted source: decorator, `def`, one docstring, body."""
    for exercise in given.exercises:
        if exercise.form == "fault":
            found = [
                node for cell in given.cells if ids_in([cell]) == [exercise.id] for node in ast.parse(cell.source).body
            ]
            planted = ast.parse(textwrap.dedent(inspect.getsource(exercise.fault.function))).body[0]
            if len(found) != 1 or _form(found[0]) != _form(planted):
                yield f"the cell of {exercise.id} does not hold its planted source, and nothing else"


def _form(definition):
    """The arguments and the body of a function as text, without its name and docstring."""
    if not isinstance(definition, ast.FunctionDef):
        return None
    return ast.dump(definition.args), [ast.dump(node) for node in without_docstring(definition)]


def derivations(given):
    """The question of a derivation comes before it, in the lesson's order and in the notebook."""
    orders = {"the notebook": ids_in(given.cells), "ORDER": [exercise.id for exercise in given.exercises]}
    for exercise in given.exercises:
        if exercise.form != "derive":
            continue
        if not isinstance(given.by_id.get(exercise.first), Question):
            yield f"{exercise.id} wants {exercise.first!r} before it, which is no question of this lesson"
            continue
        for where, order in orders.items():
            if exercise.first not in order[: order.index(exercise.id) if exercise.id in order else 0]:
                yield f"{exercise.first} does not come before {exercise.id} in {where}"


# ---- guesses and hints ----


def guessing(given):
    """Each guess is asked for, left open, and put beside its outcome further down in the same sitting."""
    asked, told = {}, {}
    for index, cell in enumerate(given.cells):
        for call in _calls(cell, "guess"):
            key, keywords = next(iter(_texts(call)), ""), {item.arg: item.value for item in call.keywords}
            if key not in given.guesses:
                yield f"cell {index + 1} guesses {key!r}, which is no guess of this lesson"
            if "outcome" in keywords:
                told.setdefault(key, (index, call.lineno))
            elif not _is_open(keywords.get("answer")):
                yield f"cell {index + 1} does not leave the guess {key} open with `answer=...`"
            else:
                asked.setdefault(key, (index, call.lineno))
    for key in given.guesses:
        if key not in asked or key not in told:
            yield f"{key} is not {'asked for' if key not in asked else 'put beside its outcome'}"
        elif asked[key] >= told[key] or _sitting(given, asked[key][0]) != _sitting(given, told[key][0]):
            yield f"{key} is not asked for before its outcome in the same sitting"


def _sitting(given, index):
    return next((part.name for part in given.sittings if part.start <= index < part.stop), "")


def _is_open(value):
    return isinstance(value, ast.Constant) and value.value is ...


def _calls(cell, name):
    if cell.cell_type != "code":
        return []
    nodes = ast.walk(ast.parse(cell.source))
    found = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _texts(call):
    return [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def hints(given):
    """Three hints: the first asks back, and none holds a line of the answer."""
    for exercise in given.exercises:
        if len(exercise.hints) != HINTS:
            yield f"{exercise.id} has {len(exercise.hints)} hints: want {HINTS}"
        if not exercise.hints[0].rstrip().endswith("?"):
            yield f"the first hint of {exercise.id} does not ask a question back"
        for number, hint in enumerate(exercise.hints, 1):
            for line in sorted(_answer_lines(exercise)):
                if line in re.sub(r"\s", "", hint):
                    yield f"hint {number} of {exercise.id} holds a line of the answer: {line}"


def _answer_lines(exercise):
    """The statements of the reference's body, and what they return or assign, without spaces."""
    if isinstance(exercise, Question):
        return set()
    definition = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference))).body[0]
    found = set()
    for body in without_docstring(definition):
        for node in ast.walk(body):
            if isinstance(node, ast.Return | ast.Assign | ast.AugAssign | ast.Expr) and node.value is not None:
                trivial = isinstance(node.value, ast.Name | ast.Constant)
                found |= set() if trivial else {ast.unparse(node), ast.unparse(node.value)}
    lines = {re.sub(r"\s", "", line) for line in found}
    return {line for line in lines if len(line) >= LEAST_LETTERS}


RULES = (imports, headings, sizes, own_part, forms, faults, derivations, guessing, hints)
