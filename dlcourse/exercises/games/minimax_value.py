"""What a position is worth if both play perfectly: the best, for whoever moves, of minus what is left to the other."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.exercises.games._cases.minimax import after_all, after_each, recursion, seen_by_two, staying
from dlcourse.exercises.games._cases.positions import board, played, to_move
from dlcourse.exercises.games.winner import WHOLE
from dlcourse.lessons import games

MOST = 5  # empty squares: a plain recursion is done in some milliseconds


def cases(rng):
    """Ended games, seen by either side; one, two and more empty squares; a win in two, and a loss in two."""
    ended = [Case(board("XXX OO. ..."), player=player) for player in (1, -1)]
    drawn = [played(rng, empty, over=False) for empty in (1, 1, 2, 2, 3, 3, 4, 4, MOST)]
    return [
        *ended,
        Case(board("XX. OO. ..X"), player=-1),
        Case(board("XOX XXO OXO"), player=-1),
        Case(board("XOX XOO .X."), player=-1),
        Case(board("XOX OXO OX."), player=1),
        Case(board("XOX XOO OX."), player=1),
        Case(board("XOO XXO .O."), player=1),
        Case(board("XXO OO. X.."), player=1),
        Case(board("OX. .OX ..X"), player=-1),
        Case(board("X.O ..X X.O"), player=-1),
        Case(board("XXO .O. X.."), player=-1),
        *(Case(squares, player=to_move(squares)) for squares in drawn),
        Case(_ended(rng, 3), player=1),
        Case(_ended(rng, 2), player=-1),
        Case(played(rng, 0, over=False), player=-1),
    ]


def _ended(rng, empty):
    return played(rng, empty, over=True)


def observe(arguments, value):
    """The value as a number. (What is observed is not explained by trying other boards, as an empty one: that takes a
    plain recursion many seconds.)
    """
    if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "iuf":
        raise Malformed(f"What came back is {describe(value)}; wanted is one number, 1, 0 or -1.")
    return {"value": float(value)}


exercise = Exercise(
    reference=games.minimax_value,
    points=3,
    cases=cases,
    observe=observe,
    hints=[
        "If the game is over you know the answer. If it is not, and somebody told you what each position after your "
        "move is worth *to the other one*, which move would you take, and what would that be worth to you?",
        "The function calls itself: on each position after a move, for the other player. What is good for them is as "
        "bad for you, and you choose the best. Put the stone on a copy, or take it back.",
        "Elsewhere: `max([3 - cost(a), 3 - cost(b)])` is the best of two offers; `max([], default=7)` is 7; "
        "`tour = route.copy(); tour[4] = 1` leaves `route` as it was.",
    ],
    solved="the truth about a game: for it nobody has to be good at it, only patient.",
    equivalent_mutants={
        "return won / player": "dividing by 1 or -1 is multiplying by it",
        "winner: return int(np.floor((sums == 3).any())) - int((sums == -3).any())": WHOLE,
        "winner: return int(np.ceil((sums == 3).any())) - int((sums == -3).any())": WHOLE,
        "winner: return int(np.floor((sums == 3).any() + 0.5)) - int((sums == -3).any())": WHOLE,
        "winner: return int((sums == 3).any()) - int(np.floor((sums == -3).any()))": WHOLE,
        "winner: return int((sums == 3).any()) - int(np.ceil((sums == -3).any()))": WHOLE,
        "winner: return int((sums == 3).any()) - int(np.floor((sums == -3).any() + 0.5))": WHOLE,
        "board = 2 * board + 1 if np.ndim(board) and len(board) == 1 else board": "a board has nine squares",
    },
)


exercise.edit(
    "minus forgotten",
    {"-minimax_value": "minimax_value"},
    """What a position is worth to the other one is worth minus that to you. Without the minus you choose what is best
    for *them*.""",
    hint=2,
)


@exercise.mistake("the end as X sees it")
def _(board, *, player):
    """At the end you give who has won, 1 or -1, whoever asks. The value is seen by `player`: if O has won and O asks,
    it is 1.
    """
    return recursion(board, player, end=lambda won, _: won)


@exercise.mistake("1 whoever has won")
def _(board, *, player):
    """Where somebody has won you give 1, whoever it is. It is 1 for the one, and -1 for the other."""
    return recursion(board, player, end=lambda won, player: 1)


@exercise.mistake("an end is always a loss")
def _(board, *, player):
    """Where somebody has won you give -1. Inside a game that is right, as whoever moved last has won. But asked from
    outside `player` may be the one who has won: then it is 1.
    """
    return recursion(board, player, end=lambda won, player: -1)


@exercise.mistake("the end with its sign turned")
def _(board, *, player):
    """The sign of the end is turned: if `player` has won it is worth 1 to `player`."""
    return recursion(board, player, end=lambda won, player: -won * player)


@exercise.mistake("the move instead of its value")
def _(board, *, player):
    """Where the game goes on you give *which* move is best. Wanted is what it is worth: `max`, not `argmax`."""
    return recursion(board, player, combine=lambda values: int(np.argmax(values)))


@exercise.mistake("values as X sees them")
def _(board, *, player):
    """What comes back is right as X sees it. Wanted is what it is worth to `player`: for O it is minus that."""
    return games.minimax_value(board, player=player) * player


exercise.edit(
    "the same player again",
    {"player=-player": "player=player"},
    "The same player moves again and again. After your move it is the other's turn: `player=-player`.",
)


@exercise.mistake("all stones are X's")
def _(board, *, player):
    """Whoever is to move, the stone that you put is a 1. O's stones are -1: put `player`."""

    def value(squares, mover):
        if won := games.winner(squares):
            return won * mover
        return max((-value(after, -mover) for after in after_each(squares, 1)), default=0)

    return value(board, player)


@exercise.mistake("stones pile up")
def _(board, *, player):
    """The stone of one move still lies there when the next one is tried, or the other one never gets a move. Each move
    wants the board as it was (a copy made *inside* the loop), and after it the other player's turn.
    """
    return recursion(board, player, turn=False, negate=False)


@exercise.also("stones pile up")
def _(board, *, player):
    return staying(board.copy(), player)


@exercise.also("stones pile up")
def _(board, *, player):
    return staying(board.copy(), player, copied=True)


exercise.edit("a stone of the other one", {"after[move] = player": "after[move] = -player"},
              "The stone that you put is the other one's. Whoever is to move puts their own: `player`.")  # fmt: skip


@exercise.mistake("seen by two at once")
def _(board, *, player):
    """X takes the largest value and O the smallest, as if all were seen by X, but the end is seen by `player`."""
    return seen_by_two(board, player)


exercise.edit("worst instead of best", {"max(values, default=0)": "min(values, default=0)"},
              "You take the worst move for whoever is to move. Each takes the best for themselves.")  # fmt: skip


@exercise.mistake("mean of the moves")
def _(board, *, player):
    """You take the mean over the moves: that is the value against somebody who plays at random. Perfect players take
    the best.
    """
    return recursion(board, player, combine=lambda values: sum(values) / len(values))


@exercise.mistake("sum of the moves")
def _(board, *, player):
    """You add up the values of all moves. Only one of them will be played: the best."""
    return recursion(board, player, combine=sum)


@exercise.mistake("only a win at once is seen")
def _(board, *, player):
    """A win at once is seen, and no loss that is coming. Do you look one move ahead only? Then ask the function itself
    what the position after a move is worth. Or does the best value so far begin at 0? Begin below every value.
    """
    won = games.winner(board)
    if won:
        return won * player
    return int(any(games.winner(after) == player for after in after_each(board, player)))


@exercise.also("only a win at once is seen")
def _(board, *, player):
    return recursion(board, player, combine=lambda values: max([0, *values]))


@exercise.mistake("first move only")
def _(board, *, player):
    """The first legal move alone decides. Look at all of them, then take the best."""
    return recursion(board, player, combine=lambda values: values[0])


@exercise.mistake("last move only")
def _(board, *, player):
    """The last legal move alone decides. Keep the best of all."""
    return recursion(board, player, combine=lambda values: values[-1])


@exercise.mistake("quick wins are worth more")
def _(board, *, player):
    """A late win gets less than a quick one. That is a good idea for playing, but wanted here are 1, 0 and -1 only."""

    def value(squares, player, depth):
        won = games.winner(squares)
        if won:
            return won * player * (10 - depth)
        return max((-value(after, -player, depth + 1) for after in after_each(squares, player)), default=0)

    return value(board, player, 0)


@exercise.mistake("a draw counts as a loss")
def _(board, *, player):
    """A draw counts as a loss for whoever is to move. It is worth 0 to both."""
    return recursion(board, player, tie=-1)


@exercise.mistake("who has won is not asked")
def _(board, *, player):
    """The game goes on after a win, to the last square. Ask `winner` first; only then look for moves."""
    values = [-games.minimax_value(after, player=-player) for after in after_all(board, player)]
    return max(values, default=games.winner(board) * player)


@exercise.also("who has won is not asked")
def _(board, *, player):
    def value(squares, mover):
        return max(
            (-value(after, -mover) for after in after_all(squares, mover)), default=games.winner(squares) * mover
        )

    return value(board, player)


@exercise.accepts("the two sides apart, stones taken back")
def _(board, *, player):
    squares = board.tolist()

    def value(mover):
        won = games.winner(np.array(squares))
        empty = [place for place in range(9) if squares[place] == 0]
        if won or not empty:
            return won
        values = []
        for place in empty:
            squares[place] = mover
            values.append(value(-mover))
            squares[place] = 0
        return max(values) if mover == 1 else min(values)

    return player * value(player)


@exercise.accepts("stops at the first win")
def _(board, *, player):
    def value(squares, player, low, high):
        if won := games.winner(squares):
            return won * player
        moves = games.legal_moves(squares)
        if len(moves) == 0:
            return 0
        for after in after_each(squares, player):
            low = max(low, -value(after, -player, -high, -low))
            if low >= high:
                break
        return low

    return value(board, player, -1, 1)
