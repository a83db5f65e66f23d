"""Backward passes that are wrong, and what a network can learn with them.

Sources
-------
random_paths_backward: Lillicrap, Cownden, Tweed and Akerman (2016), *Random synaptic feedback weights support error
    backpropagation for deep learning*.
"""

from dlcourse.experiments.backprop.learning import random_network
from dlcourse.lessons import backprop


def without_gates(X, y, parameters):
    """A wrong backward pass: the gradient passes every ReLU, even where the neuron was silent.

    Parameters
    ----------
    X, y, parameters
        As of :func:`dlcourse.lessons.backprop.mlp_backward`.

    Returns
    -------
    tuple (float, list of (array, array))
        The loss, which is right, and (dW, db) for each layer.

    Examples
    --------
    >>> import numpy as np
    >>> layers = [(np.array([[-1.0]]), np.zeros(1)), (np.array([[1.0, 0.0]]), np.zeros(2))]  # its ReLU is silent
    >>> X, y = np.array([[2.0]]), np.array([0])
    >>> print(backprop.mlp_backward(X, y, layers)[1][0][1], without_gates(X, y, layers)[1][0][1])
    [0.] [-0.5]
    """
    Z, dense_caches, _ = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dZ, gradients = backprop.softmax_cross_entropy_backward(1.0, cache), []
    for dense_cache in reversed(dense_caches):
        dZ, dW, db = backprop.dense_backward(dZ, dense_cache)  # and no ReLU
        gradients.insert(0, (dW, db))
    return loss, gradients


def random_paths_backward(paths):
    """A backward pass by random weights instead of the network's own: ``dX = dZ B^T`` with a fixed B in place of W.

    Parameters
    ----------
    paths : list of arrays
        For each layer a matrix of the shape of its weights.

    Returns
    -------
    function
        ``backward(X, y, parameters) -> (loss, gradients)``, for :func:`dlcourse.experiments.backprop.learning.learn`.

    Examples
    --------
    >>> import numpy as np
    >>> from dlcourse.experiments.backprop.learning import random_network
    >>> layers = random_network([4, 5, 3], np.random.default_rng(0))
    >>> X, y = np.ones((2, 4)), np.array([0, 2])
    >>> own = random_paths_backward([W for W, _ in layers])  # with its own weights it is mlp_backward
    >>> np.array_equal(own(X, y, layers)[1][0][0], backprop.mlp_backward(X, y, layers)[1][0][0])
    True
    """

    def backward(X, y, parameters):
        Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
        loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
        dZ, gradients = backprop.softmax_cross_entropy_backward(1.0, cache), []
        for layer in reversed(range(len(parameters))):
            H, _ = dense_caches[layer]  # not its W: this is all that differs from mlp_backward
            dH, dW, db = backprop.dense_backward(dZ, (H, paths[layer]))
            gradients.insert(0, (dW, db))
            if layer > 0:
                dZ = backprop.relu_backward(dH, relu_caches[layer - 1])
        return loss, gradients

    return backward


def random_wires(sizes, rng):
    """Matrices for :func:`random_paths_backward`: as large as the first weights of a network of these sizes.

    Examples
    --------
    >>> import numpy as np
    >>> [wires.shape for wires in random_wires([4, 5, 3], np.random.default_rng(0))]
    [(4, 5), (5, 3)]
    """
    return [W for W, _ in random_network(sizes, rng)]


def with_wires(sizes):
    """A backward by wires that are drawn anew for each seed: what "drawn" is in a side of `percent_read`."""
    return lambda rng: {"backward": random_paths_backward(random_wires(sizes, rng))}


def with_shuffled(y):
    """Labels shuffled anew for each seed: what "drawn" is in a side of `percent_read`."""
    return lambda rng: {"labels": rng.permutation(y)}
