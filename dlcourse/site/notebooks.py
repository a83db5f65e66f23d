"""A notebook of the course as the body of a page: nbconvert with our template for cells."""

import re
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML

from dlcourse.coursework.badges import without_badges
from dlcourse.coursework.files import CourseworkError
from dlcourse.coursework.sittings import sittings
from dlcourse.site.cells import looked_at
from dlcourse.site.markdown import Page

TEMPLATES = Path(__file__).parent / "templates"
_REFERENCE = "the reference is right here"  # in the report on an exercise: it says nothing to who reads
_TYPES = ["text/html", "text/plain"]  # what the course stores, the first that is there


def body_of(path, pictures, where):
    """The cells of a notebook as HTML, each sitting in a section of its own.

    Parameters
    ----------
    path : pathlib.Path
        One of the course's own notebooks.
    pictures : dlcourse.site.pictures.Pictures
        Takes what is to become files.
    where : callable
        See `Page`.

    Returns
    -------
    tuple (Markup, Page)

    Raises
    ------
    CourseworkError
        If a formula cannot be set; the notebook's name stands in front.
    """
    notebook = nbformat.read(path, as_version=4)
    page = Page(where)
    exporter = _exporter(page, pictures)
    for cell, asked in zip(notebook.cells, looked_at(notebook.cells)):
        cell.metadata["asked"] = asked
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _only_for_who_runs_it(asked, output)]
    notebook.cells[0].source = without_badges(notebook.cells[0].source)  # their pictures are on other machines
    parts = sittings(notebook)
    starts = [0, *(part.start for part in parts), len(notebook.cells)]
    try:
        bodies = [
            _html(exporter, page, notebook, path.name, first, last)
            for first, last in zip(starts, starts[1:])
            if first < last
        ]
    except CourseworkError as error:
        raise CourseworkError(f"{path.name}: {error}") from None
    sections = [f'<div class="opening">\n{bodies[0]}</div>\n']
    for number, (part, body) in enumerate(zip(parts, bodies[1:]), 1):
        core = str(part.core).lower()
        sections.append(f'<section class="sitting" id="sitting-{number}" data-core="{core}">\n{body}</section>\n')
    return Markup("".join(sections)), page


def _only_for_who_runs_it(asked, output):
    return bool(asked.kind) and _REFERENCE in output.get("data", {}).get("text/plain", "")


def _html(exporter, page, notebook, name, first, last):
    part = nbformat.from_dict({**notebook, "cells": []})
    part.cells = notebook.cells[first:last]
    # A function and no method: nbconvert copies what it is given, and a page copied with it counts from 1 again.
    return exporter.from_notebook_node(
        part, resources={"notebook": name, "numbered": lambda name: page.numbered(name)}
    )[0]


def _exporter(page, pictures):
    exporter = HTMLExporter(
        template_file=str(TEMPLATES / "cells.html.j2"),
        extra_template_basedirs=[str(TEMPLATES)],
        filters={
            "page_html": page.html,
            "highlighted": _highlighted,
            "files": pictures.taken_out,
        },
    )
    exporter.config.NbConvertBase.display_data_priority = _TYPES
    return exporter


_HIGHLIGHT = Highlight2HTML(pygments_lexer="ipython3")


def _highlighted(source):
    made = _HIGHLIGHT(source)
    return re.sub(r'^<div class="[^"]*">|</div>\s*$', "", made.strip())
