"""Lesson 06, training: the loss of a classifier and its gradient, in one pass."""

import numpy as np


def softmax_cross_entropy(Z, y):
    """The mean cross-entropy of logits, and its gradient with respect to the logits.

    Formula: ``loss = -mean over n of log P[n, y[n]]`` with ``P = softmax(Z)``; ``dZ = (P - one_hot(y)) / N``
    (Goodfellow, Bengio and Courville, *Deep Learning*, section 6.2.2.3)

    Parameters
    ----------
    Z : array (N, C)
        Logits of C classes for N examples.
    y : int array (N,)
        The right class of each.

    Returns
    -------
    tuple (float, array (N, C))
        The loss and the gradient of the logits.

    Examples
    --------
    >>> loss, dZ = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1]))
    >>> print(round(float(loss), 3), dZ)
    0.693 [[ 0.5 -0.5]]
    """
    N, rows = len(y), np.arange(len(y))
    if Z.dtype.kind != "f":
        Z = Z.astype(float)
    P = Z - np.maximum.reduce(Z, axis=1, keepdims=True)  # a new table: from here on, it is worked on in place
    right = np.add.reduce(P[rows, y])
    np.exp(P, out=P)
    sums = np.add.reduce(P, axis=1, keepdims=True)
    loss = (np.add.reduce(np.log(sums), axis=None) - right) / N
    sums *= N
    P /= sums
    P[rows, y] -= 1 / max(N, 1)  # of no examples the loss is nan, and the gradient a table without rows
    return float(loss), P
