"""Networks that learn to read damaged digits: from a learner's own functions, or from the course's fast layers."""

import numpy as np

from dlcourse.data.corrupted import KINDS, SIDE, corrupted_digits, damaged
from dlcourse.data.datasets import digits
from dlcourse.lessons import backprop
from dlcourse.lessons.training import he_init
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training import Adam, Dense, Network, ReLU, mlp, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

BATCH, HIDDEN, CLASSES = 64, 48, 10
UNSEEN_SEED, UNSEEN = 10**9, 4000  # the pictures on which experiments are judged: of digits that no training draws from
SOURCES = ("damaged", "clean", "all digits")


def unseen(count=UNSEEN):
    """Damaged pictures of digits that no training here has drawn from: (X (N, 12, 12), y (N,), kinds (N, 4))."""
    return corrupted_digits(count, seed=UNSEEN_SEED, part="test")


def batches(seed, steps, source="damaged"):
    """New pictures for each step: arrays (64, 12, 12) and their labels (64,).

    Parameters
    ----------
    seed, steps : int
    source : str
        "damaged" draws from the training part, "clean" leaves its pictures as they are, "all digits" draws from the
        training part and the test part alike.
    """
    clean = digits()[:2]
    for step in range(steps):
        if source == "clean":
            rng = np.random.default_rng([seed, step])
            which = rng.integers(len(clean[1]), size=BATCH)
            pictures = clean[0][which].reshape(-1, 8, 8)
            yield damaged(pictures, np.zeros((BATCH, len(KINDS)), dtype=bool), rng), clean[1][which]
        else:
            # A test digit for every 2.6 of the others: each of all 1,797 equally often.
            part = "test" if source == "all digits" and (seed + step) * 500 % 1797 < 500 else "training"
            yield corrupted_digits(BATCH, seed=[seed, step], part=part)[:2]


def falling(rate, steps):
    """A learning rate that falls evenly to 0: a function of the number of the step, from 0."""
    return lambda step: rate * (1 - step / steps)


def train(mlp_backward, adam_step, *, seed, steps, rate=0.005, source="damaged"):
    """Train a network 144-48-10 on new damaged digits in every step, by a learner's functions.

    Parameters
    ----------
    mlp_backward : function
        ``mlp_backward(X, y, parameters) -> (loss, gradients)``.
    adam_step : function
        ``adam_step(w=, g=, m=, v=, t=, learning_rate=) -> (w, m, v)``.
    seed, steps : int
    rate : float
        Adam's at the beginning; it falls to 0.
    source : str
        As of :func:`batches`.

    Returns
    -------
    list of (W, b)
    """
    backward = at_pace(mlp_backward, backprop.mlp_backward)
    rng, steps = np.random.default_rng(seed), few(steps)
    rates = falling(rate, steps)
    layers = [
        (he_init(inputs, outputs, rng), np.zeros(outputs)) for inputs, outputs in ((SIDE**2, HIDDEN), (HIDDEN, CLASSES))
    ]
    states = [[(np.zeros_like(w), np.zeros_like(w)) for w in layer] for layer in layers]
    for t, (X, y) in enumerate(batches(seed, steps, source), 1):
        _, gradients = backward(X.reshape(len(X), -1), y, layers)
        for number, layer in enumerate(layers):
            moved = [
                adam_step(w=w, g=g, m=m, v=v, t=t, learning_rate=rates(t - 1))
                for w, g, (m, v) in zip(layer, gradients[number], states[number], strict=True)
            ]
            layers[number] = tuple(w for w, _, _ in moved)
            states[number] = [(m, v) for _, m, v in moved]
    return layers


def network(kind, rng):
    """A network within the budget of 8,000 numbers: "linear", "dense" (48 hidden units) or "convolutions"."""
    if kind == "convolutions":
        conv = [Conv2d(1, 12, 3, rng, padding=1), ReLU(), MaxPool2d(2)]
        conv += [Conv2d(12, 20, 3, rng, padding=1), ReLU(), MaxPool2d(2), Flatten()]
        return _AsPictures([*conv, Dense(180, 28, rng), ReLU(), Dense(28, CLASSES, rng)])
    hidden = {"linear": [], "dense": [HIDDEN]}[kind]
    return mlp([SIDE**2, *hidden, CLASSES], rng, first=[Flatten()])


class _AsPictures(Network):
    """A network that is given pictures (N, 12, 12) where its first layer wants channels, too."""

    def forward(self, X, training=False):
        """As of a Network."""
        return super().forward(X[..., None], training)

    def outputs(self, X):
        """As of a Network."""
        return super().outputs(X[..., None])


def fit(kind, *, seed, steps, rate, source="damaged"):
    """Train one of the course's networks in the same way as :func:`train`, by its fast layers.

    Parameters
    ----------
    kind : str
        As of :func:`network`.
    seed, steps, rate, source
        As of :func:`train`.

    Returns
    -------
    Network
    """
    made = network(kind, np.random.default_rng(seed))
    for _ in training_steps(made, batches(seed, few(steps), source), Adam(falling(rate, few(steps)))):
        pass
    return made
