"""How to begin: signals on their way through deep networks, and deep networks that learn from one start or another."""

import numpy as np

from dlcourse.experiments.training.by_hand import divided
from dlcourse.lessons.training import accuracy
from dlcourse.nn.training import SGD, evaluate, fit, mlp

DEEP = [64, 50, 50, 50, 50, 50, 10]  # five hidden layers


def signals(X, init, activation, rng, depth=10, width=100):
    """What each layer of a deep network puts out before any training.

    Parameters
    ----------
    X : array (N, D)
        The input.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    activation : function
        Applied to the sums of each layer, elementwise.
    rng : numpy.random.Generator
        Draws the weights.
    depth, width : int
        How many layers, and how many neurons in each.

    Returns
    -------
    list of array (N, width)

    Examples
    --------
    >>> from dlcourse.lessons.training import he_init
    >>> outputs = signals(np.ones((4, 3)), he_init, np.tanh, np.random.default_rng(0), depth=2, width=5)
    >>> [H.shape for H in outputs]
    [(4, 5), (4, 5)]
    """
    outputs = [X]
    for _ in range(depth):
        W = init(outputs[-1].shape[1], width, rng)
        outputs.append(activation(outputs[-1] @ W))
    return outputs[1:]


def first_loss(X, y, init):
    """The loss of a network with five hidden layers before any training, on digits."""
    return evaluate(mlp(DEEP, np.random.default_rng(0), init=init), X, y)["loss"]


def deep_network(X, y, epochs=3):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share of unseen digits read right.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
        Divided by chance, for each seed anew, into 1000 digits to learn from and 297 unseen ones.
    epochs : int

    Returns
    -------
    function
        ``measure(init, seed, learning_rate) -> float``, with ``init(inputs, outputs, rng) -> W``.
    """

    def measure(init, seed, learning_rate):
        rng = np.random.default_rng(seed)
        known, (X_new, y_new) = divided(X, y, rng)
        network = mlp(DEEP, rng, init=init)
        with np.errstate(all="ignore"):  # no warnings when numbers run away
            fit(network, *known, optimizer=SGD(learning_rate), epochs=epochs, batch_size=32, rng=rng)
            return accuracy(network.predict(X_new)[0], y_new)

    return measure
