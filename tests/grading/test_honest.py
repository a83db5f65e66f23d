"""Right answers, however they are written: full marks."""

import json

import pytest
from corpus_files import CORPUS, notebook_bytes

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find

pytestmark = pytest.mark.slow

HONEST = sorted((CORPUS / "honest").glob("*.submission"))


def full_marks(outcome):
    right = [item for item in outcome["results"] if item["status"] == "correct"]
    wrong = [(item["exercise"], item["message"]) for item in outcome["results"] if item not in right]
    assert not [key for key in wrong if not find(key[0]).bonus]
    assert outcome["score"] == sum(find(item["exercise"]).points for item in right)
    assert outcome["score"] >= outcome["max_score"] > 0
    assert outcome["status"] == "correct"


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_styles(path, grade):
    full_marks(grade(notebook_bytes(path.read_text("utf-8")), path.stem.partition("_")[0], timeout=30.0))


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_solved_lessons(path, grade):
    outcome = grade(json.dumps(solve(read_notebook(path))).encode(), lesson_name(path), timeout=30.0)
    full_marks(outcome)
    assert {item["status"] for item in outcome["results"]} == {"correct"}  # what is for bonus points, too


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_blank_lessons(path, grade):
    outcome = grade(path.read_bytes(), lesson_name(path))
    assert outcome["score"] == 0
    assert {item["status"] for item in outcome["results"]} == {"not attempted"}


def test_without_a_sandbox(grade):
    path = CORPUS / "honest" / "neuron_plain.submission"
    full_marks(grade(notebook_bytes(path.read_text("utf-8")), timeout=30.0, sandboxed=False))


def test_other_packages_only_if_asked_for(grade):
    text = """# %%
from scipy import special
from dlcourse import exercise

@exercise("neuron.sigmoid")
def sigmoid(z):
    return special.expit(z)
"""
    data = notebook_bytes(text)
    without = {item["exercise"]: item for item in grade(data, timeout=30.0)["results"]}["neuron.sigmoid"]
    assert without["status"] == "error"
    assert "scipy" in without["message"]
    assert grade(data, timeout=30.0, packages=("scipy",))["score"] == 2


def test_a_mistake_costs_once(grade):
    """What builds on a wrong answer is graded with the reference in its place, and says so."""
    text = (CORPUS / "honest" / "neuron_plain.submission").read_text("utf-8")
    results = grade(notebook_bytes(text.replace("1 / (1 + np.exp(", "1 / (2 + np.exp(")), timeout=30.0)["results"]
    by_id = {item["exercise"]: item for item in results}
    assert by_id["neuron.sigmoid"]["status"] == "wrong"
    for name in ("neuron.sigmoid_gradient", "neuron.neuron"):
        assert by_id[name]["status"] == "correct"
        assert by_id[name]["carried"] == ["neuron.sigmoid"]
    assert by_id["neuron.step"]["carried"] == []
