"""nbgrader: a course directory whose assignments nbgrader releases, collects and autogrades.

Each exercise's cell becomes an autograded answer with the reference between nbgrader's marks, and gets a locked test
cell below it that calls `points`. The seed of the hidden cases stands between marks, too: nbgrader takes it out of
what students get and puts it back when it grades.

nbgrader refuses more points than a cell's maximum. What it has for more is the extra credit of a grade. So the test
cell of a bonus exercise is out of 0 points and says in words what is earned, and `save_bonus`, which the settings of
the course directory call for each notebook once it has run, makes extra credit of it.
"""

import ast
import re
import secrets
from pathlib import Path

import nbformat

from dlcourse.checking.question import Question
from dlcourse.coursework.badges import badges_taken_out
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.gradescope import known

STUB = re.compile(r"^(?P<indent>[ \t]+)# Your code here\.\n[ \t]+raise NotImplementedError[ \t]*$", re.MULTILINE)
CONFIG = '''\
"""Settings of nbgrader for this course: https://nbgrader.readthedocs.io"""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "dlcourse"
# The stubs end in `raise NotImplementedError` by themselves, and questions must not.
c.ClearSolutions.code_stub = {"python": "# Your code here."}
c.Execute.timeout = 300
# Bonus points become extra credit.
c.Autograde.autograde_preprocessors.append("dlcourse.grading.exports.nbgrader_bonus.save_bonus")
'''
TEST = """\
from dlcourse.notebook.points import {call}

seed = 0
### BEGIN HIDDEN TESTS
seed = {seed}
### END HIDDEN TESTS
{call}({arguments}, seed=seed)"""


def export_nbgrader(folder, lessons=(), *, seed=None):
    """Write a course directory for nbgrader: one assignment for each lesson.

    Parameters
    ----------
    folder : path
        A new folder, or an empty one.
    lessons : sequence of str
        By default all.
    seed : int, optional
        What the hidden cases are drawn from; by default a random one.

    Returns
    -------
    list of Path
        The notebooks `source/LESSON/NOTEBOOK.ipynb`.

    Raises
    ------
    UsageError
        If a lesson is unknown, or the folder cannot be written or is not empty.
    """
    folder, names = Path(folder), known(lessons)
    number = secrets.randbits(62) + 1 if seed is None else seed
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty: give a new folder.")
        (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
        for path in course_notebooks():
            if lesson_name(path) in names:
                paths.append(folder / "source" / lesson_name(path) / path.name)
                paths[-1].parent.mkdir(parents=True)
                nbformat.write(assignment(badges_taken_out(read_notebook(path)), number), paths[-1])
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror or error}): give another folder.") from None
    return paths


def assignment(notebook, seed):
    """The source version of an assignment, from a lesson's notebook: answers, test cells and nbgrader's metadata."""
    solved = solve(notebook)
    extraction = extract(notebook)
    places = {place.cell: place for place in (*extraction.exercises.values(), *extraction.questions.values())}
    cells = []
    for index, cell in enumerate(solved.cells):
        cells.append(cell)
        if index in places:
            place, stub = places[index], notebook.cells[index].source
            name = place.id.replace(".", "-")
            is_question = isinstance(find(place.id), Question)
            cell.source = (_question_source if is_question else _function_source)(stub, cell.source)
            cell.metadata["nbgrader"] = _metadata(name, solution=True)
            arguments = f'"{place.id}"' if is_question else f'"{place.id}", {place.function}'
            call = "bonus_points" if find(place.id).bonus else "points"
            source = TEST.format(call=call, seed=seed, arguments=arguments)
            test = nbformat.v4.new_code_cell(source, id=f"{cell.id}-points"[:64])
            test.metadata["nbgrader"] = _metadata(f"{name}-points", grade=True, points=find(place.id).max_score)
            cells.append(test)
    solved.cells = cells
    return solved


def _metadata(name, *, solution=False, grade=False, points=None):
    """nbgrader's cell metadata, version 3."""
    fields = {"schema_version": 3, "grade_id": name, "grade": grade, "solution": solution, "locked": grade}
    return fields | {"task": False} | ({"points": points} if grade else {})


def _function_source(stub, solved):
    """The stub with the reference's code between marks; what stays below them is not reached."""
    place = STUB.search(stub)
    if place is None:
        return _planted_source(stub, solved)
    before, after, indent = stub[: place.start()].rstrip("\n"), stub[place.end() :], place["indent"]
    body = solved[len(before) : len(solved) - len(after)].strip("\n")
    marked = [f"{indent}### BEGIN SOLUTION", body, f"{indent}### END SOLUTION", f"{indent}raise NotImplementedError"]
    return "\n".join([before, *marked]) + after


def _planted_source(stub, solved):
    """The function with a fault, and above its body, which students get, the reference's between marks."""
    [definition] = [node for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef)] or [None]
    if definition is None or ast.get_docstring(definition) is None or len(definition.body) < 2:
        raise UsageError(f"This exercise has no stub to fill in: {stub.splitlines()[0]}")
    lines, filled = stub.split("\n"), solved.split("\n")
    first, left = definition.body[0].end_lineno, len(lines) - definition.end_lineno
    indent, body = " " * definition.body[0].col_offset, filled[first : len(filled) - left]
    marked = [f"{indent}### BEGIN SOLUTION", *body, f"{indent}### END SOLUTION"]
    return "\n".join([*lines[:first], *marked, *lines[first:]])


def _question_source(stub, solved):
    """The answered question between marks above the open one: the last one that is answered counts."""
    if len(ast.parse(stub).body) != 1:
        raise UsageError(f"The cell of a question has more in it than the question: {stub.splitlines()[0]}")
    return f"### BEGIN SOLUTION\n{solved}\n### END SOLUTION\n{stub}"
