"""A network that plays against itself: nobody tells it a good move, only how a game ended."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.games.examining import lines_lost
from dlcourse.experiments.games.positions import SQUARES, Tree, tree
from dlcourse.lessons import games as lesson
from dlcourse.lessons.losses import mse, mse_gradient
from dlcourse.nn.training import Adam, Dense, Network, ReLU
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

UNITS, RATE, EPSILON = 64, 0.03, 0.3  # hidden units, of Adam, and the share of moves that are drawn
TABLE_RATE = 0.2
TOGETHER, STEPS = 16, 4  # games before the weights change, and steps then
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
            places, back = np.unique(shown_as(self.known, after[legal], self.folded), return_inverse=True)
            X = inputs(self.known.boards[places], self.known.mover[places])
            expected[legal] = self.network.outputs(X)[back, 0]  # alike ones are level to the last digit
        return expected


def shown_as(known, places, folded):
    """Which positions the network is shown for some: int array."""
    return known.alike[known.fold[places]] if folded else places


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
    *,
    winner,
    legal_moves,
    epsilon_greedy,
    td_target,
    seed,
    games=GAMES,
    folded=True,
    epsilon=EPSILON,
    rate=RATE,
    looks=LOOKS,
):
    """Learn tic-tac-toe by self-play.

    Sixteen games are played at a time, each move by `epsilon_greedy` from what the network expects. Then the network
    makes four steps towards what `td_target` gives for the positions after each move: the end of the game, or minus the
    other's next best. The first step is for these games, the others for positions drawn from all games so far.

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
        Of Adam at first; it falls evenly to 0.
    looks : int
        How often it is counted in how many lines the network can be beaten.

    Returns
    -------
    Learned
    """
    known, rng = tree(winner, legal_moves), np.random.default_rng(seed)
    network, worth = untrained(rng), _Worth(known, folded)
    optimizer = Adam(lambda step: rate * (1 - step / (STEPS * _rounds(games))))

    def step(places, targets):
        _, gradients = network.loss_and_gradients(worth.rows(places), targets, half_squares)
        optimizer.step(network, gradients)

    play = _Play(known, *at_their_pace(epsilon_greedy, td_target), epsilon, rng)
    curve = play.learn(games, looks, lambda: worth.all(network), step)
    return Learned(network, folded, curve, known)


def learn_table(
    *,
    winner,
    legal_moves,
    epsilon_greedy,
    td_target,
    seed,
    games=GAMES,
    epsilon=EPSILON,
    rate=TABLE_RATE,
    looks=LOOKS,
):
    """The same self-play, but with a table in the network's place: a number for all positions that look alike.

    Parameters
    ----------
    winner, legal_moves, epsilon_greedy, td_target : function
    seed : int
    games : int
    epsilon : float
    rate : float
        How far a number goes, with each step, towards the mean of its targets; it falls evenly to 0.
    looks : int

    Returns
    -------
    tuple (function, list of (int, int))
        A player, and the curve as of :func:`learn`.
    """
    known, rng = tree(winner, legal_moves), np.random.default_rng(seed)
    table, steps = np.zeros(len(known.alike)), iter(range(STEPS * _rounds(games)))

    def step(places, targets):
        rows, many = known.fold[places], len(table)
        counts = np.bincount(rows, minlength=many)
        means = np.bincount(rows, targets, minlength=many) / np.maximum(counts, 1)
        now = rate * (1 - next(steps) / (STEPS * _rounds(games)))
        table[counts > 0] += now * (means - table)[counts > 0]

    play = _Play(known, *at_their_pace(epsilon_greedy, td_target), epsilon, rng)
    curve = play.learn(games, looks, lambda: table[known.fold], step)
    return (lambda board, stone: scores(known, table[known.fold], [known.place(board)])[0]), curve


def at_their_pace(epsilon_greedy, td_target):
    """Both functions, thousands of times called, as :func:`dlcourse.nn.training.pace.at_pace` gives them."""
    return at_pace(epsilon_greedy, lesson.epsilon_greedy), at_pace(td_target, lesson.td_target)


def _rounds(games):
    return few(max(1, games // TOGETHER))


def half_squares(Z, y):
    """Half the mean squared error, and its gradient."""
    y = y[:, None]
    return 0.5 * mse(Z, y), 0.5 * mse_gradient(Z, y)


@dataclass(frozen=True, eq=False)
class _Play:
    """Self-play, whatever it is that learns from it."""

    known: Tree
    choose: Callable
    td_target: Callable
    epsilon: float
    rng: np.random.Generator

    def learn(self, games, looks, expected, step):
        """Play and learn by turns; gives the curve. `expected` gives an array (P,), and `step` learns from targets."""
        rounds, curve, past = _rounds(games), [], np.array([], dtype=int)
        looked = {round(k * rounds / looks) for k in range(1, looks + 1)} if looks else set()
        for done in range(1, rounds + 1):
            V = expected()
            places = self._games(V)
            step(places, self._targets(V, places))
            past = np.concatenate([past, places])
            for _ in range(STEPS - 1):
                places = past[self.rng.integers(len(past), size=len(places))]
                step(places, self._targets(expected(), places))
            if done in looked:
                curve.append((done * TOGETHER, len(lost(self.known, expected()))))
        return curve

    def _games(self, V):
        """Sixteen games at once: the positions after all moves of all games."""
        known, at, visited = self.known, np.zeros(TOGETHER, dtype=int), []
        while len(at):
            rows = scores(known, V, at)
            moves = [int(self.choose(row, epsilon=self.epsilon, rng=self.rng)) for row in rows]
            at = known.after[at, moves]
            if (at < 0).any():
                raise ValueError(f"a stone was put on square {moves[int(at.argmin())]}, where none may stand")
            visited.append(at)
            at = at[~known.over[at]]
        return np.concatenate(visited)

    def _targets(self, V, places):
        """What should have been expected of these positions, by the player who moved there."""
        known = self.known
        rewards = known.won[places] * -known.mover[places] * 1.0
        targets = self.td_target(rewards, scores(known, V, places), known.over[places], discount=1.0)
        return np.asarray(targets, dtype=float)


def lost(known, V):
    """The lines in which a player who moves by these expectations is beaten."""
    best = scores(known, V, np.arange(len(known.boards))).argmax(axis=1)
    return lines_lost(known, lambda place: best[place])
