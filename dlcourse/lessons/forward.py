"""Lesson 02, forward: from a neuron to a layer, from layers to a network that classifies.

N examples of D numbers are the rows of X. A layer of M neurons has a column of weights for each in W (D, M), and a bias
for each in b (M,); `parameters` is the list of the layers' (W, b). H is what a hidden layer puts out; Z holds the
weighted sums of the last layer, the logits of C classes (the notebook says scores), and P their probabilities.

Sources
-------
dense: Prince, *Understanding Deep Learning*, section 4.4.
count_parameters: Prince, *Understanding Deep Learning*, section 4.5.
mlp_forward: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.3.
xor_network: Goodfellow, Bengio and Courville, *Deep Learning*, section 6.1.
step_approximation: Cybenko (1989), *Approximation by superpositions of a sigmoidal function*.
softmax: Goodfellow, Bengio and Courville, *Deep Learning*, sections 4.1 and 6.2.2.3.
predict: Prince, *Understanding Deep Learning*, section 5.5.
"""

import numpy as np

from dlcourse.lessons import neuron


def dense(X, W, b):
    """A layer of neurons: every neuron's weighted sum for every example.

    Formula: ``Z = X W + b``
    X: array (N, D); W: array (D, M), one column for each neuron; b: array (M,) -> array (N, M)

    Raises ValueError if the shapes of `X`, `W` and `b` do not fit together.

    >>> X, W = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 3.0], [0.0, 1.0, -1.0]])
    >>> dense(X, W, np.array([0.5, 0.0, 0.0]))
    array([[1.5, 2. , 1. ]])
    """
    if X.shape[-1] != W.shape[0]:
        raise ValueError(f"X has {X.shape[-1]} columns, W has {W.shape[0]} rows: they must match")
    if b.shape != W.shape[1:]:
        raise ValueError(f"b has shape {b.shape}, W has {W.shape[1]} columns: want one bias for each")
    return X @ W + b  # (N, D) @ (D, M) + (M,) -> (N, M)


def count_parameters(sizes):
    """The number of weights and biases of a network of dense layers.

    Formula: the sum over the layers of ``inputs * outputs + outputs``
    sizes: list of int, the number of inputs, then the number of neurons of each layer -> int

    Raises ValueError if there are fewer than two sizes.

    >>> count_parameters([2, 3, 1])
    13
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes is {sizes}: give the number of inputs and of at least one layer's neurons")
    return sum(inputs * outputs + outputs for inputs, outputs in zip(sizes[:-1], sizes[1:]))


def mlp_forward(X, parameters):
    """The forward pass: dense layers with ReLU between them, and none after the last.

    Formula: ``H = relu(H W + b)`` for each layer, but the last: ``Z = H W + b``
    X: array (N, D); parameters: list of (W, b), one pair for each layer
    -> array (N, C), the scores

    Raises ValueError if `parameters` is empty, or a layer does not fit the one before.

    >>> hidden = (np.array([[1.0, -1.0]]), np.array([0.0, 0.0]))
    >>> last = (np.array([[1.0], [1.0]]), np.array([0.0]))
    >>> mlp_forward(np.array([[-3.0], [2.0]]), [hidden, last])
    array([[3.],
           [2.]])
    """
    if len(parameters) == 0:
        raise ValueError("parameters is empty: give the (W, b) of at least one layer")
    H = X
    for W, b in parameters[:-1]:
        H = neuron.relu(dense(H, W, b))  # (N, inputs) -> (N, outputs)
    W, b = parameters[-1]
    return dense(H, W, b)  # (N, inputs) -> (N, C)


def xor_network():
    """Weights, found by thought, of a network with one hidden layer that computes XOR.

    Formula: ``relu(x1 + x2) - 2 relu(x1 + x2 - 1) - 0.5`` is positive where one input is 1, not both
    -> list of two pairs [(W1, b1), (W2, b2)]

    >>> X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> print(mlp_forward(X, xor_network())[:, 0])
    [-0.5  0.5  0.5 -0.5]
    """
    hidden = (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0]))
    last = (np.array([[1.0], [-2.0]]), np.array([-0.5]))
    return [hidden, last]


def step_approximation(edges, heights):
    """Weights of a hidden layer of step neurons whose output is a given staircase.

    Formula: ``heights[0] + sum over k of (heights[k+1] - heights[k]) * step(x - edges[k])``
    edges: array (K,), rising; heights: array (K + 1,) -> list of two pairs [(W1, b1), (W2, b2)]

    Raises ValueError if there is not one height more than edges.

    >>> (W1, b1), (W2, b2) = step_approximation(np.array([1.0, 2.0]), np.array([5.0, 7.0, 4.0]))
    >>> print(W1[0], b1, W2[:, 0], b2)
    [1. 1.] [-1. -2.] [ 2. -3.] [5.]
    """
    if len(heights) != len(edges) + 1:
        raise ValueError(f"{len(edges)} edges and {len(heights)} heights: want one height more than edges")
    hidden = (np.ones((1, len(edges))), -edges)  # (1, K) and (K,): neuron k fires where x has reached edges[k]
    last = (np.diff(heights)[:, None], heights[:1])  # (K, 1) and (1,): and then adds the change in height
    return [hidden, last]


def softmax(Z):
    """Turn each row of scores into probabilities that add up to 1, without overflow.

    Formula: ``P[n, c] = exp(Z[n, c]) / sum over k of exp(Z[n, k])``
    Z: array (N, C), scores of C classes for N examples -> array (N, C), each row adds up to 1

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    # Taking the same number from a whole row cancels in the fraction and makes every exponent <= 0.
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # (N, C) - (N, 1) -> (N, C)
    return E / E.sum(axis=1, keepdims=True)  # (N, C) / (N, 1) -> (N, C)


def predict(X, parameters):
    """The most probable class of each example, and its probability.

    Formula: ``argmax`` and ``max`` over each row of ``softmax(mlp_forward(X, parameters))``
    X: array (N, D); parameters: list of (W, b)
    -> (labels, confidence): int array (N,) and array (N,)

    >>> labels, confidence = predict(np.array([[5.0], [-5.0]]), [(np.array([[1.0, -1.0]]), np.zeros(2))])
    >>> print(labels, confidence.round(3))
    [0 1] [1. 1.]
    """
    P = softmax(mlp_forward(X, parameters))  # (N, D) -> (N, C)
    return P.argmax(axis=1), P.max(axis=1)  # (N, C) -> (N,)
