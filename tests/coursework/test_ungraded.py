"""What nobody grades in a notebook, guesses and milestones: `solve`, `check` and blanks leave it as it is."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.coursework import files
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.solve import blank, solve

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, guess, milestone, question"
GUESS = 'my_guess = guess("start_here.dark_pixels", answer=...)  # a number'
OUTCOME = 'guess("start_here.dark_pixels", outcome=7)\nmilestone("1969", 4)'
RESCALE = '@exercise("start_here.rescale")\ndef rescale(image, largest):\n    """A."""\n    raise NotImplementedError'
QUESTION = 'question("start_here.brightness", answer=...)'


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = [new_code_cell(source) for source in (IMPORTS, GUESS, RESCALE, QUESTION, OUTCOME)]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    return tmp_path / "n.ipynb"


def sources(notebook):
    return [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("replace_all", [False, True])
def test_solve_leaves_guesses_and_milestones(path, replace_all):
    solved = sources(solve(files.read_notebook(path), replace_all))
    assert (solved[1], solved[4]) == (GUESS, OUTCOME)
    assert "..." not in solved[3]


def test_a_guess_that_was_made_stays_where_blanks_are_made(path):
    notebook = files.read_notebook(path)
    notebook.cells[1].source = GUESS.replace("...", "40")
    assert sources(blank(notebook))[1] == GUESS.replace("...", "40")


def test_they_are_no_exercises(path):
    assert extract(files.read_notebook(path)).ids == {"start_here.rescale", "start_here.brightness"}


def test_check_is_content_without_a_guess(dl, path):
    path.write_text(files.text_of(solve(files.read_notebook(path))))
    code, out, _ = dl("check", path)
    assert code == 0
    assert "dark_pixels" not in out
    assert "1969" not in out
