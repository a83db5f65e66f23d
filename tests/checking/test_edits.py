"""Mistakes that are small changes of the reference."""

import inspect

import pytest

from dlcourse.checking.edits import edited
from dlcourse.checking.specification import Case, Exercise

OFFSET = 1


def sample(parts):
    """The sum of parts: sum(parts), and an offset."""
    total = sum(parts)
    return total * 2 + OFFSET


def one_line(x): return x + 1  # fmt: skip


def test_a_change_is_a_function_of_its_own():
    other = edited(sample, {"total * 2": "total * 3"}, "thrice")
    assert other([1, 2]) == 10
    assert sample([1, 2]) == 7
    assert inspect.signature(other) == inspect.signature(sample)
    assert "total * 3" in inspect.getsource(other)  # tracebacks find the line
    assert inspect.getdoc(other) is None


def test_the_docstring_is_not_the_body():
    assert edited(sample, {"sum(parts)": "max(parts)"}, "largest")([1, 5]) == 11


def test_two_places():
    assert edited(sample, {"sum(": "max(", "OFFSET": "0"}, "two")([1, 5]) == 10


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "changes 0 places: want 1 to 2"),
        ({"a": "b", "c": "d", "e": "f"}, "changes 3 places"),
        ({"min(parts)": "x"}, "stands 0 times in the body"),
        ({"total": "x"}, "stands 2 times in the body"),
        ({"sum(parts)": "sum(parts"}, "is not Python"),
    ],
)
def test_what_cannot_be_done_is_said(changes, said):
    with pytest.raises(ValueError, match="changed") as caught:
        edited(sample, changes, "changed")
    assert said in str(caught.value)


def test_a_function_in_one_line_has_no_body_of_its_own():
    with pytest.raises(ValueError, match="stands 0 times"):
        edited(one_line, {"y": "z"}, "nothing")


def test_an_exercise_compiles_its_edits_when_they_are_used():
    exercise = Exercise(
        points=1, reference=sample, hints=[], solved="it.", cases=lambda rng: [Case([1, 2])], id="test.sample"
    )
    exercise.edit("wrong", {"nowhere": ""}, "Never\n    compiled.")
    exercise.edit("thrice", {"* 2": "* 3"}, "Three times.")
    assert [mistake.advice for mistake in exercise.mistakes] == ["Never compiled.", "Three times."]
    assert exercise.mistakes[1].answer is exercise.mistakes[1].answer
    with pytest.raises(ValueError, match="nowhere"):
        exercise.mistakes[0].answer  # noqa: B018


def test_a_mistake_needs_advice():
    exercise = Exercise(points=1, reference=sample, hints=[], solved="it.", cases=list, id="test.sample")
    with pytest.raises(ValueError, match="has no advice"):

        @exercise.mistake("mute")
        def _(parts):
            return 0

    with pytest.raises(ValueError, match="has no advice"):
        exercise.edit("mute", {"2": "3"}, " ")


@pytest.mark.parametrize("fields", [{"form": "dance"}, {"form": "derive"}, {"first": "neuron.slope"}])
def test_forms(fields):
    with pytest.raises(ValueError, match="form is"):
        Exercise(points=1, reference=sample, hints=[], solved="it.", cases=list, **fields)
