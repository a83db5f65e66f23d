"""What a notebook says of its minutes and points: written by the authors' command, so that nobody counts by hand."""

import re

from dlcourse.coursework.minutes import ASKED_LINE, asked_line, kept_seconds, minutes_of, rounded
from dlcourse.coursework.quiet import AuthoringError
from dlcourse.coursework.sittings import ids_in, sittings
from dlcourse.exercises import find

_HEADING = re.compile(r"^#{3,}[ \t]+\S.*$", re.MULTILINE)
_CODE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)
_SITTING, _OWN = re.compile(r"## Sitting \d+: (.+)"), re.compile(r"## (.+)")
_ABOUT = re.compile(r"\babout \d+ minutes\b")


def announce(notebook, seconds=()):
    """Write into a notebook, in place, how long it and its sittings take, and what each exercise is worth.

    The minutes of a notebook are those of its core; without sittings, of all of it. They stand in the metadata, and in
    the first cell where it says so: `about N minutes`, and `**NAME** · N minutes` in the list of sittings. What stands
    before the first sitting counts to that. A sitting is called what its heading says.

    Parameters
    ----------
    notebook : nbformat notebook
        One of the course's own.
    seconds : dict
        Run time by the index of the cell; without any, what is stored stays.

    Raises
    ------
    AuthoringError
        If a sitting is not listed in the first cell, or an exercise of a notebook with sittings has no heading.
    """
    _take_names(notebook)
    parts = sittings(notebook)
    if parts:
        _write_lines(notebook)
    course, run = notebook.metadata.setdefault("dlcourse", {}), dict(seconds)
    if not parts:
        course["minutes"] = _minutes(course, notebook.cells, range(len(notebook.cells)), run)
    for number, part in enumerate(parts):
        places = range(part.start if number else 0, part.stop)
        mark = notebook.cells[part.start].metadata["dlcourse"]
        mark["minutes"] = _minutes(mark, notebook.cells, places, run)
    if parts:
        course["minutes"] = sum(part.minutes for part in sittings(notebook) if part.core)
    _write_first_cell(notebook)


def _take_names(notebook):
    """Sittings are named by their headings: an author who changes one need not look for the metadata."""
    for part in sittings(notebook):
        cell = notebook.cells[part.start]
        if heading := (_SITTING if part.core else _OWN).match(cell.source):
            cell.metadata["dlcourse"]["sitting"] = heading[1]


def _minutes(mark, cells, places, run):
    """The minutes of the cells at some places; `mark` remembers their run time."""
    if run:
        mark["seconds"] = kept_seconds(sum(run.get(place, 0) for place in places), mark.get("seconds"))
    return rounded(minutes_of([cells[place] for place in places], mark.get("seconds", 0)))


def _write_first_cell(notebook):
    first = notebook.cells[0]
    first.source = _ABOUT.sub(f"about {notebook.metadata['dlcourse']['minutes']} minutes", first.source, count=1)
    for part in sittings(notebook):
        listed = re.compile(rf"(\*\*{re.escape(part.name)}\*\* · )\d+ minutes\b")
        if not listed.search(first.source):
            raise AuthoringError(f"cell 1 does not list a sitting: write `**{part.name}** · {part.minutes} minutes`")
        first.source = listed.sub(rf"\g<1>{part.minutes} minutes", first.source)


# ---- the line under the heading of an exercise ----


def _write_lines(notebook):
    wanted = {}  # (cell, place of the heading in it from its end) -> exercises
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(rf"(?m){ASKED_LINE.pattern}\n*", "", cell.source).rstrip("\n")
    for index, cell in enumerate(notebook.cells):
        for key in ids_in([cell]):
            wanted.setdefault(_heading_above(notebook, index, key), []).append(find(key))
    for (index, place), exercises in sorted(wanted.items(), reverse=True):  # the last first: places before stay true
        text = notebook.cells[index].source
        above, below = text[:place], text[place:].strip("\n")
        notebook.cells[index].source = "\n\n".join(part for part in (above, asked_line(exercises), below) if part)


def _heading_above(notebook, index, key):
    """(cell, place behind it) of the heading, of level 3 or below, that stands nearest above a cell."""
    for above in range(index - 1, -1, -1):
        cell = notebook.cells[above]
        if cell.cell_type != "markdown":
            continue
        if found := list(_HEADING.finditer(_CODE.sub(lambda code: " " * len(code[0]), cell.source))):
            return above, found[-1].end()
    raise AuthoringError(f"cell {index + 1} asks {key}, and no heading (### ...) stands above it")
