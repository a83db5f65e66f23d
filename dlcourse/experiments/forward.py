"""Lesson 02, forward: what every layer puts out, how it parts the classes, how closely stairs follow a curve."""

import numpy as np

from dlcourse.data.photographs import WINDOW
from dlcourse.lessons import forward, neuron
from dlcourse.nn.forward import step_network

CURVES = {
    "wave": lambda x: np.sin(2 * np.pi * x),
    "bump": lambda x: np.exp(-((x - 0.4) ** 2) / 0.02),
    "ramp": lambda x: 2 * x - 1,
    "fast wave": lambda x: np.sin(6 * np.pi * x) * (1 - x),
}
PLACES = np.linspace(0, 1, 1001)  # where a curve and its staircase are compared


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


def nearest_centre_accuracy(H, labels, seen=None):
    """How clearly the classes form clusters: the share of examples nearest to their own class's centre.

    Parameters
    ----------
    H : array (N, M)
        What a layer puts out for N examples.
    labels : int array (N,)
    seen : tuple (array (K, M), int array (K,)), optional
        What the same layer puts out for other examples, and their labels: the centres are theirs.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> print(nearest_centre_accuracy(np.array([[0.0], [1.0], [9.0], [2.0]]), np.array([0, 0, 1, 1])))
    0.75
    """
    seen, kinds = (H, labels) if seen is None else seen
    classes = np.unique(kinds)
    centres = np.stack([seen[kinds == c].mean(axis=0) for c in classes])  # (C, M)
    distances = np.linalg.norm(H[:, None] - centres, axis=2)  # (N, 1, M) - (C, M) -> (N, C)
    return np.mean(classes[distances.argmin(axis=1)] == labels)


def window_inputs(image):
    """Every window of 8 x 8 pixels of a photograph as a row, line by line, as the photograph network takes them.

    Parameters
    ----------
    image : array (height, width, 3)

    Returns
    -------
    array ((height - 7) * (width - 7), 192)
    """
    views = np.lib.stride_tricks.sliding_window_view(image, (WINDOW, WINDOW), axis=(0, 1))
    return np.moveaxis(views, 2, -1).reshape(-1, WINDOW * WINDOW * 3)  # (rows, columns, 8, 8, 3) -> (N, 192)


def even_stairs(curve, neurons):
    """Edges at even distances between 0 and 1, one for each neuron, and the heights of a curve half-way between them.

    Parameters
    ----------
    curve : function
        Of an array of places.
    neurons : int

    Returns
    -------
    tuple (array (neurons,), array (neurons + 1,))
        As `step_approximation` takes them.
    """
    ends = np.linspace(0, 1, neurons + 2)
    return ends[1:-1], curve((ends[:-1] + ends[1:]) / 2)


def largest_gap(approximation, curve, neurons):
    """How far a staircase of some hidden neurons is from a curve between 0 and 1, at its worst.

    Parameters
    ----------
    approximation : function
        The learner's own ``step_approximation(edges, heights)``.
    curve : str
        One of `CURVES`.
    neurons : int

    Returns
    -------
    float
    """
    network = approximation(*even_stairs(CURVES[curve], neurons))
    return np.max(np.abs(step_network(PLACES, network) - CURVES[curve](PLACES)))
