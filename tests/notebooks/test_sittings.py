"""Notebooks with sittings: their form, and that each sitting runs with the imports and its own cells alone."""

import datetime
import os
import re

import nbformat
import pytest
from nbformat.v4 import new_notebook
from notebook_runs import RESCUED, fresh_start, shown
from second_edition import book, breaches

from dlcourse.coursework.execute import execute
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.sittings import IMPORTS, sittings
from dlcourse.exercises import guesses, lesson
from dlcourse.lab import folder as lab

NOTEBOOKS = [path for path in course_notebooks() if sittings(read_notebook(path))]
# While an exercise is blank, the cells below it have the reference, too: what a sitting lacks shows in both modes. So
# its sittings take turns, and change them every day; DLCOURSE_VARIANTS=all runs each in both. That nothing else breaks
# where the cards are others is seen in runs of the whole notebook.
MODES = [("blank", ""), ("reference", "reference")]
DAY = datetime.date.today().toordinal()


def modes(number):
    """The (name, mode) in which a sitting is run today."""
    return MODES if os.environ.get("DLCOURSE_VARIANTS") == "all" else [MODES[(number + DAY) % 2]]


every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@every_notebook
def test_it_keeps_the_rules_of_the_second_edition(path):
    name = lesson_name(path)
    number = int(re.match(r"\d+", path.stem)[0])
    assert breaches(book(read_notebook(path), lesson(name), guesses(name), number)) == []


@pytest.mark.slow
@every_notebook
def test_each_sitting_runs_by_itself(path, tmp_path):
    """In a namespace that is empty but for the imports; one kernel for all, since each takes seconds to start."""
    lab.prepare(tmp_path)
    notebook = read_notebook(tmp_path / path.name)
    cells, spans = [], {}
    for number, part in enumerate(sittings(notebook)):
        for name, mode in modes(number):
            cells.append(fresh_start(tmp_path / f"{part.name} {name}", mode=mode))
            start = len(cells)
            mine = [notebook.cells[IMPORTS], *notebook.cells[part.start : part.stop]]
            cells += [nbformat.from_dict(cell) for cell in mine]
            spans[part.name, name] = slice(start, len(cells))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    environment = {"DLCOURSE_MODE": None, "DLCOURSE_BUDGET": "small", "OPENBLAS_NUM_THREADS": "1"}
    ran = execute(new_notebook(cells=cells), tmp_path, environment)
    for which, span in spans.items():
        for cell in ran.cells[span]:
            if cell.cell_type == "code":
                assert RESCUED not in shown(cell), which
                assert not [output for output in cell.outputs if output.get("name") == "stderr"], (which, cell.source)
