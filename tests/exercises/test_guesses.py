"""Guesses: their ids, ranges and options; and no exercise or guess that hides a tool of the notebooks."""

import math

import pytest

import dlcourse
from dlcourse.checking.guesses import Guess
from dlcourse.exercises import UnknownExercise, all_exercises, find_guess, guesses, lesson_names

GUESSES = [guess for name in lesson_names() for guess in guesses(name).values()]


def hidden(ids):
    """Those of these ids whose name is one of the tools: in a notebook the one would take the place of the other."""
    return [key for key in ids if key.partition(".")[2] in dlcourse.__all__]


def test_no_exercise_and_no_guess_is_named_like_a_tool():
    assert not hidden([item.id for item in all_exercises()])
    assert not hidden([guess.id for guess in GUESSES])
    assert hidden(["forward.predict", "training.guess", "neuron.track"]) == ["training.guess", "neuron.track"]


def test_no_guess_has_the_id_of_an_exercise():
    assert not {guess.id for guess in GUESSES} & {item.id for item in all_exercises()}


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.id)
def test_a_guess_can_be_meant(guess):
    assert find_guess(guess.id) is guess
    assert guess.asks
    if guess.kind == "choice":
        assert len(guess.options) >= 2
        assert [guess.read(letter) for letter in guess.options] == list(guess.options)
        assert not guess.unit
    else:
        least, most = guess.between
        assert least < most
        inside = (least + most) / 2 if math.isfinite(least + most) else least + 1 if math.isfinite(least) else most - 1
        assert guess.read(0 if math.isnan(inside) or math.isinf(inside) else inside) is not None


def test_an_unknown_guess_is_told():
    with pytest.raises(UnknownExercise, match=r"There is no guess 'neuron\.no_such_guess'"):
        find_guess("neuron.no_such_guess")
    for other in (3, ["neuron"], None):
        with pytest.raises(UnknownExercise, match="There is no guess"):
            find_guess(other)


def test_kinds():
    assert [Guess(asks="n").kind, Guess(asks="n", options={"a": "x", "b": "y"}).kind] == ["number", "choice"]
