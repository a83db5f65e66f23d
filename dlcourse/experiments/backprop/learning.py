"""Networks to begin with, and trainings whose signal may be cut.

Sources
-------
random_network: He, Zhang, Ren and Sun (2015), *Delving deep into rectifiers*.
learn: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 8.1.
"""

from itertools import islice, pairwise

import numpy as np

from dlcourse.lessons import backprop, forward, losses, training
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace


def loss_with(X, y, parameters, layer, part):
    """The loss of a network as a function of one of its arrays alone; all others stay as they are.

    Parameters
    ----------
    X : array (N, D)
    y : int array (N,)
    parameters : list of (W, b)
        The network.
    layer : int
        The layer whose array may change.
    part : int
        0 for its weights, 1 for its biases.

    Returns
    -------
    function
        Takes an array in place of that one, gives the mean cross-entropy.

    Examples
    --------
    >>> one_layer = [(np.zeros((1, 2)), np.zeros(2))]
    >>> loss = loss_with(np.array([[3.0]]), np.array([1]), one_layer, 0, 1)
    >>> print(loss(np.array([0.0, 0.0])).round(3), loss(np.array([0.0, 5.0])).round(3))
    0.693 0.007
    """

    def loss(array):
        changed = [list(pair) for pair in parameters]
        changed[layer][part] = array
        return losses.cross_entropy(forward.mlp_forward(X, changed), y)

    return loss


def random_network(sizes, rng):
    """A network to begin with: random weights of a size that keeps signals alive (lesson 06 says why), biases of 0.

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each layer.
    rng : numpy.random.Generator

    Returns
    -------
    list of (W, b)
        A layer between each two sizes.

    Examples
    --------
    >>> [W.shape for W, b in random_network([64, 32, 10], np.random.default_rng(0))]
    [(64, 32), (32, 10)]
    """
    return [(training.he_init(inputs, outputs, rng), np.zeros(outputs)) for inputs, outputs in pairwise(sizes)]


def random_batches(X, y, batch_size, rng):
    """Batches of examples drawn at random, each anew and from all of them: a generator of (X, y) that never ends.

    Parameters
    ----------
    X : array (N, D)
    y : array (N,)
    batch_size : int
    rng : numpy.random.Generator
        A batch is drawn when it is asked for.

    Examples
    --------
    >>> batches = random_batches(np.arange(6).reshape(3, 2), np.arange(3), 4, np.random.default_rng(0))
    >>> X, y = next(batches)
    >>> X.shape, y.tolist()
    ((4, 2), [2, 1, 1, 0])
    """
    while True:
        rows = rng.integers(0, len(X), batch_size)
        yield X[rows], y[rows]


def learn(X, y, parameters, rng, *, steps, learning_rate, batch_size=64, cut=0, backward=backprop.mlp_backward):
    """Train a network by steps down the gradient of random batches; layers before a cut hear nothing.

    Parameters
    ----------
    X : array (N, D)
    y : int array (N,)
    parameters : list of (W, b)
        The network at the start; it is not changed.
    rng : numpy.random.Generator
        Draws the batches.
    steps : int
    learning_rate : float
    batch_size : int
    cut : int
        So many layers, from the first on, get no gradient and stay as they are; 0 cuts nowhere.
    backward : function
        ``backward(X, y, parameters) -> (loss, gradients)``, as :func:`dlcourse.lessons.backprop.mlp_backward`.

    Returns
    -------
    list of (W, b)
        The network after training.

    Examples
    --------
    >>> X, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
    >>> start = [(np.zeros((1, 2)), np.zeros(2))]
    >>> learned = learn(X, y, start, np.random.default_rng(0), steps=50, learning_rate=1.0)
    >>> print(forward.predict(X, learned)[0])
    [0 1]
    """
    parameters, backward = list(parameters), at_pace(backward, backprop.mlp_backward)
    for batch in islice(random_batches(X, y, batch_size, rng), few(steps)):
        _, gradients = backward(*batch, parameters)
        for layer in range(cut, len(parameters)):
            (W, b), (dW, db) = parameters[layer], gradients[layer]
            parameters[layer] = (W - learning_rate * dW, b - learning_rate * db)
    return parameters


def percent_read(X, y, X_test, y_test, sizes, steps, *, tuning, held_out=300):
    """How much a network reads after training: what :func:`dlcourse.experiments.comparison.compare` measures.

    On seeds for tuning it learns from a part of the training data and is measured on the rest, so that no setting is
    chosen by the test data. On other seeds it learns from all of them, and is measured on the test data.

    Parameters
    ----------
    X, X_test : array (N, D)
    y, y_test : int array (N,)
    sizes : list of int
        As for :func:`random_network`.
    steps : int
    tuning : sequence of int
        The seeds for tuning.
    held_out : int
        So many of the training examples, drawn once for all seeds, are measured on in the tuning.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> percent``, from 0 to 100. A side is a dict of what it has of its own:
        ``cut`` or ``backward`` of :func:`learn`, or ``labels`` (N,), which it learns in the place of `y`; what is to
        be drawn anew for each seed is given by ``drawn``, a function of a generator that returns more of this dict.

    Examples
    --------
    >>> X, y = np.repeat([[-1.0], [1.0]], 20, axis=0), np.repeat([0, 1], 20)
    >>> measure = percent_read(X, y, X, y, [1, 2], 50, tuning=[0], held_out=10)
    >>> print(measure({}, 0, learning_rate=1.0), measure({}, 1, learning_rate=1.0))
    100.0 100.0
    """
    order = np.random.default_rng(0).permutation(len(X))
    parts = {True: (order[held_out:], X[order[:held_out]], y[order[:held_out]]), False: (order, X_test, y_test)}

    def measure(side, seed, learning_rate):
        rows, X_new, y_new = parts[seed in tuning]
        drawn = side.get("drawn", lambda rng: {})(np.random.default_rng([seed, 2]))
        side = {name: thing for name, thing in side.items() if name != "drawn"} | drawn
        labels, start = side.pop("labels", y), random_network(sizes, np.random.default_rng(seed))
        rng, settings = np.random.default_rng([seed, 1]), {"steps": steps, "learning_rate": learning_rate}
        with np.errstate(all="ignore"):  # with too large a rate the numbers overflow: then nothing is read
            learned = learn(X[rows], labels[rows], start, rng, **settings, **side)
            right = forward.predict(X_new, learned)[0] == y_new
        return 100 * float(np.mean(right))

    return measure
