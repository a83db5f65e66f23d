"""What a test set is worth: a leak into pure noise, tables of mixed units, and two ways to divide the same digits."""

import numpy as np

from dlcourse.lessons.training import accuracy
from dlcourse.nn.training import SGD, fit, mlp


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


def on_wines(X, y):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share of unseen wines whose grower is told.

    Parameters
    ----------
    X, y : arrays (178, 13) and (178,)
        Divided by chance, for each seed anew, into 120 wines to learn from and 58 unseen ones.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> float``, with ``side(X_train, X_test) -> (X_train, X_test)``.
    """

    def measure(side, seed, learning_rate):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(X))
        train, test = order[:120], order[120:]
        X_train, X_test = side(X[train], X[test])
        network = mlp([X.shape[1], 16, 3], rng)
        with np.errstate(all="ignore"):  # as measured, the numbers run away with most rates
            fit(network, X_train, y[train], optimizer=SGD(learning_rate), epochs=30, batch_size=16, rng=rng)
            return accuracy(network.predict(X_test)[0], y[test])

    return measure


def fifth_by_chance(N, part):
    """Rows of one fifth of N examples, drawn by chance; `part` from 0 to 4 says which."""
    return np.array_split(np.random.default_rng(0).permutation(N), 5)[part]


def fifth_of_neighbours(N, part):
    """Rows of one fifth of N examples that stand one after the other in the table."""
    return np.array_split(np.arange(N), 5)[part]


def put_aside(X, y, rows, rng, epochs=20):
    """The share of some examples that is answered right by a network that has learned from all the others.

    Parameters
    ----------
    X, y : arrays (N, D) and (N,)
    rows : int array (M,)
        Which are put aside.
    rng : numpy.random.Generator

    Returns
    -------
    float
    """
    others = np.setdiff1d(np.arange(len(X)), rows)
    network = mlp([X.shape[1], 32, int(y.max()) + 1], rng)
    optimizer = SGD(0.1, momentum=0.9)
    fit(network, X[others], y[others], optimizer=optimizer, epochs=epochs, batch_size=32, rng=rng)
    return accuracy(network.predict(X[rows])[0], y[rows])


def by_nearest(X, y, count, examples=600):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share right of what has no label.

    Parameters
    ----------
    X, y : arrays (N, D) and (N,)
        Some of them are drawn by chance, for each seed anew.
    count : int
        So many of them are labelled; each of the others gets the label of the nearest.
    examples : int

    Returns
    -------
    function
        ``measure(choose, seed) -> float``, with ``choose(X, count) -> rows``.
    """

    def measure(choose, seed):
        drawn = np.random.default_rng(seed).permutation(len(X))[:examples]
        images, labels = X[drawn], y[drawn]
        rows = np.asarray(choose(images.copy(), count))
        others = np.setdiff1d(np.arange(len(images)), rows)
        distances = np.linalg.norm(images[others, None] - images[rows], axis=2)
        return accuracy(labels[rows][distances.argmin(axis=1)], labels[others])

    return measure
