"""A challenge: a trained network in as few bytes as can be, that still reads what it read."""

import numpy as np

from dlcourse.checking.specification import Exercise, Marks
from dlcourse.exercises.compression._cases.smallest_network import (
    LEAST_SAVED,
    cases,
    network,
    observe,
    saved,
    tell,
    together,
)
from dlcourse.lessons import compression


def smallest_network(weights, X, y):
    """Store a network, or a smaller one in its place, in few bytes.

    weights: dict of the arrays W1 (D, H), b1 (H,), W2 (H, C) and b2 (C,), for which the scores of
    pictures are relu(X W1 + b1) W2 + b2
    X: array (N, D), y: int array (N,), the pictures it has learned from, and their classes
    -> dict by the same names of the tuples (q, scale, zero_point, bits); H may be another

    >>> weights = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.eye(2), "b2": np.zeros(2)}
    >>> small = smallest_network(weights, np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1]))
    >>> q, scale, zero_point, bits = small["W1"]
    >>> q.shape, bits
    ((2, 2), 3)
    """

    def softmax(Z):
        powers = np.exp(Z - Z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    steps, rng = 300, np.random.default_rng(0)
    H = np.maximum(X @ weights["W1"] + weights["b1"], 0)
    wanted = softmax((H @ weights["W2"] + weights["b2"]) / 2)
    most = np.argsort(-H.std(axis=0) * np.linalg.norm(weights["W2"], axis=1))[:14]  # the units that say most
    begin = {"W1": weights["W1"][:, most], "b1": weights["b1"][most], "W2": weights["W2"][most], "b2": weights["b2"]}
    row = np.concatenate([W.ravel() for W in begin.values()])  # all parameters, and what Adam keeps of their gradients
    m, v = np.zeros((2, row.size))
    parts = np.split(row, np.cumsum([W.size for W in begin.values()])[:-1])
    own = {name: part.reshape(W.shape) for (name, W), part in zip(begin.items(), parts)}  # views of it

    def in_steps(W):
        bits = 3 if W is own["W1"] else 6  # what stands near the end must be finer, and is few
        low, high = min(W.min(), 0.0), max(W.max(), 0.0)
        scale = (high - low) / (2**bits - 1) if high > low else 1.0
        zero_point = round(-low / scale)
        q = np.minimum(np.maximum(np.rint(W / scale) + zero_point, 0), 2**bits - 1)
        return q.astype(np.uint8), scale, zero_point, bits

    for step, rows in enumerate(rng.integers(len(X), size=(steps, 128)), 1):
        used = own
        if step > steps / 2:  # from here on it learns with what will be stored
            stored = {name: in_steps(W) for name, W in own.items()}
            used = {name: scale * (q.astype(int) - zero) for name, (q, scale, zero, _) in stored.items()}
        H = np.maximum(X[rows] @ used["W1"] + used["b1"], 0)
        dZ = 2 * (softmax((H @ used["W2"] + used["b2"]) / 2) - wanted[rows]) / len(rows)
        dH = (dZ @ used["W2"].T) * (H > 0)
        gradient = np.concatenate([(X[rows].T @ dH).ravel(), dH.sum(axis=0), (H.T @ dZ).ravel(), dZ.sum(axis=0)])
        m += 0.1 * (gradient - m)
        v += 0.001 * (gradient**2 - v)
        size = 0.015 * (1 - step / steps) + 1e-5
        row -= size * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {name: in_steps(W) for name, W in own.items()}


exercise = Exercise(
    reference=smallest_network,
    points=3,
    minutes=25,
    cases=cases,
    observe=observe,
    together=together,
    tell=tell,
    marks=Marks(saved, ((LEAST_SAVED, 1), (0.92, 2), (0.94, 3)), "of the bytes saved"),
    form="challenge",
    hints=[
        "Which of the ways of this lesson costs you nothing but a line? And what did a network get back by learning on "
        "after it had been made small?",
        "Every way saves a factor of its own, and they multiply: fewer bits, fewer hidden units. A small network "
        "learns from the scores of the large one, and with its weights already rounded in the forward pass.",
        "Elsewhere: `{name: np.rint(a) for name, a in parts.items()}` rounds each array of a dict; a gradient that was "
        "taken at the rounded ones can move those that are not rounded.",
    ],
    solved="a network that reads digits from a few hundred bytes.",
)


def in_bits(weights, bits, axis=None):
    """All arrays in so many bits; tables by column, if an axis is given."""
    found = {}
    for name, W in weights.items():
        steps = compression.scale_and_zero_point(W, bits=bits, axis=axis if W.ndim == 2 else None)
        scale, zero_point = steps
        q = compression.quantize(W, scale=scale, zero_point=zero_point, bits=bits)
        found[name] = (q, scale, zero_point, bits)
    return found


@exercise.mistake("eight bits and no more")
def _(weights, X, y):
    """It reads as well as it should, and takes more than 13 % of the bytes. Eight bits for each weight take a quarter:
    how many does a weight need, and how many weights does the network?
    """
    return in_bits(weights, 8)


@exercise.also("eight bits and no more")
def _(weights, X, y):
    return in_bits(weights, 8, axis=-1)


@exercise.mistake("too few bits, and no learning")
def _(weights, X, y):
    """It is small enough, and reads much less than the network given. Weights in so few steps want to learn on: the
    forward pass with the rounded ones, the gradient to those that are not.
    """
    return in_bits(weights, 2)


@exercise.mistake("most weights gone, and no learning")
def _(weights, X, y):
    """Most weights are 0: that saves bytes, and with them went what the network knew. Those that are left should learn
    on.
    """
    stays = compression.prune_smallest(weights, fraction=0.9)
    return in_bits({name: W * stays[name] for name, W in weights.items()}, 8)


@exercise.mistake("nothing but zeros")
def _(weights, X, y):
    """All weights are the same, and so are all answers: that is a small network, and it reads nothing."""
    return in_bits({name: 0 * W for name, W in weights.items()}, 1)


@exercise.mistake("the same network for all")
def _(weights, X, y):
    """The same network comes back whatever is given. It has learned other pixels, or calls the classes otherwise: each
    network is to be made from what is handed in.
    """
    return in_bits(network(0)[0] if len(weights["W1"]) == 64 else weights, 4)


@exercise.mistake("the weights, not what is stored")
def _(weights, X, y):
    """Floats came back. Asked is what is stored: for each array the tuple (q, scale, zero_point, bits)."""
    return weights


@exercise.accepts("in lists")
def _(weights, X, y):
    small = smallest_network(weights, X, y)
    return {name: [q.tolist(), float(scale), int(zero), bits] for name, (q, scale, zero, bits) in small.items()}
