"""Search: look ahead from a position, and judge what is reached by random play or by a network."""

import numpy as np

from dlcourse.experiments.games.players import course_tree

CURIOSITY = 1.0  # how much a move is tried that was tried rarely


def searched(simulations, judge=None, *, seed=0, curiosity=CURIOSITY):
    """A player who looks ahead: tree search with as many simulations for each move.

    A simulation goes down the tree of moves, at each position to the move whose mean so far, plus a bonus for what was
    tried rarely, is highest (UCT, Kocsis and Szepesvari 2006), until it comes to a position that is new. That is judged,
    and the verdict goes into the means of all moves on the way.

    Parameters
    ----------
    simulations : int
        How many positions are judged for each move.
    judge : function, optional
        ``judge(board, stone) -> scores`` of the moves, a player such as a trained network: what is new is worth its
        best score. Without one a game is played to its end with random moves.
    seed : int
        Of the random games.
    curiosity : float

    Returns
    -------
    function
        ``player(board, stone) -> array (9,)``, the share of simulations in which each move was taken.
    """
    known, rng = course_tree(), np.random.default_rng(seed)
    verdicts = {}

    def verdict(place):
        if known.over[place]:
            return float(known.won[place] * known.mover[place])
        if judge is None:
            return _random_end(known, place, rng)
        if place not in verdicts:
            best = float(np.max(judge(known.boards[place].copy(), int(known.mover[place]))))
            verdicts[place] = min(max(best, -1.0), 1.0)
        return verdicts[place]

    def player(board, stone):
        root = known.place(board)
        counts, sums = {}, {}
        for _ in range(simulations):
            _simulate(known, root, counts, sums, verdict, curiosity)
        tried = counts.get(root, np.zeros(9))
        return np.where(known.after[root] < 0, -np.inf, tried / max(tried.sum(), 1))

    return player


def _simulate(known, root, counts, sums, verdict, curiosity):
    """One simulation: down to a position that is new, and back."""
    place, way = root, []
    while place in counts or place == root:
        if known.over[place]:
            break
        n = counts.setdefault(place, np.zeros(9))
        w = sums.setdefault(place, np.zeros(9))
        with np.errstate(divide="ignore", invalid="ignore"):
            bound = np.where(n > 0, w / n + curiosity * np.sqrt(np.log(n.sum()) / n), np.inf)
        square = int(np.argmax(np.where(known.after[place] < 0, -np.inf, bound)))
        way.append((place, square))
        place = int(known.after[place, square])
    if way and place not in counts and not known.over[place]:
        counts[place], sums[place] = np.zeros(9), np.zeros(9)
    value = verdict(place)  # for the player who is to move there
    for at, square in reversed(way):
        value = -value
        counts[at][square] += 1
        sums[at][square] += value


def _random_end(known, place, rng):
    """How a game ends for the player who is to move, if both put stones anywhere."""
    stone = known.mover[place]
    while not known.over[place]:
        squares = np.flatnonzero(known.after[place] >= 0)
        place = known.after[place, squares[rng.integers(len(squares))]]
    return float(known.won[place] * stone)
