"""The sittings of a notebook: parts that are worked through at one go, each from a fresh kernel.

The first cell of a sitting, a text, carries `"dlcourse": {"sitting": NAME, "minutes": N}` in its metadata; the part at
the end that no sitting needs carries `"core": false` besides. A sitting goes on to the next one. What stands before the
first, the title and the imports, belongs to none. A notebook of the first edition has no sittings.
"""

from dataclasses import dataclass

from dlcourse.coursework.aliases import mentioned

IMPORTS = 1  # the place of the cell of imports


@dataclass(frozen=True)
class Sitting:
    """A part of a notebook, from cell `start` on, up to but not with cell `stop`.

    `minutes` is None as long as the authors' command has not calculated them; `core` is False for what no other
    sitting needs.
    """

    name: str
    minutes: int | None
    core: bool
    start: int
    stop: int


def sittings(notebook):
    """The Sittings of a notebook, in order; [] if it has none.

    Parameters
    ----------
    notebook : nbformat notebook
        One of the course's own.

    Returns
    -------
    list of Sitting
    """
    marks = [cell.metadata.get("dlcourse", {}) for cell in notebook.cells]
    starts = [index for index, mark in enumerate(marks) if "sitting" in mark]
    return [
        Sitting(marks[start]["sitting"], marks[start].get("minutes"), marks[start].get("core", True), start, stop)
        for start, stop in zip(starts, [*starts[1:], len(marks)])
    ]


def ids_in(cells):
    """The ids of the exercises and questions that some cells ask, in order."""
    return [key for cell in cells if cell.cell_type == "code" for key in mentioned(cell.source)]
