"""All positions of tic-tac-toe, found by the learner's rules: what follows what, what is over, what looks alike."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

SQUARES = 9
SQUARE = np.arange(SQUARES).reshape(3, 3)
# The eight ways to turn and mirror the board: square k of the new one is square TURNS[way, k] of the old one.
TURNS = np.array([np.rot90(side, k).ravel() for side in (SQUARE, SQUARE.T) for k in range(4)])
KEPT = 4  # trees, one for each pair of rules: a learner who mends a rule makes a new one


@dataclass(frozen=True, eq=False)
class Tree:
    """Every position that can come up, with X to begin.

    Parameters
    ----------
    boards : int array (P, 9)
        1 is X, -1 is O; the empty board is the first, and what has fewer stones comes before what has more.
    mover : int array (P,)
        Who is to move: 1 or -1.
    won : int array (P,)
        Who has won: 1, -1 or 0.
    after : int array (P, 9)
        The position after a stone on each square; -1 where that is not legal.
    fold : int array (P,)
        Of all positions that look alike, turned or mirrored, the first: the place of each in `alike`.
    alike : int array (R,)
        The places of these first ones.
    """

    boards: np.ndarray
    mover: np.ndarray
    won: np.ndarray
    after: np.ndarray
    fold: np.ndarray
    alike: np.ndarray

    @cached_property
    def over(self):
        """bool array (P,): nobody can move."""
        return (self.after < 0).all(axis=1)

    @cached_property
    def choices(self):
        """For each position a list of pairs: a square where a stone may stand, and the position after it."""
        return [[(square, then) for square, then in enumerate(row) if then >= 0] for row in self.after.tolist()]

    @cached_property
    def ends(self):
        """For each position what its end means to the player who is to move: 1, 0 or -1; None if it is no end."""
        worth = (self.won * self.mover).tolist()
        return [float(value) if over else None for value, over in zip(worth, self.over.tolist())]

    @cached_property
    def _places(self):
        return {tuple(board): place for place, board in enumerate(self.boards.tolist())}

    def place(self, board):
        """Where a board stands among the positions.

        Raises
        ------
        ValueError
            If it can't come up.
        """
        place = self._places.get(tuple(np.asarray(board).tolist()))
        if place is None:
            raise ValueError(f"board is {np.asarray(board).tolist()}: want one that comes up in a game that X begins")
        return place


@lru_cache(KEPT)
def tree(winner, legal_moves):
    """All positions that can come up by these rules, each asked for once.

    Parameters
    ----------
    winner : function
        ``winner(board) -> 1, -1 or 0``, perhaps the learner's.
    legal_moves : function
        ``legal_moves(board) -> int array``, perhaps the learner's.

    Returns
    -------
    Tree

    Raises
    ------
    ValueError
        If a move that is called legal is on no empty square.

    Examples
    --------
    >>> from dlcourse.lessons import games
    >>> len(tree(games.winner, games.legal_moves).boards), len(tree(games.winner, games.legal_moves).alike)
    (5478, 765)
    """
    known, boards, after = {(0,) * SQUARES: 0}, [(0,) * SQUARES], []
    for board in boards:  # grows while it is gone through
        after.append([-1] * SQUARES)
        mover = 1 if sum(board) == 0 else -1
        for square in _moves(legal_moves, board):
            then = (*board[:square], mover, *board[square + 1 :])
            if then not in known:
                known[then] = len(boards)
                boards.append(then)
            after[-1][square] = known[then]
    fold, alike = _folded(boards)
    won = np.array([int(winner(np.array(board))) for board in boards])
    boards = np.array(boards)
    return Tree(boards, np.where(boards.sum(axis=1) == 0, 1, -1), won, np.array(after), fold, alike)


def _moves(legal_moves, board):
    moves = [int(square) for square in legal_moves(np.array(board))]
    for square in moves:
        if not 0 <= square < SQUARES or board[square]:
            raise ValueError(f"legal_moves gives the square {square} of {list(board)}: want one that is empty")
    return moves


def _folded(boards):
    """Which positions look alike: the place of each one's first in a list, and that list."""
    first, fold, alike = {}, [], []
    for place, turned in enumerate(np.array(boards)[:, TURNS]):  # (8, 9)
        key = min(map(bytes, turned.astype(np.int8)))
        if key not in first:
            first[key] = len(alike)
            alike.append(place)
        fold.append(first[key])
    return np.array(fold), np.array(alike)
