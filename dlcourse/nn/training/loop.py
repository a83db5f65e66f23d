"""Lesson 06, training: the loop that trains a network, and how good the network is."""

import math

from dlcourse.lessons.training import minibatches
from dlcourse.nn.training.budget import few, few_of
from dlcourse.nn.training.loss import softmax_cross_entropy


def evaluate(network, X, y, loss=softmax_cross_entropy, rows=1000):
    """How good a network is on examples: its mean loss, and for labels its accuracy.

    Parameters
    ----------
    network : Network
    X, y : arrays
        The examples and their labels (or targets of another kind, which have no accuracy).
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.
    rows : int
        How many examples are put through at a time.

    Returns
    -------
    dict
        "loss", and for labels "accuracy".
    """
    X, y = X[: few(len(X), 50)], y[: few(len(X), 50)]
    total, right = 0.0, 0
    labels = y.ndim == 1 and y.dtype.kind in "iu"
    for start in range(0, len(X), rows):
        Z, target = network.outputs(X[start : start + rows]), y[start : start + rows]
        total += loss(Z, target)[0] * len(target)
        right += (Z.argmax(axis=-1) == target).sum() if labels else 0
    found = {"loss": float(total / len(X))}
    return found | {"accuracy": float(right / len(X))} if labels else found


def training_steps(network, batches, optimizer, *, loss=softmax_cross_entropy, gradients=None, least=2):
    """One training step for each batch: a generator of the losses, which takes a step whenever it is asked for one.

    Parameters
    ----------
    network : Network
        Changed in place.
    batches : iterable of tuples
        ``(X, y)``, or what `gradients` takes; each is asked for after the step before it.
    optimizer : SGD or Adam
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.
    gradients : function, optional
        Instead of `loss`: ``gradients(*batch) -> (loss, gradients)``, as :meth:`Network.loss_and_gradients`.
    least : int
        How many steps a small budget leaves (see :mod:`dlcourse.nn.training.budget`).

    Yields
    ------
    float
        The loss of the batch before its step.

    Examples
    --------
    >>> import numpy as np
    >>> from dlcourse.nn.training import SGD, mlp
    >>> network, batch = mlp([2, 3], np.random.default_rng(0)), (np.ones((4, 2)), np.array([0, 1, 2, 2]))
    >>> first, second = training_steps(network, [batch, batch], SGD(0.1))
    >>> second < first
    True
    """
    most = few(math.inf, least)
    for number, batch in enumerate(batches):
        if number < most:
            value, found = gradients(*batch) if gradients else network.loss_and_gradients(*batch, loss)
            optimizer.step(network, found)
        yield value


def fit(
    network,
    X,
    y,
    *,
    optimizer,
    batch_size,
    rng,
    epochs=None,
    validation=None,
    epochs_iterator=None,
    minibatches=minibatches,
    loss=softmax_cross_entropy,
):
    """Train a network: in every epoch each example once, in small batches.

    Parameters
    ----------
    network : Network
        Changed in place.
    X, y : arrays (N, ...), (N,)
        The training examples and their labels.
    optimizer : SGD or Adam
    batch_size : int
    rng : numpy.random.Generator
        Shuffles the examples.
    epochs : int
        How many times to go through the data.
    validation : tuple (X, y), optional
        Examples that are not trained on; after each epoch the network is tried on them.
    epochs_iterator : iterable, optional
        Instead of `epochs`: one epoch for each item, as in ``track(range(30), "training")``.
    minibatches : function
        ``minibatches(X, y, batch_size, rng)``, perhaps the learner's own.
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.

    Returns
    -------
    dict of lists
        After each epoch "loss" and "accuracy" on the training examples, "validation_loss" and
        "validation_accuracy" on the others.
    """
    if (epochs is None) == (epochs_iterator is None):
        raise ValueError("give either epochs or epochs_iterator")
    history = {}
    for _ in range(epochs) if epochs_iterator is None else epochs_iterator:
        batches = few_of(minibatches(X, y, batch_size, rng))
        for _ in training_steps(network, batches, optimizer, loss=loss):
            pass
        found = evaluate(network, X, y, loss)
        if validation is not None:
            found |= {f"validation_{name}": value for name, value in evaluate(network, *validation, loss).items()}
        for name, value in found.items():
            history.setdefault(name, []).append(value)
    return history
