"""What the cells of a notebook are, for who reads them: exercises with their hints, guesses, outcomes, explorers."""

import ast
from dataclasses import dataclass, field

from dlcourse.checking.cards import inline
from dlcourse.coursework.sittings import ids_in
from dlcourse.exercises import find

HINTS = ("a question back", "the idea", "the idiom, on other names")
_WRITE = {
    "exercise": "write the body in place of the last line",
    "fault": "find what is wrong in this code, mend it",
    "question": "write your answer in place of the three dots",
    "guess": "write your guess in place of the three dots",
}


@dataclass
class Asked:
    """What a code cell is, and what is said below it.

    `kind` is "exercise", "question" or "guess", or "" for a cell that is only run; `explorer` says that what is stored
    is the still picture of an interactive one, `folded` that the outputs tell what was to be guessed; `hints` are pairs
    of a name and Markup.
    """

    kind: str = ""
    id: str = ""
    to_do: str = ""
    explorer: bool = False
    folded: bool = False
    hints: list = field(default_factory=list)


def looked_at(cells):
    """What each cell of a notebook is.

    Parameters
    ----------
    cells : list of nbformat cells

    Returns
    -------
    list of Asked
        One for each cell. From a guess on until its outcome is shown, what other cells show may tell it, so that is
        folded, too.
    """
    found, open_guesses = [], set()
    for cell, (guessed, told) in zip(cells, map(_guesses_in, cells)):
        asked = _asked(cell, guessed)
        asked.explorer = cell.cell_type == "code" and cell.source.startswith("explore.")
        open_guesses |= set(guessed)
        asked.folded = bool(told or open_guesses) and not asked.explorer
        open_guesses -= set(told)
        found.append(asked)
    return found


def _asked(cell, guessed):
    ids = ids_in([cell])
    if guessed:
        return Asked("guess", guessed[0], _WRITE["guess"])
    if not ids:
        return Asked()
    specification = find(ids[0])
    kind = "exercise" if "@exercise" in cell.source else "question"
    to_do = _WRITE["fault" if specification.form == "fault" else kind]
    names = [f"Hint {number}: {name}" for number, name in enumerate(HINTS, 1)]
    return Asked(kind, ids[0], to_do, hints=[(name, inline(text)) for name, text in zip(names, specification.hints)])


def _guesses_in(cell):
    """(ids that a cell asks to guess, ids whose outcome it shows)."""
    if cell.cell_type != "code" or "guess(" not in cell.source:
        return [], []
    asked, told = [], []
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "guess" and node.args:
            words = {keyword.arg for keyword in node.keywords}
            (told if "outcome" in words else asked).append(node.args[0].value)
    return asked, told
