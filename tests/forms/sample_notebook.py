"""The notebook of the lesson `sample`: blank, or with other answers in it. Its lesson stands in `course/`."""

import importlib.util
import inspect
import os
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.checking.blanks import planted, planted_source
from dlcourse.checking.question import Question
from dlcourse.exercises import lesson

COURSE = Path(__file__).parent / "course"
IMPORTS = "import numpy as np\nfrom dlcourse import exercise, guess, hint, progress, question, solution"
GUESS, OUTCOME = 'my_guess = guess("sample.steps", answer={})', 'guess("sample.steps", outcome=40);'


def course():
    """The module that puts the lesson into the course and takes it out."""
    specification = importlib.util.spec_from_file_location("sample_course", COURSE / "sitecustomize.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def sample_notebook(answers=None, loose=False):
    """The notebook with some answers.

    Parameters
    ----------
    answers : dict, optional
        Name of an exercise -> the `def` of an answer, or the answer to a question as it is written; so with the guess
        `steps`.
    loose : bool
        Whether the ids of exercises are put together as the notebook runs: only that tells what is answered.
    """
    answers, cells = answers or {}, [new_markdown_cell("# Sample"), new_code_cell(IMPORTS)]
    cells.append(new_code_cell(GUESS.format(answers.get("steps", "..."))))
    for item in lesson("sample"):
        source = _question(item, answers) if isinstance(item, Question) else _function(item, answers, loose)
        cells.append(new_code_cell(source))
    cells.append(new_code_cell(OUTCOME))
    notebook = new_notebook(cells=cells, metadata={"dlcourse": {"edition": 2}})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"c{number}"
    return notebook


def data_of(notebook):
    """A notebook as it is handed in."""
    return nbformat.writes(notebook).encode()


def _question(item, answers):
    return f'question("{item.id}", answer={answers.get(item.name, "...")})'


def _function(item, answers, loose):
    text = answers.get(item.name) or (planted(item) and planted_source(planted(item))) or _stub(item.reference)
    if loose:
        return f'{text}\nfor key in ["sample." + "{item.name}"]:\n    {item.name} = exercise(key)({item.name})'
    return f'@exercise("{item.id}")\n{text}'


def _stub(function):
    head = (
        f'def {function.__name__}{inspect.signature(function)}:\n    """{inspect.getdoc(function).splitlines()[0]}"""'
    )
    return f"{head}\n    # Your code here.\n    raise NotImplementedError"


def environment():
    """The variables with which another process finds the lesson."""
    return {"PYTHONPATH": os.pathsep.join([str(COURSE), *filter(None, sys.path)])}


def shown(cell):
    """What a cell shows, as text."""
    return "\n".join(output.get("text") or output.data.get("text/plain", "") for output in cell.outputs)
