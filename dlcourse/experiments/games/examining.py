"""How good a player is: in games, along every line that can be played against it, and position by position."""

import numpy as np

from dlcourse.experiments.games.players import course_tree


def lines_lost(known, move):
    """All lines that end with a defeat of one player, whatever the other does.

    Parameters
    ----------
    known : Tree
    move : function
        ``move(place) -> square``, of the player.

    Returns
    -------
    list of tuple of int
        The squares in turn, X's first; the player is X in some of the lines and O in others.
    """
    found = []
    for stone in (1, -1):
        open_lines = [((), 0)]
        while open_lines:
            line, place = open_lines.pop()
            if known.won[place] == -stone:
                found.append(line)
            after = known.after[place]
            own = known.mover[place] == stone
            squares = np.flatnonzero(after >= 0)
            if own and len(squares):
                squares = [int(move(place))]
            open_lines += [((*line, int(square)), after[square]) for square in squares]
    return sorted(found)


def examine(player):
    """Play every line that can be played against a player, as X and as O.

    Parameters
    ----------
    player : function
        ``player(board, stone) -> scores (9,)``; it takes the first of the highest.

    Returns
    -------
    list of tuple of int
        The lines in which it is beaten: the squares in turn, X's first. An empty list is a player who never loses.
    """
    known = course_tree()
    return lines_lost(known, _remembered(known, player))


def distance(player, values):
    """The share of positions in which a player's move is not one of the best, of those that do not look alike.

    Parameters
    ----------
    player : function
        ``player(board, stone) -> scores (9,)``.
    values : int array (P,)
        Of :func:`true_values`.

    Returns
    -------
    float
        From 0 (perfect play everywhere, also where its own play never leads) to 1.
    """
    known = course_tree()
    places = known.alike[~known.over[known.alike]]
    move = _remembered(known, player)
    return float(np.mean([-values[known.after[place, move(place)]] < values[place] for place in places]))


def against(player, other, *, games=1000):
    """Let two play, each beginning every second game.

    Parameters
    ----------
    player : function
        It plays the same in the same position: it is asked once.
    other : function
        It may draw, as :func:`random_player` does; else all games are the same two.
    games : int

    Returns
    -------
    dict of str to int
        How many games the first one has "won", "drawn" and "lost".
    """
    known, counts = course_tree(), {"won": 0, "drawn": 0, "lost": 0}
    move = _remembered(known, player)
    for game in range(games):
        stone, place = 1 if game % 2 == 0 else -1, 0
        while not known.over[place]:
            mover = int(known.mover[place])
            square = move(place) if mover == stone else int(np.argmax(other(known.boards[place].copy(), mover)))
            place = known.after[place, square]
        counts[{1: "won", 0: "drawn", -1: "lost"}[int(known.won[place] * stone)]] += 1
    return counts


def _remembered(known, player):
    """The player's move in a position, asked for once."""
    moves = {}

    def move(place):
        if place not in moves:
            scores = player(known.boards[place].copy(), int(known.mover[place]))
            moves[place] = int(np.argmax(np.where(known.after[place] < 0, -np.inf, scores)))
        return moves[place]

    return move
