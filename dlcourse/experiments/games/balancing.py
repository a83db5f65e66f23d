"""A pole to balance on a cart: own physics, and a network that learns to push left or right by REINFORCE.

The equations and constants are those of Barto, Sutton and Anderson (1983), *Neuronlike adaptive elements that can solve
difficult learning control problems*, without friction.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from dlcourse.lessons.forward import softmax
from dlcourse.nn.training import Adam, Dense, Network, Tanh
from dlcourse.nn.training.budget import few

GRAVITY, CART, POLE, HALF_LENGTH = 9.8, 1.0, 0.1, 0.5  # m/s², kg, kg, m
PUSH, STEP = 10.0, 0.02  # N, s
FAR, TILTED = 2.4, np.deg2rad(12)  # where it ends: m from the middle, and the angle
LONGEST = 200  # steps of an episode
TOGETHER = 16  # episodes before the weights change
UNITS, RATE, DISCOUNT = 16, 0.03, 0.98
ROUNDS = 40


def pushed(states, right):
    """Carts and poles 0.02 s later.

    Parameters
    ----------
    states : array (N, 4)
        Place (m), velocity (m/s), angle (rad) and its velocity (rad/s).
    right : bool array (N,)
        Whether the cart is pushed to the right, or else to the left.

    Returns
    -------
    array (N, 4)
    """
    x, v, angle, spin = states.T
    sine, cosine, mass = np.sin(angle), np.cos(angle), CART + POLE
    force = np.where(right, PUSH, -PUSH)
    along = (force + POLE * HALF_LENGTH * spin**2 * sine) / mass
    turning = (GRAVITY * sine - cosine * along) / (HALF_LENGTH * (4 / 3 - POLE * cosine**2 / mass))
    speeding = along - POLE * HALF_LENGTH * turning * cosine / mass
    v, spin = v + STEP * speeding, spin + STEP * turning  # first the velocities: semi-implicit Euler
    return np.column_stack([x + STEP * v, v, angle + STEP * spin, spin])


def fallen(states):
    """Which poles have fallen, or carts run out of the track: bool array (N,)."""
    return (np.abs(states[:, 0]) > FAR) | (np.abs(states[:, 2]) > TILTED)


@dataclass(frozen=True, eq=False)
class Balanced:
    """A network that pushes, and how long its poles stood.

    Parameters
    ----------
    network : Network
    curve : list of float
        Of each round of sixteen episodes, the mean number of steps.
    """

    network: Network
    curve: list

    def pushes_right(self, states):
        """What it takes to be better, without drawing: bool array (N,)."""
        Z = self.network.outputs(states)
        return Z[:, 1] > Z[:, 0]


def balance(policy_gradient, *, seed, baseline=True, rounds=ROUNDS, rate=RATE):
    """Learn to balance a pole, by trying.

    Parameters
    ----------
    policy_gradient : function
        ``policy_gradient(logits, actions, returns, baseline=...) -> array (N, 2)``, perhaps the learner's.
    seed : int
    baseline : bool
        Expect of each step what the episodes of this round that still ran got from that step on, on average; else 0.
    rounds : int
        Of sixteen episodes each.
    rate : float
        Of Adam.

    Returns
    -------
    Balanced
    """
    rng = np.random.default_rng(seed)
    network, optimizer, curve = Network([Dense(4, UNITS, rng), Tanh(), Dense(UNITS, 2, rng)]), Adam(rate), []
    for _ in range(few(rounds)):
        states, actions, alive = episodes(network, rng)
        curve.append(float(alive.sum(axis=0).mean()))
        returns = to_come(alive)
        means = returns.sum(axis=1) / alive.sum(axis=1)  # of those that still ran
        expected = np.broadcast_to(means[:, None] if baseline else 0.0, returns.shape)
        logits, caches = network.forward(states[alive], training=True)
        d_logits = policy_gradient(logits, actions[alive], returns[alive], baseline=expected[alive])
        optimizer.step(network, network.backward(d_logits, caches))
    return Balanced(network, curve)


def episodes(network, rng):
    """Let a network push in sixteen episodes until the poles have fallen, each push drawn by its probability.

    Returns
    -------
    tuple
        States (T, N, 4), actions int (T, N), and whether the pole still stood: bool (T, N).
    """
    at, standing, found = first_states(rng, TOGETHER), np.ones(TOGETHER, dtype=bool), []
    while standing.any() and len(found) < LONGEST:
        actions = (rng.random(TOGETHER) < softmax(network.outputs(at))[:, 1]).astype(int)
        found.append((at, actions, standing))
        at = pushed(at, actions == 1)
        standing = standing & ~fallen(at)
    return tuple(np.array(part) for part in zip(*found, strict=True))


def first_states(rng, count):
    """Carts near the middle with poles that nearly stand: array (N, 4)."""
    return rng.uniform(-0.05, 0.05, (count, 4))


def to_come(alive):
    """For each step of each episode, how many more steps the pole stood, later ones counting less: array (T, N)."""
    returns, ahead = np.zeros(alive.shape), np.zeros(alive.shape[1])
    for t in range(len(alive) - 1, -1, -1):
        ahead = alive[t] * (1 + DISCOUNT * ahead)
        returns[t] = ahead
    return returns


def stands(pushes_right, *, seed, count=100):
    """How long poles stand under a rule: int array (N,), at most 200 steps.

    Parameters
    ----------
    pushes_right : function
        ``pushes_right(states) -> bool array (N,)``.
    seed : int
        Of the first states.
    count : int
        Of poles.
    """
    at, steps, standing = first_states(np.random.default_rng(seed), count), np.zeros(count, int), np.ones(count, bool)
    for _ in range(LONGEST):
        at = pushed(at, np.asarray(pushes_right(at)))
        standing &= ~fallen(at)
        steps += standing
        if not standing.any():
            break
    return steps


def rules_tried(seed):
    """How many rules "push to the right if a weighted sum of the state is positive" are drawn until one balances.

    The sceptic's way, without any gradient: each rule's four weights are drawn, and it is tried on sixteen episodes.

    Returns
    -------
    int
    """
    rng = np.random.default_rng(seed)
    for tried in itertools.count(1):
        weights = rng.normal(size=4)
        first = int(rng.integers(2**31))
        if (stands(lambda states, weights=weights: states @ weights > 0, seed=first, count=TOGETHER) == LONGEST).all():
            return tried
