"""A network that plays against itself: nobody tells it a good move, only how a game ended."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.games.examining import lines_lost
from dlcourse.experiments.games.tree import SQUARES, Tree, tree
from dlcourse.lessons import games as lesson
from dlcourse.nn.training import Adam, Dense, Network, ReLU
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

UNITS, RATE, TOGETHER = 64, 0.01, 16  # hidden units, of Adam, and games before the weights change
GAMES, LOOKS = 8000, 20  # and how often the network is examined meanwhile


def inputs(boards, mover):
    """What the network sees of positions after a move: the stones of who moved, then the other's.

    Parameters
    ----------
    boards : int array (N, 9)
    mover : int array (N,)
        Who is to move next: 1 or -1.

    Returns
    -------
    array (N, 18)
        0 or 1.
    """
    own = boards == -np.asarray(mover)[:, None]
    return np.concatenate([own, (boards != 0) & ~own], axis=1).astype(float)


def untrained(rng):
    """A network 18-64-1 that has not played yet."""
    return Network([Dense(2 * SQUARES, UNITS, rng), ReLU(), Dense(UNITS, 1, rng)])


@dataclass(frozen=True, eq=False)
class Learned:
    """A network and how it came to be. It is a player itself: ``learned(board, stone)`` are the scores of the squares.

    Parameters
    ----------
    network : Network
    folded : bool
        Whether it sees of all positions that look alike the same one.
    curve : list of (int, int)
        Games played, and in how many lines it could then be beaten.
    known : Tree
    """

    network: Network
    folded: bool
    curve: list
    known: Tree

    def __call__(self, board, stone):
        """What the network expects of a stone on each square: array (9,), -inf where none may stand."""
        after = self.known.after[self.known.place(board)]
        expected = np.full(SQUARES, -np.inf)
        legal = np.flatnonzero(after >= 0)
        if len(legal):
            expected[legal] = self.network.outputs(seen(self.known, after[legal], self.folded))[:, 0]
        return expected


def seen(known, places, folded):
    """The inputs of some positions: array (N, 18)."""
    if folded:
        places = known.alike[known.fold[places]]
    return inputs(known.boards[places], known.mover[places])


class _Worth:
    """What a network expects of all positions, for the player who moved there."""

    def __init__(self, known, folded):
        self.known, self.folded = known, folded
        places = known.alike if folded else np.arange(len(known.boards))
        self.X = inputs(known.boards[places], known.mover[places])

    def rows(self, places):
        """The inputs of some positions."""
        return self.X[self.known.fold[places] if self.folded else places]

    def all(self, network):
        """array (P,)."""
        V = network.outputs(self.X)[:, 0]
        return V[self.known.fold] if self.folded else V


def scores(known, V, places):
    """The scores of all moves from some positions: array (N, 9), -inf where a move is not legal."""
    after = known.after[places]
    return np.where(after < 0, -np.inf, V[after])


def learn(
    *, winner, legal_moves, epsilon_greedy, td_target, seed, games=GAMES, folded=True, epsilon=0.3, rate=RATE, looks=LOOKS
):
    """Learn tic-tac-toe by self-play.

    Sixteen games are played at a time, each move by `epsilon_greedy` from what the network expects. Then the network
    learns to expect, after each move, what `td_target` makes of the end of the game, or of the other's next best.

    Parameters
    ----------
    winner, legal_moves, epsilon_greedy, td_target : function
        The lesson's, perhaps the learner's.
    seed : int
    games : int
    folded : bool
        Show the network of all positions that look alike, turned or mirrored, always the same one.
    epsilon : float
        The share of moves that are drawn.
    rate : float
        Of Adam.
    looks : int
        How often it is counted in how many lines the network can be beaten.

    Returns
    -------
    Learned
    """
    known, rng = tree(winner, legal_moves), np.random.default_rng(seed)
    network, optimizer, worth = untrained(rng), Adam(rate), _Worth(known, folded)
    choose = at_pace(epsilon_greedy, lesson.epsilon_greedy)
    rounds, curve = few(max(1, games // TOGETHER)), []
    looked = {round(k * rounds / looks) for k in range(1, looks + 1)} if looks else set()
    for done in range(1, rounds + 1):
        V = worth.all(network)
        places = _play(known, V, choose, epsilon, rng)
        targets = _targets(known, V, places, td_target)
        _, gradients = network.loss_and_gradients(worth.rows(places), targets, half_squares)
        optimizer.step(network, gradients)
        if done in looked:
            curve.append((done * TOGETHER, len(lost(known, worth.all(network)))))
    return Learned(network, folded, curve, known)


def half_squares(Z, y):
    """Half the mean of the squared errors, and its gradient."""
    error = Z[:, 0] - y
    return 0.5 * np.mean(error**2), (error / len(y))[:, None]


def _play(known, V, choose, epsilon, rng):
    """Sixteen games at once: the positions after all moves of all games."""
    at, over, visited = np.zeros(TOGETHER, dtype=int), known.over, []
    while len(at):
        table = scores(known, V, at)
        moves = [int(choose(row, epsilon=epsilon, rng=rng)) for row in table]
        at = known.after[at, moves]
        visited.append(at)
        at = at[~over[at]]
    return np.concatenate(visited)


def _targets(known, V, places, td_target):
    """What the network should have expected of these positions."""
    rewards = known.won[places] * -known.mover[places] * 1.0  # for the player who moved
    targets = td_target(rewards, scores(known, V, places), known.over[places], discount=1.0)
    return np.asarray(targets, dtype=float)


def lost(known, V):
    """The lines in which a player who moves by these expectations is beaten."""
    best = scores(known, V, np.arange(len(known.boards))).argmax(axis=1)
    return lines_lost(known, lambda place: best[place])
