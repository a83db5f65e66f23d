"""A challenge: the move of a player who never loses and wins where that can be forced, for any position, in time."""

from functools import cache

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.exercises.games._cases.positions import ROWS, board, has_won

DRAWN, TRAPS = 50, ("X.. .O. ..X", "..X .O. X..", "X.. .OX ...", ".X. XO. ...", "... .OX .X.", "X.. .O. .X.")


@cache
def truth():
    """The value of every position that can come up, as the one to move sees it, by the tuple of its squares.

    In each the one to move is 1: there is the position with X to move, and with O to move with the signs turned.
    """
    known = {}

    def value(squares):
        if squares not in known:
            if has_won(squares, -1):
                known[squares] = -1
            else:
                known[squares] = max((-value(after) for after in replies(squares).values()), default=0)
        return known[squares]

    value((0,) * 9)
    return known


@cache
def replies(squares):
    """What the other one sees after each legal move, by its place."""
    turned = [-sign for sign in squares]
    return {place: (*turned[:place], -1, *turned[place + 1 :]) for place in range(9) if squares[place] == 0}


@cache
def open_positions():
    """All positions in which a game goes on, in a fixed order."""
    return sorted(squares for squares in truth() if 0 in squares and not has_won(squares, -1))


def cases(rng):
    """A win and a threat by hand; the second stone; positions with a fork; then drawn ones of all 4,520."""
    first = np.zeros((10, 9), dtype=int)  # the last board stays empty
    np.fill_diagonal(first[:9], -1)
    by_hand = np.stack([board("XX. OO. ..."), board("OO. X.. ..X"), board("XX. OO. .XO")])
    count = DRAWN + int(rng.integers(20))
    chosen = rng.choice(len(open_positions()), size=count, replace=False)
    drawn = np.array([open_positions()[place] for place in chosen])
    few_empty = (drawn == 0).sum(axis=1) < 5
    return [
        Case(by_hand[:1]),
        Case(by_hand),
        Case(drawn[few_empty][:12]),
        Case(np.stack([-board(text) for text in TRAPS])),
        Case(first),
        Case(drawn),
    ]


def observe(arguments, value):
    """Whether the moves are legal, and, kind by kind of position, whether they are as good as the best."""
    boards = arguments["boards"]
    moves = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if moves.shape != (len(boards),):
        raise Malformed(f"Wanted is a whole number for each of the boards, here {len(boards)}; not {describe(value)}.")
    if moves.dtype.kind not in "iu":
        raise Malformed("Wanted is a whole number for each board, of an int type; yours are of another type.")
    found, legal = {}, "all"
    for squares, move in zip(boards.tolist(), moves.tolist(), strict=True):
        after = replies(tuple(squares))
        if move not in after:
            legal = "not all: some squares are taken" if 0 <= move < 9 and legal != "no" else "no"
        good = move in after and -truth()[after[move]] == truth()[tuple(squares)]
        found.setdefault(_kind(tuple(squares)), set()).add(good)
    words = {(True,): "all as good as the best", (False, True): "some as good as the best", (False,): "none"}
    legal = "not all: some are no squares" if legal == "no" else legal
    return {"legal moves": legal} | {kind: words[tuple(sorted(found[kind]))] for kind in sorted(found)}


@cache
def _kind(squares):
    """What a position asks for."""
    if any(has_won(others, -1) for others in replies(squares).values()):
        return "one stone wins"
    if any(has_won(others, -1) for others in replies(tuple(-sign for sign in squares)).values()):
        return "the other one threatens to win"
    return {1: "a win can be forced", 0: "a draw can be held", -1: "lost"}[truth()[squares]]


def never_lose(boards):
    """The moves of a player who never loses, and who wins where a win can be forced.

    boards: int array (N, 9), positions in which a game goes on and 1, your stones, is to move;
    -1 are the other's -> int array (N,), a move for each, of the best value

    >>> never_lose(np.array([[1, 1, 0, -1, -1, 0, 0, 0, 0], [-1, -1, 0, 1, 0, 0, 0, 0, 1]]))  # wins; is in the way
    array([2, 2])
    """
    lines = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))
    known = {}  # what was thought through once is not thought through again

    def best(squares):
        if squares in known:
            return known[squares]
        if any(squares[a] + squares[b] + squares[c] == -3 for a, b, c in lines):
            return -1, None
        value, move = -2, None
        for place in range(9):
            if squares[place] == 0 and value < 1:
                after = [-sign for sign in squares]
                after[place] = -1
                reply = -best(tuple(after))[0]
                if reply > value:
                    value, move = reply, place
        known[squares] = (value, move) if move is not None else (0, None)
        return known[squares]

    return np.array([best(tuple(squares))[1] for squares in boards.tolist()])


exercise = Exercise(
    reference=never_lose,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    form="challenge",
    hints=[
        "Your `minimax_value` would do, if it had the time: from the empty board it looks at 549,946 positions on its "
        "way. But how many *different* ones are there?",
        "Either remember what each position was found to be worth, in a dict. Or write down what a good player does: "
        "win, be in the way, make two threats at once, prevent that. Whichever you take: the position is the same game "
        "if all signs are turned, so you are always 1.",
        "Elsewhere: `(3, 1, 4)` can be a key of a dict and a list cannot; `if road in seen: return seen[road]` spares "
        "the way; `tuple(row.tolist())` makes plain numbers of a row, which Python handles faster than NumPy's.",
    ],
    solved="a player who never loses. It knows all about this game, and nothing about any other.",
)


def choose(boards, score):
    """For each board the first of the legal moves with the highest `score(squares, place)`."""
    chosen = []
    for squares in boards.tolist():
        legal = [place for place in range(9) if squares[place] == 0]
        chosen.append(max(legal, key=lambda place: score(tuple(squares), place)))
    return np.array(chosen)


def wins(squares, place, player=1):
    """Whether a stone of this player there makes a line."""
    after = [*squares[:place], player, *squares[place + 1 :]]
    return has_won(after, player)


def worth(squares, place):
    """The true value of a move."""
    return -truth()[replies(squares)[place]]


@exercise.mistake("forks are not seen")
def _(boards):
    """You win at once and stand in the way of a win, and else judge squares by themselves, it seems. Who makes *two*
    threats at once wins: nobody can be in the way of both. Look further ahead, or for such moves.
    """
    good = (1, 0, 1, 0, 2, 0, 1, 0, 1)
    return choose(boards, lambda s, place: (wins(s, place), wins(s, place, -1), good[place]))


@exercise.mistake("wins, but does not defend")
def _(boards):
    """You take a win, but do not see that the other one is about to win. Ask what *they* could do next."""
    return choose(boards, lambda squares, place: wins(squares, place))


@exercise.also("wins, but does not defend")
def _(boards):
    good = (1, 0, 1, 0, 2, 0, 1, 0, 1)
    return choose(boards, lambda squares, place: (wins(squares, place), good[place]))


@exercise.mistake("the other one's forks are not seen")
def _(boards):
    """You win, are in the way of wins, and force wins of your own. But against two threats at once there is no remedy
    any more: prevent them before.
    """

    def score(squares, place):
        return wins(squares, place), wins(squares, place, -1), max(worth(squares, place), 0)

    return choose(boards, score)


@exercise.mistake("defends before it wins")
def _(boards):
    """Where you could win at once, you stand in the way of the other one: first win. Nobody answers then."""
    return choose(boards, lambda squares, place: (wins(squares, place, -1), worth(squares, place)))


@exercise.also("defends before it wins")
def _(boards):
    good = (1, 0, 1, 0, 2, 0, 1, 0, 1)
    return choose(boards, lambda s, place: (wins(s, place, -1), wins(s, place), good[place]))


@exercise.also("defends before it wins")
def _(boards):
    return choose(boards, lambda s, place: (wins(s, place, -1), wins(s, place), -place))


@exercise.mistake("a draw is enough")
def _(boards):
    """You never lose, but let wins go: where a win can be forced, force it. Take the *best* value, not the first that
    is no loss.
    """
    return choose(boards, lambda squares, place: min(worth(squares, place), 0))


@exercise.mistake("plays for the other one")
def _(boards):
    """You choose what is worst for yourself: is there a minus missing, or do you move the stones -1?"""
    return choose(boards, lambda squares, place: -worth(squares, place))


@exercise.mistake("does not look at the game")
def _(boards):
    """The moves are legal, but not even a win at once is always taken. A board by hand: what does each move lead to,
    and as whom do you judge it?
    """
    return choose(boards, lambda squares, place: -place)


@exercise.mistake("squares that are taken")
def _(boards):
    """Some of the moves go to squares on which a stone stands."""
    return np.full(len(boards), 4)


@exercise.mistake("counted from 1")
def _(boards):
    """The moves are one too high: squares are counted from 0 to 8."""
    return never_lose(boards) + 1


@exercise.accepts("by remembering, in lists")
def _(boards):
    seen = {}

    def value(squares):
        key = "".join(map(str, squares))
        if key not in seen:
            lines = [[squares[place] for place in row] for row in ROWS]
            if [-1, -1, -1] in lines:
                seen[key] = -1
            else:
                places = [place for place in range(9) if squares[place] == 0]
                seen[key] = max((-value(turned(squares, place)) for place in places), default=0)
        return seen[key]

    def turned(squares, place):
        after = [-sign for sign in squares]
        after[place] = -1
        return after

    answer = []
    for squares in boards.tolist():
        places = [place for place in range(9) if squares[place] == 0]
        answer.append(max(places, key=lambda place: -value(turned(squares, place))))
    return answer
