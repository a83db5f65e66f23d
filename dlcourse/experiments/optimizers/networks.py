"""Lesson 05, optimizers: networks trained with any of them."""

from itertools import chain, islice

import numpy as np

from dlcourse.experiments import backprop
from dlcourse.experiments.optimizers.steps import walk
from dlcourse.lessons import forward, losses
from dlcourse.lessons.backprop import mlp_backward
from dlcourse.nn.training.budget import few


def as_vector(arrays):
    """Lay all numbers of all arrays end to end.

    Examples
    --------
    >>> print(as_vector([np.array([[1.0, 2.0]]), np.array([3.0])]))
    [1. 2. 3.]
    """
    return np.concatenate([array.ravel() for array in arrays])


def as_parameters(w, like):
    """Cut a vector into pairs (W, b) with the shapes of the pairs `like`; they share the vector's memory."""
    pairs, first = [], 0
    for pair in like:
        cut = []
        for array in pair:
            cut.append(w[first : first + array.size].reshape(array.shape))
            first += array.size
        pairs.append(tuple(cut))
    return pairs


def train(step, X, y, parameters, *, steps, rng, batch_size=32, every=10, target=0.0, clip=None, **hyperparameters):
    """Train a network with any optimizer, on a random batch for each step.

    Parameters
    ----------
    step : function
        One of the steps of this lesson. All parameters together are one long vector to it.
    X : array (N, D)
    y : int array (N,)
    parameters : list of (W, b)
        The network at the start; it is not changed.
    steps : int
        How many at most.
    rng : numpy.random.Generator
        Draws the batches.
    batch_size : int
    every : int
        The loss on all examples is measured after so many steps, again and again.
    target : float
        Stop when the measured loss is no larger than that.
    clip : function, optional
        Takes the list of gradients and returns another, as :func:`dlcourse.lessons.optimizers.clip_gradient_norm` does.
    **hyperparameters
        As for :func:`take_step`.

    Returns
    -------
    tuple (list of (W, b), list of float)
        The trained network, and the loss on all examples after 0, `every`, 2 `every`, ... steps.
    """
    batches = backprop.random_batches(X, y, batch_size, rng)

    def gradient(w):
        _, pairs = mlp_backward(*next(batches), as_parameters(w, parameters))
        gradients = list(chain.from_iterable(pairs))
        return as_vector(gradients if clip is None else clip(gradients))

    w = start = as_vector(chain.from_iterable(parameters))
    curve = [loss_of(X, y, parameters)]
    for t, w in enumerate(islice(walk(step, gradient, start, **hyperparameters), steps), 1):
        if t % every == 0:
            curve.append(loss_of(X, y, as_parameters(w, parameters)))
            if curve[-1] <= target or not np.isfinite(curve[-1]):
                break
    return as_parameters(w, parameters), curve


def loss_of(X, y, parameters, part=100):
    """The mean cross-entropy of a network on examples X with the classes y."""
    X, y = X[: few(len(X), 50)], y[: few(len(X), 50)]
    # In parts: products as small as these are not shared out among threads, which would take longer than the work.
    parts = [forward.mlp_forward(X[first : first + part], parameters) for first in range(0, len(X), part)]
    return float(losses.cross_entropy(np.concatenate(parts), y))


def train_seeds(step, X, y, sizes, seeds=5, **arguments):
    """Train several networks, each with first weights and batches of its own.

    Parameters
    ----------
    step, X, y
        As for :func:`train`.
    sizes : list of int
        As for :func:`dlcourse.experiments.backprop.random_network`.
    seeds : int
        How many networks.
    **arguments
        Handed on to :func:`train`.

    Returns
    -------
    tuple (list of networks, array (seeds, measurements))
        The trained networks, and the losses of each on the way.
    """
    runs = []
    for rng in map(np.random.default_rng, range(seeds)):
        with np.errstate(all="ignore"):  # a step that is much too large ends in inf and nan
            runs.append(train(step, X, y, backprop.random_network(sizes, rng), rng=rng, **arguments))
    return [network for network, _ in runs], np.array([curve for _, curve in runs])
