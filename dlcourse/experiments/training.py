"""Lesson 06, training: weights set by hand, a leak, signals in deep networks, and accuracy on the way."""

import itertools

import numpy as np

from dlcourse.lessons.training import accuracy, minibatches
from dlcourse.nn.training import SGD, mlp, training_steps
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


def hand_set_weights():
    """Weights and biases of a layer 64-10 that reads digits, set by hand: drawn, and not learned from data.

    Where a digit was drawn, its weights are large, elsewhere small; those of each digit add up to 0, so that none
    wins by having much ink.

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
    return W - W.mean(axis=0), np.zeros(10)


def noise_accuracy(rng, leak):
    """How often "yes or no" is found in pure noise, where nothing can be found: half of the time, without a leak.

    Of 2,000 columns of random numbers, the 20 are kept whose means differ most between the two classes; a test example
    is given the class whose mean over the training examples is nearest.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the columns and the labels of 100 examples, of which the last 30 are the test set.
    leak : bool
        Whether the columns are chosen with the test examples, too.

    Returns
    -------
    float
        The accuracy on the test examples.
    """
    X, y = rng.normal(size=(100, 2000)), rng.integers(0, 2, 100)
    train = np.arange(100) < 70
    seen = np.ones(100, dtype=bool) if leak else train
    gap = np.abs(X[seen & (y == 1)].mean(axis=0) - X[seen & (y == 0)].mean(axis=0))
    X = X[:, np.argsort(gap)[-20:]]
    centres = np.stack([X[train & (y == k)].mean(axis=0) for k in (0, 1)])
    distances = np.linalg.norm(X[~train][:, None] - centres, axis=2)  # (30, 1, 20) - (2, 20) -> (30, 2)
    return accuracy(distances.argmin(axis=1), y[~train])


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


def mislabel(y, share, classes, rng):
    """A copy of labels in which about a share has been replaced by random ones."""
    chosen = rng.random(len(y)) < share
    return np.where(chosen, rng.integers(0, classes, len(y)), y)


def accuracy_along(data, rng, *, steps=1200, every=10, batch_size=32, hidden=32, minibatches=minibatches):
    """Train a network with one hidden layer and note its accuracy on test examples on the way.

    Parameters
    ----------
    data : tuple (X, y, X_test, y_test)
    rng : numpy.random.Generator
        Draws the first weights and shuffles the examples.
    steps : int
        How many steps, with momentum; the data is gone through as often as that takes.
    every : int
        After how many steps the accuracy is noted, again and again.
    batch_size, hidden : int
    minibatches : function
        ``minibatches(X, y, batch_size, rng)``.

    Returns
    -------
    array (steps // every,)
    """
    X, y, X_test, y_test = data
    X_test, y_test = X_test[: few(len(X_test), 50)], y_test[: few(len(y_test), 50)]
    network, optimizer = mlp([X.shape[1], hidden, int(y_test.max()) + 1], rng), SGD(0.1, momentum=0.9)
    found, batches = [], _endless(lambda: minibatches(X, y, batch_size, rng))
    losses = training_steps(network, batches, optimizer, least=100)  # so many that more data is seen to help
    for t, _ in enumerate(itertools.islice(losses, steps), 1):
        if t % every == 0:
            found.append(accuracy(network.predict(X_test)[0], y_test))
    return np.array(found)


def _endless(epoch):
    """The batches of one epoch after the other; ``epoch()`` gives those of the next."""
    while True:
        batch = None
        for batch in epoch():
            yield batch
        if batch is None:
            raise ValueError("minibatches gives no batch: nothing can be learned")
