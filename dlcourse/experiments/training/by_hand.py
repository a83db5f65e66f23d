"""One layer that reads digits: its weights drawn by hand, or learned, on the same data."""

import numpy as np

from dlcourse.lessons.training import accuracy
from dlcourse.nn.training import SGD, Dense, Network, fit
from dlcourse.nn.training.budget import few

_DRAWN = """
..####.. ...##... ..###... ..####.. ....##.. .######. ...##... .######. ..####.. ..####..
.##..##. ..###... .##.##.. .#...##. ...##... .##..... ..##.... .....##. .##..##. .##..##.
.##..##. .####... ....##.. .....##. ..##.... .####... ..#..... ....##.. .##..##. .##..##.
.#....#. ...##... ....##.. ...###.. .##..#.. ....##.. .##..... ..#####. ..####.. ..#####.
.#....#. ...##... ...##... .....##. .##.##.. .....##. .#####.. ...##... ..####.. .....##.
.##..##. ...##... ..##.... .....##. .######. .....##. .##..##. ...#.... .##..##. .....##.
.##..##. ...##... .##..... .#...##. ....##.. .#..##.. .##..##. ..##.... .##..##. ....##..
..####.. ..####.. .######. ..####.. ....##.. .####... ..####.. ..#..... ..####.. ..###...
"""
LEARNING = 1000  # of the 1297 digits to learn from; the other 297 are unseen


def hand_set_weights(paper=1.0):
    """Weights and biases of a layer 64-10 that reads digits, set by hand: drawn, and not learned from data.

    Where a digit was drawn, its weights are large, elsewhere small.

    Parameters
    ----------
    paper : float
        How strongly the paper around a digit inhibits: with 0 not at all, with 1 so that the weights of each digit add
        up to 0, and none wins by having much ink.

    Returns
    -------
    tuple (array (64, 10), array (10,))

    Examples
    --------
    >>> W, b = hand_set_weights()
    >>> print(W.shape, b.shape, abs(W.sum(axis=0)).max() < 1e-12)
    (64, 10) (10,) True
    """
    rows = [line.split() for line in _DRAWN.split("\n") if line]
    ink = np.array([[[sign == "#" for sign in row[digit]] for row in rows] for digit in range(10)], dtype=float)
    W = ink.reshape(10, 64).T  # (10, 8, 8) -> (64, 10)
    return W - paper * W.mean(axis=0), np.zeros(10)


def divided(X, y, rng, learning=LEARNING):
    """Examples divided by chance: ``(X, y)`` of those to learn from, and ``(X, y)`` of all others."""
    order = rng.permutation(len(X))
    learn, rest = order[:learning], order[learning:]
    return (X[learn], y[learn]), (X[rest], y[rest])


def drawn(_X, _y, _rng, *, paper):
    """A side of the comparison: the drawn weights, whatever the data."""
    return hand_set_weights(paper)


def learned(X, y, rng, *, learning_rate, epochs=10):
    """A side of the comparison: weights and biases of one layer after some epochs of SGD, in batches of 32."""
    network = Network([Dense(64, 10, rng)])
    fit(network, X, y, optimizer=SGD(learning_rate), epochs=epochs, batch_size=32, rng=rng)
    return tuple(network.parameters[0].values())


def one_layer(X, y, accuracy):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share of unseen digits that is read right.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
        Divided by chance, for each seed anew, into 1000 digits to learn from and 297 unseen ones.
    accuracy : function
        ``accuracy(y_hat, y) -> float``, perhaps the learner's own.

    Returns
    -------
    function
        ``measure(side, seed, **parameters) -> float``, with ``side(X, y, rng, **parameters) -> (W, b)``.
    """

    def measure(side, seed, **parameters):
        rng = np.random.default_rng(seed)
        known, (X_new, y_new) = divided(X, y, rng)
        W, b = side(*known, rng, **parameters)
        return accuracy((X_new @ W + b).argmax(axis=1), y_new)

    return measure


def layer_by_epoch(X, y, epochs=20, learning_rate=1.0):
    """How the weights of one layer come about: what they are before training and after each epoch.

    Returns
    -------
    tuple (list of array (64, 10), dict of str to list of float)
        The weights; the accuracy on the digits to learn from, and on those that are unseen.
    """
    rng = np.random.default_rng(0)
    parts = dict(zip(("training", "unseen"), divided(X, y, rng)))
    network, optimizer = Network([Dense(64, 10, rng)]), SGD(learning_rate)
    weights, curves = [], {name: [] for name in parts}
    for epoch in range(few(epochs, 2) + 1):
        if epoch:
            fit(network, *parts["training"], optimizer=optimizer, epochs=1, batch_size=32, rng=rng)
        weights.append(network.parameters[0]["W"].copy())
        for name, (images, labels) in parts.items():
            curves[name].append(float(accuracy(network.predict(images)[0], labels)))
    return weights, curves
