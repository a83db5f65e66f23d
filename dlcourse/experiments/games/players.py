"""Players: functions ``player(board, stone) -> scores`` of the nine squares, -inf where no stone may stand."""

import numpy as np

from dlcourse.experiments.games.positions import SQUARES, tree
from dlcourse.lessons import games as lesson

ASKED_BELOW = 5  # empty squares: up to here a plain recursion answers at once
TIE = 1e-3  # of a score: less than any difference between values


def course_tree():
    """All positions by the course's own rules."""
    return tree(lesson.winner, lesson.legal_moves)


def random_player(seed):
    """A player who puts a stone anywhere.

    Parameters
    ----------
    seed : int

    Returns
    -------
    function
        ``player(board, stone) -> array (9,)``.
    """
    rng = np.random.default_rng(seed)
    return lambda board, stone: np.where(np.asarray(board) == 0, rng.random(SQUARES), -np.inf)


def by_move(choose):
    """A player out of a function that gives a square: ``choose(board, stone) -> a whole number``.

    Raises
    ------
    ValueError
        When it is to play, and its square is not empty.
    """

    def player(board, stone):
        square = choose(np.array(board), stone)
        if not isinstance(square, (int, np.integer)) or not 0 <= square < SQUARES or board[square]:
            raise ValueError(f"the move is {square!r} on {np.asarray(board).tolist()}: want an empty square")
        return np.where(np.arange(SQUARES) == square, 1.0, np.where(np.asarray(board) == 0, 0.0, -np.inf))

    return player


def true_values(minimax_value, *, below=ASKED_BELOW):
    """What every position is worth to the player who is to move, by the learner's function.

    It is asked for each position with fewer than `below` empty squares, of those that look alike once: from the empty
    board a plain recursion would visit 549,946 positions. What a position with more is worth follows, a move at a
    time, from what comes after it.

    Parameters
    ----------
    minimax_value : function
        ``minimax_value(board, player=...) -> 1, 0 or -1``.
    below : int
        With 1 it is asked for full boards alone.

    Returns
    -------
    int array (P,)
        For each position of :func:`course_tree`.
    """
    known = course_tree()
    empty, values = (known.boards == 0).sum(axis=1), np.zeros(len(known.boards), dtype=int)
    for place in known.alike[empty[known.alike] < below]:
        values[place] = minimax_value(known.boards[place].copy(), player=int(known.mover[place]))
    values = values[known.alike][known.fold]
    for left in range(below, SQUARES + 1):  # the later a position, the sooner it is known
        here = np.flatnonzero(empty == left)
        values[here] = np.where(known.over[here], known.won[here] * known.mover[here], best_after(known, -values, here))
    return values


def best_after(known, worth, here):
    """The most that a move can bring, for each of some positions: int array; `worth` is that of what comes after."""
    after = known.after[here]
    return np.where(after < 0, -2, worth[after]).max(axis=1)


def perfect(minimax_value, *, seed=None, below=ASKED_BELOW):
    """A player whose scores are what each move is worth: it never loses if the function is right.

    Parameters
    ----------
    minimax_value : function
        Perhaps the learner's.
    seed : int, optional
        Draws among equal moves; without one the first of them is taken.
    below : int
        As of :func:`true_values`.

    Returns
    -------
    function
        ``player(board, stone) -> array (9,)``.
    """
    known, values = course_tree(), true_values(minimax_value, below=below)
    rng = None if seed is None else np.random.default_rng(seed)

    def player(board, stone):
        after = known.after[known.place(board)]
        drawn = 0 if rng is None else TIE * rng.random(SQUARES)
        return np.where(after < 0, -np.inf, -values[after] + drawn)

    return player
