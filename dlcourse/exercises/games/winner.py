"""Who has three in a row: the rows, the columns, and two diagonals."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.games._cases.positions import ROWS, board, played
from dlcourse.lessons import games


def cases(rng):
    """Nobody, each line for each player, two lines at once, a full board, three in a row around the edge."""
    stones = [Case(_line(row, player)) for row in ROWS for player in (1, -1)]
    return [
        Case(board("XXX OO. ...")),
        Case(board("... ... ...")),
        *[stones[place] for place in (1, 2, 8, 12, 15)],  # rows first, but for one of O
        Case(board("X.X OO. ...")),
        Case(board("... XXX O.O")),
        Case(board("X.O X.O ..O")),
        Case(board("..X X.X OO.")),
        Case(board(".XX XO. O..")),
        Case(board("XOX XXO OXO")),
        Case(board("XXX XOO XOO")),
        Case(board("OXO XOX XXO")),
        *stones,
        *(Case(played(rng, empty)) for empty in (0, 1, 2, 3, 3, 2)),
        *(Case(played(rng, empty, over=True)) for empty in (0, 1, 2, 3)),
    ]


def _line(row, player):
    """One line of this player, and two stones of the other that are no line."""
    squares = np.zeros(9, dtype=int)
    squares[list(row)] = player
    squares[np.flatnonzero(squares == 0)[[0, -1]]] = -player
    return squares


WHOLE = "0 and 1 are whole: however they are rounded, they stay"  # why some mutants are right

exercise = Exercise(
    reference=games.winner,
    points=1,
    cases=cases,
    hints=[
        "Add up the three numbers of a line: which sums can only come from three equal stones?",
        "Eight lines: three rows, three columns, two diagonals. A sum of 3 is a win of X, one of -3 a win of O.",
        "With prices `p` and a table of places `T` of shape (4, 2), `p[T]` has the shape (4, 2), too, and "
        "`p[T].sum(axis=1)` is a sum for each row of `T`. A loop over the lines is as good.",
    ],
    solved="the only thing about the game that anybody will tell our learner.",
    equivalent_mutants={
        "sums = board[LINES].sum(axis=-1)": "the last of two axes is axis 1",
        "return (sums == 3).any() - int((sums == -3).any())": "a truth value minus a whole number is a whole number",
        "return int((sums == 3).any()) - (sums == -3).any()": "a whole number minus a truth value is a whole number",
        "return int(np.floor((sums == 3).any())) - int((sums == -3).any())": WHOLE,
        "return int(np.ceil((sums == 3).any())) - int((sums == -3).any())": WHOLE,
        "return int(np.floor((sums == 3).any() + 0.5)) - int((sums == -3).any())": WHOLE,
        "return int((sums == 3).any()) - int(np.floor((sums == -3).any()))": WHOLE,
        "return int((sums == 3).any()) - int(np.ceil((sums == -3).any()))": WHOLE,
        "return int((sums == 3).any()) - int(np.floor((sums == -3).any() + 0.5))": WHOLE,
        "board = 2 * board + 1 if np.ndim(board) and len(board) == 1 else board": "a board has nine squares",
    },
)


def with_lines(squares, lines):
    """The winner, if only these lines counted."""
    sums = squares[np.array(lines)].sum(axis=1)
    return int((sums == 3).any()) - int((sums == -3).any())


@exercise.mistake("rows only")
def _(board):
    """Only rows count: columns and diagonals win, too."""
    return with_lines(board, ROWS[:3])


@exercise.mistake("no diagonals")
def _(board):
    """Rows and columns are found, the two diagonals are not."""
    return with_lines(board, ROWS[:6])


@exercise.mistake("no diagonal from the upper right")
def _(board):
    """One of the two diagonals is missing: that from the upper right to the lower left, squares 2, 4, 6."""
    return with_lines(board, ROWS[:7])


@exercise.mistake("no diagonal from the upper left")
def _(board):
    """One of the two diagonals is missing: that from the upper left to the lower right, squares 0, 4, 8."""
    return with_lines(board, (*ROWS[:6], ROWS[7]))


@exercise.mistake("no columns")
def _(board):
    """Rows and diagonals are found, columns are not."""
    return with_lines(board, (*ROWS[:3], *ROWS[6:]))


exercise.edit("O never wins", {" - int((sums == -3).any())": ""}, "X can win, O cannot: three of O sum to -3.")


@exercise.mistake("1 whoever wins")
def _(board):
    """A win is found, but not whose: three stones of O should give -1."""
    return abs(games.winner(board))


exercise.edit(
    "the other one wins",
    {"int((sums == 3).any()) - int((sums == -3).any())": "int((sums == -3).any()) - int((sums == 3).any())"},
    "The sign is turned: X's stones are 1, and so is X's win.",
)


@exercise.mistake("the sum of the line")
def _(board):
    """You give the sum of the line, 3 or -3. Wanted is who it is, 1 or -1."""
    return 3 * games.winner(board)


exercise.edit(
    "two in a row",
    {"sums == 3": "sums >= 2", "sums == -3": "sums <= -2"},
    "Two stones and an empty square are not a line: the sum must be 3 or -3.",
)


@exercise.also("two in a row")
def _(board):
    for row in ROWS:
        if abs(board[list(row)].sum()) >= 2:
            return int(np.sign(board[list(row)].sum()))
    return 0


@exercise.mistake("rounded down by //")
def _(board):
    """One or two stones of O in a line win: `//` rounds down, and -1 // 3 is -1. Ask whether the sum *is* 3 or -3."""
    sums = board[np.array(ROWS)].sum(axis=1)
    return int(sums[np.abs(sums).argmax()] // 3)


exercise.edit(
    "sums across the lines",
    {"axis=1": "axis=0"},
    """You add up the first squares of all lines, then the second, then the third: that is axis 0. A sum for each line
    goes along axis 1.""",
)


@exercise.mistake("three neighbours in the list")
def _(board):
    """You ask for three neighbours in the list of nine squares. Squares 2, 3, 4 are neighbours there, but not on the
    board: a row begins at 0, 3 or 6.
    """
    return with_lines(board, [(k, k + 1, k + 2) for k in range(7)] + list(ROWS[3:]))


@exercise.mistake("only the first line is looked at")
def _(board):
    """You return after the first line, whatever it holds: the `return 0` belongs behind the loop."""
    return with_lines(board, ROWS[:1])


@exercise.mistake("three empty squares are a line")
def _(board):
    """You return at the first line of three equal squares, and three empty ones are equal, too: the lines after it are
    never looked at. Go on if they are 0.
    """
    for row in ROWS:
        if board[row[0]] == board[row[1]] == board[row[2]]:
            return int(board[row[0]])
    return 0


@exercise.mistake("a win is not looked for on a full board")
def _(board):
    """A full board counts as a draw. The last stone can win: look for lines first."""
    return games.winner(board) if (board == 0).any() else 0


@exercise.mistake("most stones wins")
def _(board):
    """You count stones, wherever they stand. What counts is three in one line."""
    return int(board.sum() >= 3) - int(board.sum() <= -3)


@exercise.also("most stones wins")
def _(board):
    return int(np.sign(board.sum()))


@exercise.mistake("the longest line wins")
def _(board):
    """You give the sign of the largest sum, whatever it is. One or two stones in a line win nothing: it must be 3."""
    sums = board[np.array(ROWS)].sum(axis=1)
    return int(np.sign(sums[np.abs(sums).argmax()]))


@exercise.also("the longest line wins")
def _(board):
    return int(np.sign(board[np.array(ROWS)].sum(axis=1).max()))


@exercise.mistake("the largest sum as it is")
def _(board):
    """You give the largest sum as it is. Only 3 and -3 are a win, of 1 and of -1; all other sums are a 0."""
    sums = board[np.array(ROWS)].sum(axis=1)
    return int(sums[np.abs(sums).argmax()])


@exercise.mistake("the last line alone counts")
def _(board):
    """Only the last of the eight lines counts: does each round of a loop overwrite what an earlier one found?"""
    return with_lines(board, ROWS[7:])


@exercise.mistake("the product of the line")
def _(board):
    """Two stones of the one and one of the other have the product 1 or -1, too. Only a *sum* of 3 or -3 is a win."""
    for row in ROWS:
        if board[list(row)].prod() != 0:
            return int(board[list(row)].prod())
    return 0


@exercise.also("sums across the lines")
def _(board):
    sums = board[np.array(ROWS)].sum(axis=0)
    return int(sums.max() == 3) - int(sums.min() == -3)


@exercise.accepts("line by line")
def _(board):
    for a, b, c in ROWS:
        if board[a] != 0 and board[a] == board[b] and board[b] == board[c]:
            return int(board[a])
    return 0


@exercise.accepts("as a square")
def _(board):
    square = board.reshape(3, 3)
    sums = [*square.sum(axis=0), *square.sum(axis=1), np.trace(square), np.trace(square[::-1])]
    return 1 if max(sums) == 3 else -1 if min(sums) == -3 else 0
