"""Editions: what a notebook is judged by, whatever number it claims."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.coursework import editions
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.editions import asked, claimed_edition, edition_of, remark
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import lesson, lesson_names

KEPT = Path(__file__).parent / "editions" / "01_neuron.json"
RIGHT = sorted(set(KEPT.parent.glob("*.json")) - {KEPT})  # all right
LATER = {"neuron.perceptron_update": 2, "neuron.one_line": 3}


def added_later(monkeypatch, later):
    """Let some exercises be ones that were added later: {id: edition}."""

    def since(exercise):
        exercise = copy.copy(exercise)
        object.__setattr__(exercise, "since", later.get(exercise.id, 1))  # frozen or not
        return exercise

    monkeypatch.setattr(editions, "lesson", lambda name: tuple(since(exercise) for exercise in lesson(name)))


@pytest.fixture
def three_editions(monkeypatch):
    added_later(monkeypatch, LATER)


def handed_in(number=None, *more):
    """The Extraction of a notebook with some number, and some exercises of the neuron."""
    notebook = new_notebook(cells=[new_code_cell(f'question("{key}", answer=...)') for key in ("neuron.relu", *more)])
    if number is not None:
        notebook.metadata["dlcourse"] = {"edition": number}
    return extract(notebook)


def ids(exercises):
    return [exercise.id for exercise in exercises]


# ---- the number ----


@pytest.mark.parametrize(
    ("metadata", "claimed"),
    [
        ({}, None),
        ({"dlcourse": {"minutes": 40}}, None),
        ({"dlcourse": {"edition": 1}}, 1),
        ({"dlcourse": {"edition": 12}}, 12),
        ({"dlcourse": {"edition": 0}}, 0),
        ({"dlcourse": {"edition": -1}}, 0),
        ({"dlcourse": {"edition": True}}, 0),
        ({"dlcourse": {"edition": 1.0}}, 0),
        ({"dlcourse": {"edition": "1"}}, 0),
        ({"dlcourse": {"edition": None}}, 0),
        ({"dlcourse": {"edition": [1]}}, 0),
        ({"dlcourse": "edition"}, None),
        ({"dlcourse": None}, None),
    ],
)
def test_the_number_that_a_notebook_carries(metadata, claimed):
    notebook = new_notebook()
    notebook.metadata.update(metadata)
    assert claimed_edition(notebook) == claimed
    assert extract(notebook).edition == claimed


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_the_courses_own_notebooks_ask_for_everything(path):
    name = lesson_name(path)
    assert asked(extract(read_notebook(path)), name) == list(lesson(name))


@pytest.mark.parametrize("name", lesson_names())
def test_every_lesson_began_with_something(name):
    assert min(exercise.since for exercise in lesson(name)) == editions.FIRST


# ---- what it is judged by ----


@pytest.mark.parametrize(
    ("number", "more", "edition"),
    [
        (None, (), 1),
        (1, (), 1),
        (2, (), 2),
        (3, (), 3),
        (4, (), 3),  # a number that no edition has
        (0, (), 3),
        ("1", (), 3),
        (10**400, (), 3),
        (1, ("neuron.perceptron_update",), 2),  # what is in it tells more than its number
        (1, ("neuron.one_line",), 3),
        (None, ("neuron.one_line",), 3),
        (2, ("neuron.perceptron_update",), 2),
    ],
)
def test_the_edition_that_a_hand_in_is_judged_by(three_editions, number, more, edition):
    extraction = handed_in(number, *more)
    assert edition_of(extraction, "neuron") == edition
    wanted = [exercise.id for exercise in lesson("neuron") if LATER.get(exercise.id, 1) <= edition]
    assert ids(asked(extraction, "neuron")) == wanted


def test_a_broken_cell_tells_the_edition_too(three_editions):
    notebook = new_notebook(cells=[new_code_cell('@exercise("neuron.perceptron_update")\ndef f(:')])
    assert edition_of(extract(notebook), "neuron") == 2


def test_forging_the_number_gains_nothing(three_editions):
    """Who had the third edition and writes a lower number is judged by the third, as long as any of it is left."""
    honest = handed_in(3, *LATER)
    for number in (None, 1, 2, 0, 99, "2"):
        assert ids(asked(handed_in(number, *LATER), "neuron")) == ids(asked(honest, "neuron"))
    # Without what came later, it is what an honest learner of that edition hands in: the same points are possible.
    assert ids(asked(handed_in(1), "neuron")) == ids(asked(handed_in(None), "neuron"))
    possible = sum(exercise.points for exercise in asked(handed_in(1), "neuron"))
    assert possible < sum(exercise.points for exercise in lesson("neuron"))


def test_the_instructor_is_told(three_editions):
    assert remark(handed_in(1), "neuron") == (
        "Judged by edition 1 of the lesson (the newest is 3): neuron.one_line, neuron.perceptron_update came later."
    )
    assert remark(handed_in(3), "neuron") == ""


# ---- a notebook of an earlier edition ----


def test_what_was_added_later_does_not_count_as_missing(monkeypatch):
    added_later(monkeypatch, {"neuron.perceptron_update": 2})
    results = {item["id"]: item["status"] for item in run_locally(extract(read_notebook(KEPT)))}
    assert list(results) == [exercise.id for exercise in lesson("neuron") if exercise.id != "neuron.perceptron_update"]
    assert list(results.values()).count("correct") == 8


def test_what_was_there_from_the_beginning_does():
    results = {item["id"]: item["status"] for item in run_locally(extract(read_notebook(KEPT)))}
    assert results["neuron.perceptron_update"] == "missing"


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_first_edition_still_gets_all_its_points(path):
    """Some of its blanks are functions with a fault today, and other exercises came later."""
    results = run_locally(extract(nbformat.read(path, as_version=4)))
    assert {result["status"] for result in results} == {"correct"}
    name = path.stem.split("_", 1)[1]
    assert [result["id"] for result in results] == [item.id for item in lesson(name) if item.since == 1]
