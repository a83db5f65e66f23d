"""Minimax with some of its steps done otherwise: what mistakes are made of."""

import numpy as np

from dlcourse.lessons import games


def recursion(squares, player, *, end=None, combine=None, turn=True, negate=True, tie=0):
    """Minimax with some of its steps done otherwise.

    end: function of who has won and the player to a value; combine: of the values to one; turn: whether the other
    player moves next; negate: whether their value is turned; tie: the value of a draw.
    """
    won = games.winner(squares)
    if won:
        return (end or (lambda won, player: won * player))(won, player)
    values = []
    for move in games.legal_moves(squares):
        after = squares.copy()
        after[move] = player
        settings = {"end": end, "combine": combine, "turn": turn, "negate": negate, "tie": tie}
        value = recursion(after, -player if turn else player, **settings)
        values.append(-value if negate else value)
    return (combine or max)(values) if values else tie


def staying(squares, player, copied=False):
    """Minimax on one board for all moves; `copied`: one for each position."""
    if won := games.winner(squares):
        return won * player
    moves, values = games.legal_moves(squares), []
    squares = squares.copy() if copied else squares
    for move in moves:
        squares[move] = player
        values.append(-staying(squares, -player, copied))
    return max(values, default=0)


def seen_by_two(squares, player):
    """The largest value for X and the smallest for O, of ends that are seen by whoever is to move."""
    if won := games.winner(squares):
        return won * player
    values = [seen_by_two(after, -player) for after in after_each(squares, player)]
    return (max if player == 1 else min)(values, default=0)


def after_each(squares, player):
    """The boards after each legal move."""
    for move in games.legal_moves(squares):
        after = squares.copy()
        after[move] = player
        yield after


def after_all(squares, player):
    """The boards after a stone on each empty square, also if somebody has won."""
    for move in np.flatnonzero(squares == 0):
        after = squares.copy()
        after[move] = player
        yield after
