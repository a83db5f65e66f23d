"""The course directory for nbgrader, with the real nbgrader."""

import contextlib
import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from dlcourse.checking.question import BLANK, Question
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import find, lesson, lesson_names
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.nbgrader import _function_source, assignment, export_nbgrader
from dlcourse.notebook import points as module
from dlcourse.notebook.points import points

pytestmark = pytest.mark.slow

NOTEBOOKS = {lesson_name(path): path for path in course_notebooks()}


@pytest.fixture(scope="module")
def sources():
    return {name: assignment(read_notebook(NOTEBOOKS[name]), 77) for name in lesson_names()}


def marked(notebook):
    return [(cell, cell.metadata["nbgrader"]) for cell in notebook.cells if "nbgrader" in cell.metadata]


def released(source):
    """What nbgrader's release makes of a cell's source: the regions go, and a comment stands for the answers."""
    source = re.sub(r"( *)### BEGIN SOLUTION.*?### END SOLUTION", r"\1# Your code here.", source, flags=re.DOTALL)
    return re.sub(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("name", lesson_names())
def test_metadata_of_version_3(name, sources):
    cells = marked(sources[name])
    ids = [fields["grade_id"] for _, fields in cells]
    assert len(set(ids)) == len(ids) == 2 * len(lesson(name))
    for _, fields in cells:
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", fields["grade_id"])
        assert set(fields) - {"points"} == {"schema_version", "grade_id", "grade", "solution", "locked", "task"}
        assert fields["schema_version"] == 3
        assert fields["grade"] == fields["locked"] == (not fields["solution"]) == ("points" in fields)
    assert sum(fields.get("points", 0) for _, fields in cells) == sum(exercise.max_score for exercise in lesson(name))
    nbformat.validate(sources[name])


@pytest.mark.parametrize("name", lesson_names())
def test_the_release_is_the_courses_notebook_with_test_cells(name, sources):
    original = read_notebook(NOTEBOOKS[name])
    cells = [cell for cell in sources[name].cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    assert len(cells) == len(original.cells)
    for cell, stub in zip(cells, original.cells):
        if "nbgrader" in cell.metadata:
            text = released(cell.source).removeprefix("# Your code here.\n")
            exercise = find(cell.metadata["nbgrader"]["grade_id"].replace("-", ".", 1))
            if exercise.form == "fault":  # nbgrader's comment stands above the planted body
                text = text.replace("    # Your code here.\n", "", 1)
            assert text == stub.source
        elif cell.cell_type == "markdown":
            assert cell.source == stub.source
    for cell, fields in marked(sources[name]):
        if fields["grade"]:
            assert "77" in cell.source
            assert "77" not in released(cell.source)


@pytest.mark.parametrize("name", lesson_names())
def test_the_source_is_solved(name, sources):
    answers = extract(sources[name])
    assert all(answer.attempted for answer in (*answers.exercises.values(), *answers.questions.values()))
    assert {key: choice.value for key, choice in answers.questions.items()} == {
        exercise.id: exercise.right for exercise in lesson(name) if isinstance(exercise, Question)
    }


def test_a_planted_function_is_released_as_it_is_and_the_reference_stands_above():
    head = '@exercise("neuron.step")\ndef step(z):\n    """1 or 0."""\n'
    stub = head + "    # at 0?\n    return np.where(z > 0, 1.0, 0.0)\n\n\nstep(0)"
    solved = head + "    return np.where(z >= 0, 1.0, 0.0)\n\n\nstep(0)"
    source = _function_source(stub, solved)
    assert source.index("z >= 0") < source.index("z > 0")
    assert released(source).replace("    # Your code here.\n", "", 1) == stub
    with pytest.raises(UsageError, match="no stub"):
        _function_source("def f(x):\n    return x", "def f(x):\n    return x")


def test_points_of_functions():
    def own(z):
        return (abs(z) + z) / 2

    def never_negative_enough(z):
        return z * (z > -1e-3)

    exercise = find("neuron.relu")
    assert points("neuron.relu", own) == points("neuron.relu", own, seed=77) == float(exercise.points)
    assert isinstance(points("neuron.relu", own), float)
    assert points("neuron.relu", never_negative_enough, seed=77) == 0.0
    assert points("neuron.relu", exercise.reference) == 0.0  # stands in where there is no answer
    assert points("neuron.relu", None) == 0.0


def test_points_of_questions(monkeypatch):
    exercise = find("neuron.silent_weight")
    for value, wanted in ((exercise.right, exercise.points), ("z", 0), (BLANK, 0)):
        monkeypatch.setattr(module, "_choice", lambda key, value=value: value)
        assert points(exercise.id) == float(wanted)


def test_a_folder_that_is_not_empty_and_a_lesson_that_is_unknown(tmp_path):
    with pytest.raises(UsageError, match="no lesson 'neurons'"):
        export_nbgrader(tmp_path / "a", ["neurons"])
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        export_nbgrader(tmp_path)


# ---- the real nbgrader ----


def nbgrader(course, *arguments):
    programs = Path(sys.executable).parent  # nbgrader calls the program alembic
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    environment["JUPYTER_CONFIG_DIR"] = environment["IPYTHONDIR"] = str(course / ".jupyter")
    command = [sys.executable, "-m", "nbgrader", *arguments]
    ran = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr[-3000:]


SCORES = """
SELECT a.student_id, SUM(g.auto_score), SUM(c.max_score) FROM grade g
JOIN submitted_notebook n ON g.notebook_id = n.id JOIN submitted_assignment a ON n.assignment_id = a.id
JOIN grade_cells c ON g.cell_id = c.id GROUP BY a.student_id
"""


@pytest.mark.skipif(not importlib.util.find_spec("nbgrader"), reason="needs nbgrader")
def test_nbgrader_releases_and_autogrades(tmp_path):
    name = "start_here"
    [source] = export_nbgrader(tmp_path / "course", [name])
    course = tmp_path / "course"
    nbgrader(course, "generate_assignment", name)
    [release] = (course / "release" / name).glob("*.ipynb")
    text = release.read_text("utf-8")
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    assert not any(choice.attempted for choice in extract(read_notebook(release)).questions.values())
    for student, path in (("solved", source), ("blank", release)):
        place = course / "submitted" / student / name
        place.mkdir(parents=True)
        shutil.copy(path, place / source.name)
    nbgrader(course, "autograde", name)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        scores = {student: points for student, *points in book.execute(SCORES)}
    most = sum(exercise.max_score for exercise in lesson(name))
    assert scores == {"solved": [most, most], "blank": [0, most]}
    autograded = json.loads((course / "autograded" / "solved" / name / source.name).read_text("utf-8"))
    assert not [out for cell in autograded["cells"] for out in cell.get("outputs", []) if out["output_type"] == "error"]
