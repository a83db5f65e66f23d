"""Hand-ins of earlier editions: what was added later neither counts as missing nor can be thrown away."""

import copy
import json
from pathlib import Path

import pytest

from dlcourse.coursework import editions
from dlcourse.exercises import find, lesson

pytestmark = pytest.mark.slow

KEPT = Path(__file__).parents[1] / "coursework" / "editions" / "01_neuron.json"
LATER = "neuron.perceptron_update"
STUB = '@exercise("neuron.perceptron_update")\ndef perceptron_update(w, b, *, x, target, learning_rate):\n    {}'
FIRST = [exercise for exercise in lesson("neuron") if exercise.since == 1]  # what the kept notebook could ask for
POSSIBLE = sum(exercise.max_score for exercise in FIRST)


@pytest.fixture(autouse=True)
def second_edition(monkeypatch):
    """The lesson as if one exercise, and nothing else, had been added in a second edition."""

    def since(exercise):
        exercise = copy.copy(exercise)
        object.__setattr__(exercise, "since", 1 + (exercise.id == LATER))
        return exercise

    monkeypatch.setattr(editions, "lesson", lambda name: tuple(map(since, FIRST)))


def handed_in(*sources, **course):
    """The bytes of the kept notebook with these cells and this metadata more."""
    notebook = json.loads(KEPT.read_text("utf-8"))
    notebook["metadata"]["dlcourse"] |= course
    for number, source in enumerate(sources):
        cell = {"cell_type": "code", "id": f"more-{number}", "metadata": {}, "source": source}
        notebook["cells"].append(cell | {"outputs": [], "execution_count": None})
    return json.dumps(notebook).encode()


def test_what_was_added_later_is_no_part_of_it(grade):
    outcome = grade(handed_in())
    assert LATER not in [item["exercise"] for item in outcome["results"]]
    assert "missing" not in [item["status"] for item in outcome["results"]]
    assert outcome["max_score"] == POSSIBLE - find(LATER).points
    assert outcome["score"] == outcome["max_score"] - find("neuron.relu").points - find("neuron.one_line").points
    assert outcome["notes"] == [f"Judged by edition 1 of the lesson (the newest is 2): {LATER} came later."]


@pytest.mark.parametrize("edition", [2, 3, 0, -1, "1", None, 1.0, [1], True])
def test_of_the_newest_edition_and_of_none_that_exists_it_is_missing(grade, edition):
    outcome = grade(handed_in(edition=edition))
    assert outcome["results"][-1]["status"] == "missing"
    assert outcome["max_score"] == POSSIBLE
    assert outcome["notes"] == []


@pytest.mark.parametrize("body", ["raise NotImplementedError", "return w, b", "return ("])
def test_a_lower_number_does_not_throw_away_what_is_there(grade, body):
    outcome = grade(handed_in(STUB.format(body), edition=1))
    assert outcome["max_score"] == POSSIBLE
    assert outcome["results"][-1]["exercise"] == LATER
    assert outcome["results"][-1]["score"] == 0


def test_an_answer_to_what_was_added_later_counts(grade):
    body = "error = target - (x @ w + b >= 0)\n    return w + learning_rate * error * x, b + learning_rate * error"
    outcome = grade(handed_in(STUB.format(body)))
    assert outcome["results"][-1]["status"] == "correct"
    assert outcome["max_score"] == POSSIBLE


def test_it_asks_for_less_of_what_is_chosen(grade):
    chosen = ["neuron.sigmoid", LATER]
    outcome = grade(handed_in(), exercises=chosen)
    assert [item["exercise"] for item in outcome["results"]] == chosen[:1]
    assert outcome["max_score"] == find("neuron.sigmoid").points
    assert [LATER in note for note in outcome["notes"]] == [True]
    assert grade(handed_in(), exercises=chosen[:1])["notes"] == []  # what came later was not chosen
