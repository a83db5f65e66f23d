"""Why a notebook has no answer to an exercise: its cell is no Python, or no code cell any more."""

from dlcourse.checking.python_errors.syntax import plain_sentence
from dlcourse.checking.status import Status


def lost(extraction, key):
    """What to say of an exercise that no code cell answers, as fields of a verdict and "cell" (from 1); {} if nothing.

    Parameters
    ----------
    extraction : Extraction
    key : str
        The id of the exercise.
    """
    for cell in extraction.broken:
        if key in cell.ids:
            message = f"Cell {cell.cell + 1} is not Python, line {cell.line}: {cell.message}."
            message = f"{message} {plain_sentence(cell.message, cell.code)}".rstrip()
            place = {"cell": cell.cell + 1, "line": cell.line, "code": cell.code}
            return {"status": Status.ERROR, "message": message, **place}
    for cell in extraction.texts:
        if key in cell.ids:
            return {"status": Status.MISSING, "message": in_text(cell, [key]), "cell": cell.cell + 1}
    return {}


def in_text(cell, ids):
    """A sentence on a TextCell."""
    holds = f"Cell {cell.cell + 1} holds {', '.join(ids)}, but it is a {cell.kind} cell"
    return f"{holds}: turn it back into a code cell (Esc, then Y)."
