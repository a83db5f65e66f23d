"""Positions of tic-tac-toe that can come up, drawn and by hand.

They are played with a check of the lines that is not the lesson's: what makes cases must not lean on what they test.
"""

import numpy as np

ROWS = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


def board(text):
    """A board from its rows, as "XX. OO. ..."."""
    return np.array([{"X": 1, "O": -1, ".": 0}[sign] for sign in text.replace(" ", "")])


def has_won(squares, player):
    """Whether this player has three in a row."""
    return any(all(squares[place] == player for place in row) for row in ROWS)


def played(rng, empty, *, over=None):
    """A board with so many empty squares, as two who play at random reach it, X first.

    over: whether somebody has won with the last stone; None if that is left to chance. Nobody has before it.
    """
    while True:
        squares, player = np.zeros(9, dtype=int), 1
        for count, move in enumerate(rng.permutation(9)[: 9 - empty]):
            squares[move] = player
            if has_won(squares, player) and count < 8 - empty:
                break
            player = -player
        else:
            if over is None or over == has_won(squares, -player):
                return squares


def to_move(squares):
    """Who is to move: 1 or -1; X begins."""
    return 1 if squares.sum() == 0 else -1
