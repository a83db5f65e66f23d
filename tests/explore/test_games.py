"""The explorer of lesson 20: a game against a network."""

import numpy as np
import pytest
from traitlets import TraitError

from dlcourse import explore
from dlcourse.experiments import games
from dlcourse.lessons.games import minimax_value


def first_empty(board, stone):
    """A player who takes the first empty square."""
    return np.where(board == 0, -np.arange(9) / 9, -np.inf)


@pytest.fixture
def match():
    return explore.games.play(first_empty)


def test_the_other_answers_each_move(match):
    assert match.array().tolist() == [0] * 9
    assert "It is your turn, with X." in match.words()
    match.set(board=[4])
    assert match.array().tolist() == [-1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert match.words().startswith("It put O on row 1, column 1, and expects 0.00 of it. It is your turn, with X.")
    match.set(board=[4, 2])
    assert "It put O on row 1, column 2, and expects −0.11 of it." in match.words()
    match.set(board=[4, 2, 6])
    assert match.words().endswith("You have won.")
    assert match.controls["board"].sent["over"]
    assert match.array().sum() == 1  # no answer after the end


def test_it_can_begin_and_a_change_of_who_begins_is_a_new_game(match):
    match.set(board=[4, 2])
    match.set(first="the network")
    assert match.array().tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert match.words().startswith("It put X on row 1, column 1")
    assert "It is your turn, with O." in match.words()
    match.set(board=[8, 7])  # it has three in a row
    assert match.array().tolist() == [1, 1, 1, 0, 0, 0, 0, -1, -1]
    assert match.words().endswith("It has won.")
    match.set(first="you")
    assert match.array().tolist() == [0] * 9


def test_a_page_that_changes_who_begins_sends_old_moves_too(match):
    match.set(board=[4])
    match.widget.values = match.widget.values | {"first": 1}
    assert match.array().tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert match.widget.values["board"] == {"moves": [], "marks": ["X", *[""] * 8], "over": False}


@pytest.mark.parametrize(
    "moves", [[4, 4], [4, 0], [4, 2, 6, 8], [9]], ids=["twice", "its own", "after the end", "none"]
)
def test_moves_that_cannot_be_are_refused(match, moves):
    match.set(board=[4])
    with pytest.raises(TraitError, match="the board"):
        match.set(board=moves)
    match.widget.values = match.widget.values | {"board": {"moves": moves}}
    assert match.controls["board"].value == (4,)


def test_a_draw_and_the_truth():
    perfect = games.perfect(minimax_value, below=1)
    match = explore.games.play(perfect).set(beside="the truth")
    assert "In truth 9 of your moves would lead to a draw" in match.words()
    while len(empty := np.flatnonzero(match.array() == 0)):
        board = match.array()
        best = perfect(board, 1).argmax()
        assert best in empty
        match.set(board=[*match.controls["board"].value, int(best)])
    assert match.words().endswith("A draw.")
    match.set(first="the network", board=[1])
    assert "In truth only" in match.words() or "would lead to a loss" in match.words()


def test_the_network_that_comes_with_the_course_answers():
    match = explore.games.play().set(board=[0])
    assert match.array()[4] == -1  # anything else would lose
    assert "Of yours it expects most of" in match.words()


@pytest.mark.parametrize(
    ("player", "words"),
    [
        (lambda board, stone: 1 / 0, "ZeroDivisionError: division by zero."),
        (lambda board, stone: np.zeros(3), "ValueError: scores of the shape (3,) came back, want (9,)."),
        (lambda board, stone: np.full(9, np.nan), "not all empty squares have a score that is a number."),
    ],
    ids=["raises", "shape", "nan"],
)
def test_a_player_that_fails_says_so_and_the_game_goes_on(player, words):
    match = explore.games.play(player).set(board=[4])
    assert match.words().count("The network does not answer: ") == 1
    assert words in match.words()
    assert match.array().tolist() == [-1, 0, 0, 0, 1, 0, 0, 0, 0]
