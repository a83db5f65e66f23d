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


def widest_plane(H):
    """Rows flattened onto the two directions in which they spread out most: what `figures.clusters` draws.

    Parameters
    ----------
    H : array (N, M)
        M at least 2.

    Returns
    -------
    array (N, 2)
        Each direction with either sign.
    """
    centred = H - H.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[:2].T  # (N, M) @ (M, 2) -> (N, 2)


def three_looks(dense, X, network, seeds=range(5)):
    """Images as they are, as layers with random weights see them, and as the first layer of a network does.

    Parameters
    ----------
    dense : function
        The learner's own ``dense(X, W, b)``.
    X : array (N, D)
    network : list of (W, b)
    seeds : sequence of int
        Of the random layers: they are as wide as the learned one, and their weights have the std 1 / sqrt(D).

    Returns
    -------
    dict of str to list of arrays (N, outputs)
        "Pixels", "Random layer" (one array for each seed) and "Learned layer".
    """
    W, b = network[0]
    drawn = [np.random.default_rng(seed).normal(size=W.shape) / np.sqrt(len(W)) for seed in seeds]
    random = [neuron.relu(dense(X, weights, np.zeros(len(b)))) for weights in drawn]
    return {"Pixels": [X], "Random layer": random, "Learned layer": [neuron.relu(dense(X, W, b))]}


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
