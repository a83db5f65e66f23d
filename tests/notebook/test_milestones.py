"""milestone: counted only with functions of one's own; kept with the progress; shown by progress()."""

import json

import numpy as np
import pytest

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import find, find_milestone, lesson_names, milestones
from dlcourse.lessons import forward
from dlcourse.notebook import api, overview
from dlcourse.notebook import milestones as tool
from dlcourse.notebook.milestones import milestone
from dlcourse.notebook.progress import FILE_NAME, record, record_milestone
from dlcourse.notebook.session import session

XOR = "1969"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder and a fresh kernel of its own, in which what is reached is recorded."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROGRESS", raising=False)
    monkeypatch.setattr(tool, "recording", lambda: True)
    session.begin_anew()
    return tmp_path


@pytest.fixture
def said(capsys):
    return lambda: capsys.readouterr().out


def kept(folder):
    path = folder / FILE_NAME
    return json.loads(path.read_text()).get("milestones", {}) if path.exists() else {}


def own():
    """All functions of the milestone are the learner's own."""
    session.own.update({key: find(key).reference for key in find_milestone(XOR).uses})


def test_reached_with_functions_of_ones_own(folder, said):
    own()
    milestone(XOR, np.int64(4))
    text = said()
    assert text.startswith("✓ 1969: XOR")
    assert "milestone reached: 4 of 4 corners right" in text
    assert "The goal: 4 of 4 corners right." in text
    assert "`forward.xor_network`" in text
    assert kept(folder) == {XOR: {"value": 4.0, "reached": True}}


def test_reached_but_with_the_reference(folder, said):
    own()
    del session.own["forward.xor_network"]
    milestone(XOR, 4)
    text = said()
    assert "4 of 4 corners right, but not yet with functions of your own" in text
    assert "get these right and run this cell again: `forward.xor_network`." in text
    assert "forward.dense" not in text
    assert kept(folder) == {}


@pytest.mark.parametrize("value", [3, float("nan"), -np.inf])
def test_not_reached(folder, said, value):
    own()
    milestone(XOR, value)
    assert "not reached yet" in said()
    assert not kept(folder).get(XOR, {}).get("reached")


def test_what_was_reached_stays_so(folder):
    own()
    milestone(XOR, 4)
    milestone(XOR, 2)
    assert kept(folder) == {XOR: {"value": 4.0, "reached": True}}


@pytest.mark.parametrize("value", [None, "all", [1, 2]])
def test_what_is_no_number_is_told(folder, said, value):
    own()
    milestone(XOR, value)
    assert "wants one number" in said()
    assert kept(folder) == {}


def test_an_unknown_year_is_told(said):
    milestone(1969, 4)
    text = said()
    assert "There is no milestone 1969" in text
    assert '"1969"' in text


def test_with_the_reference_it_is_one_stable_line_and_nothing_is_kept(monkeypatch, folder, said):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    milestone(XOR, 4)
    assert said().splitlines()[0].endswith("— reached by the reference")
    milestone(XOR, 3)
    assert "NOT reached by the reference" in said()
    assert list(folder.iterdir()) == []


# ---- whose functions they are ----


def test_right_answers_are_ones_own_until_they_are_wrong_or_blank(monkeypatch, said):
    dense = api.exercise("forward.dense")

    def right(X, W, b):
        return X @ W + b

    def wrong(X, W, b):
        return X @ W

    def blank(X, W, b):
        raise NotImplementedError

    assert dense(right) is right
    assert session.own == {"forward.dense": right}
    for other in (wrong, blank):
        dense(right)
        dense(other)
        assert session.own == {}
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    assert dense(right) is forward.dense
    assert session.own == {}


# ---- all of the course ----

ALL = [goal for name in lesson_names() for goal in milestones(name)]


def test_years_are_unique():
    assert len({goal.year for goal in ALL}) == len(ALL)
    assert {"1969", "1989", "1997"} <= {goal.year for goal in ALL}


@pytest.mark.parametrize("goal", ALL, ids=lambda goal: goal.year)
def test_a_milestone_uses_exercises_of_its_lesson_and_earlier_ones(goal):
    assert goal.uses
    for key in goal.uses:
        assert find(key).name
        assert not hasattr(find(key), "options")
    assert goal.lesson in {key.partition(".")[0] for key in goal.uses}


@pytest.mark.parametrize("goal", ALL, ids=lambda goal: goal.year)
def test_the_reference_reaches_it_in_the_notebook_of_its_lesson(goal):
    [path] = [path for path in course_notebooks() if lesson_name(path) == goal.lesson]
    cells = [cell for cell in read_notebook(path).cells if f'milestone("{goal.year}"' in cell.source]
    [cell] = [cell for cell in cells if cell.cell_type == "code"]
    shown = ["".join(output.data["text/plain"]) for output in cell.outputs if "data" in output]
    assert any("— reached by the reference" in text for text in shown)


# ---- progress() ----


def test_progress_shows_what_is_reached_and_what_is_open(said, folder):
    record_milestone(XOR, 4.0, True)
    record_milestone("1997", 80.0, False)
    overview.progress()
    text = said()
    assert "★ XOR, which no single neuron can do (Minsky and Papert): 4 of 4 corners right" in text
    assert "☆ a convolutional network reads digits" in text
    assert "; best so far 80)" in text
    overview.progress("forward")
    text = said()
    assert "★" in text
    assert "1989" not in text
    overview.progress("losses")
    assert "★" not in said()


def test_a_stored_notebook_says_of_nobody_what_is_solved(monkeypatch, said):
    """Whoever reads it may have solved much: what stands there is how everybody begins."""
    record("forward.dense", "correct", 1, 1)
    overview.progress("forward")
    assert said().startswith("ℹ Your progress in forward\n  1 of ")
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    overview.progress("forward")
    told = said()
    assert told.startswith(f"ℹ Your progress in forward — {overview.STORED}\n  0 of ")
    assert "✓" not in told
