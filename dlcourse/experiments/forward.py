"""Lesson 02, forward: what every layer of a network puts out, and how clearly it parts the classes."""

import numpy as np

from dlcourse.lessons import forward, neuron


def forward_trace(X, parameters):
    """The forward pass of `mlp_forward`, keeping what every layer puts out.

    Parameters
    ----------
    X : array (N, D)
    parameters : list of (W, b)

    Returns
    -------
    list of arrays (N, neurons)
        The input itself, the output of each hidden layer, and the logits.

    Examples
    --------
    >>> one_layer = [(np.array([[2.0]]), np.array([1.0]))]
    >>> [values.tolist() for values in forward_trace(np.array([[3.0]]), one_layer)]
    [[[3.0]], [[7.0]]]
    """
    values = [X]
    for W, b in parameters[:-1]:
        values.append(neuron.relu(forward.dense(values[-1], W, b)))
    W, b = parameters[-1]
    return [*values, forward.dense(values[-1], W, b)]


def nearest_centre_accuracy(H, labels):
    """How clearly the classes form clusters: the share of examples nearest to their own class's centre.

    Parameters
    ----------
    H : array (N, M)
        What a layer puts out for N examples.
    labels : int array (N,)

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> print(nearest_centre_accuracy(np.array([[0.0], [1.0], [9.0], [2.0]]), np.array([0, 0, 1, 1])))
    0.75
    """
    classes = np.unique(labels)
    centres = np.stack([H[labels == c].mean(axis=0) for c in classes])  # (C, M)
    distances = np.linalg.norm(H[:, None] - centres, axis=2)  # (N, 1, M) - (C, M) -> (N, C)
    return np.mean(classes[distances.argmin(axis=1)] == labels)
