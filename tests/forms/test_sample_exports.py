"""Each form of exercise as other platforms get it: nbgrader's assignment in a kernel, and what Gradescope reads."""

import re

import pytest
from corpus_files import graded
from sample_notebook import data_of, environment, sample_notebook, shown
from synthetic import RUN

from dlcourse.coursework.execute import execute
from dlcourse.coursework.solve import solve
from dlcourse.exercises import lesson
from dlcourse.grading.exports.gradescope import gradescope_results
from dlcourse.grading.exports.nbgrader import assignment
from dlcourse.grading.exports.nbgrader_bonus import bonus_in
from dlcourse.grading.sandbox.bwrap import engine_folder, probe

SOLUTION = re.compile(r" *### BEGIN SOLUTION\n.*?### END SOLUTION\n", re.DOTALL)


def released(notebook):
    """The assignment as students get it: nbgrader takes out what stands between the marks."""
    for cell in notebook.cells:
        cell.source = SOLUTION.sub("", cell.source)
    return notebook


def earned(notebook, folder):
    """Exercise name -> the points that nbgrader gives: what a test cell shows, or what a bonus one tells."""
    ran = execute(notebook, folder, environment())
    tests = {
        cell.metadata.nbgrader.grade_id: cell for cell in ran.cells if cell.metadata.get("nbgrader", {}).get("grade")
    }
    bonus = bonus_in(ran)
    return {key.split("-")[1]: bonus[key] if key in bonus else float(shown(cell)) for key, cell in tests.items()}


@pytest.mark.slow
def test_nbgraders_source_earns_all_points_of_every_form(tmp_path):
    found = assignment(sample_notebook(), 4711)
    points = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in found.cells
              if cell.metadata.get("nbgrader", {}).get("grade")}  # fmt: skip
    assert points == {f"sample-{item.name}-points": item.max_score for item in lesson("sample")}
    assert earned(found, tmp_path) == {item.name: item.points for item in lesson("sample")}


@pytest.mark.slow
def test_nbgraders_release_is_the_blank_notebook_and_earns_nothing(tmp_path):
    found = released(assignment(sample_notebook(), 4711))
    given = {cell.id: cell.source for cell in found.cells}
    for cell in sample_notebook().cells:
        assert given[cell.id].split() == cell.source.replace("# Your code here.", "").split(), cell.id
    assert set(earned(found, tmp_path).values()) == {0.0}


@pytest.mark.slow
def test_gradescope_gets_every_form(tmp_path):
    if probe():
        pytest.skip(probe())
    engine = engine_folder()
    for notebook, share in ((solve(sample_notebook()), 1), (sample_notebook(), 0)):
        outcome = graded(data_of(notebook), engine, "sample", timeout=10.0)
        submission = {"lesson": "sample", "message": outcome["message"]}
        tests = gradescope_results([(submission, outcome["results"])], RUN)["tests"]
        assert [test["name"].split(" ")[0] for test in tests] == [item.id for item in lesson("sample")]
        assert [test["score"] for test in tests] == [share * item.points for item in lesson("sample")]
        assert [test["max_score"] for test in tests] == [item.max_score for item in lesson("sample")]
