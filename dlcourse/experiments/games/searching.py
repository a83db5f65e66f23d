"""Search: look ahead from a position, and judge what is reached by random play or by a network."""

import math

import numpy as np

from dlcourse.experiments.games.players import course_tree
from dlcourse.experiments.games.positions import SQUARES

CURIOSITY = 1.0  # how much a move is tried that was tried rarely


def searched(simulations, judge=None, *, seed=0, curiosity=CURIOSITY):
    """A player who looks ahead: tree search with so many simulations for each move.

    A simulation goes down the tree of moves, at each position to the move whose mean so far, plus a bonus for what was
    tried rarely, is highest (UCT: Kocsis and Szepesvári 2006, *Bandit based Monte-Carlo planning*), until it comes to a
    position that is new. That is judged, and the verdict goes into the means of all moves on the way.

    Parameters
    ----------
    simulations : int
        How many positions are judged for each move.
    judge : function, optional
        ``judge(board, stone) -> scores`` of the moves, a player such as a trained network: a new position is worth its
        best score. Without one a game is played to its end with random moves.
    seed : int
        Of the random games.
    curiosity : float
        The weight of the bonus.

    Returns
    -------
    function
        ``player(board, stone) -> array (9,)``, the share of simulations in which each move was taken.
    """
    known, rng = course_tree(), np.random.default_rng(seed)
    verdict = _by_random_games(known, rng) if judge is None else _by_judge(known, judge)

    def player(board, stone):
        root = known.place(board)
        tried = {root: _untried(known, root)}
        for _ in range(simulations):
            _simulate(known, root, tried, verdict, curiosity)
        shares = np.full(SQUARES, -np.inf)
        for (square, _), (count, _) in zip(known.choices[root], tried[root], strict=True):
            shares[square] = count / simulations
        return shares

    return player


def _simulate(known, root, tried, verdict, curiosity):
    """One simulation; `tried` has for each position a pair [count, sum of verdicts] for each of its choices."""
    place, way = root, []
    while known.ends[place] is None and place in tried:
        k = _most_promising(tried[place], curiosity)
        way.append(tried[place][k])
        place = known.choices[place][k][1]
    value = known.ends[place]  # for the player who is to move there
    if value is None:
        tried[place], value = _untried(known, place), verdict(place)
    for pair in reversed(way):
        value = -value  # what is good for one is bad for the other
        pair[0] += 1
        pair[1] += value


def _untried(known, place):
    return [[0, 0.0] for _ in known.choices[place]]


def _most_promising(pairs, curiosity):
    """Which choice to follow: the first that was not tried, or else the highest mean plus bonus."""
    for k, (count, _) in enumerate(pairs):
        if count == 0:
            return k
    bonus = curiosity * math.sqrt(math.log(sum(count for count, _ in pairs)))
    return max(range(len(pairs)), key=lambda k: pairs[k][1] / pairs[k][0] + bonus / math.sqrt(pairs[k][0]))


def _by_judge(known, judge):
    """What a position is worth to a player such as a network; each is asked for once."""
    verdicts = {}

    def verdict(place):
        if place not in verdicts:
            best = float(np.max(judge(known.boards[place].copy(), int(known.mover[place]))))
            verdicts[place] = min(max(best, -1.0), 1.0)
        return verdicts[place]

    return verdict


def _by_random_games(known, rng):
    """How a game ends, if both put stones anywhere from here on."""

    def verdict(place):
        stone = known.mover[place]
        while known.ends[place] is None:
            choices = known.choices[place]
            place = choices[int(len(choices) * rng.random())][1]
        return float(known.won[place] * stone)

    return verdict
