"""Lesson 07, regularization: what a deep network comes to with one learning rate, with a layer more or without."""

import numpy as np

from dlcourse.nn import training
from dlcourse.nn.training.budget import few

LAST = 20  # steps whose loss is averaged: that of one batch trembles


def loss_by_rate(digits, *, hidden=(32, 32, 32, 32), steps=100):
    """Measure the loss of a deep network at the end of a short training by plain gradient descent.

    Parameters
    ----------
    digits : tuple (X_train, y_train, ...)
        As from ``datasets.digits``; only these two are looked at.
    hidden : sequence of int
        The number of neurons of each hidden layer.
    steps : int
        How many batches of 50 digits to learn from.

    Returns
    -------
    function
        ``measure(layer, seed, learning_rate) -> float``: the mean loss of the last 20 batches. ``layer`` is as in
        :func:`dlcourse.experiments.regularization.trial`, or None. A batch whose loss is no number any more counts as
        the loss of knowing nothing, log 10.
    """

    def measure(layer, seed, learning_rate):
        rng, (X, y) = np.random.default_rng(seed), digits[:2]
        network = training.mlp([X.shape[1], *hidden, 10], rng, before_relu=layer)
        draws = (rng.integers(0, len(X), 50) for _ in range(few(steps)))
        batches = ((X[rows], y[rows]) for rows in draws)
        with np.errstate(all="ignore"):  # too high a rate ends in infinities: that is the finding
            found = list(training.training_steps(network, batches, training.SGD(learning_rate)))
        return float(np.mean(np.nan_to_num(found[-LAST:], nan=np.log(10), posinf=np.log(10))))

    return measure
