"""Lesson 02, forward: from a neuron to a layer, from layers to a network that classifies."""

import numpy as np

from dlcourse.lessons import neuron


def dense(X, W, b):
    """A layer of neurons: every neuron's weighted sum for every example.

    Formula: ``Z = X W + b``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    W : array (D, M)
        The weights: one column for each neuron.
    b : array (M,)
        The biases: one for each neuron.

    Returns
    -------
    array (N, M)
        The weighted sum of each neuron (column) for each example (row).

    Raises
    ------
    ValueError
        If the shapes of `X`, `W` and `b` do not fit together.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 4.4.

    Examples
    --------
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

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each layer.

    Returns
    -------
    int
        Weights and biases together.

    Raises
    ------
    ValueError
        If there are fewer than two sizes.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 4.5.

    Examples
    --------
    >>> count_parameters([2, 3, 1])
    13
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes is {sizes}: give the number of inputs and of at least one layer's neurons")
    return sum(inputs * outputs + outputs for inputs, outputs in zip(sizes[:-1], sizes[1:]))


def mlp_forward(X, parameters):
    """The forward pass: dense layers with ReLU between them, and none after the last.

    Formula: ``H = relu(H W + b)`` for each layer, but the last: ``Z = H W + b``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    parameters : list of (W, b)
        The weights and biases of each layer, first layer first.

    Returns
    -------
    array (N, C)
        The scores (also called logits) of the last layer.

    Raises
    ------
    ValueError
        If `parameters` is empty, or a layer does not fit the one before.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.3.

    Examples
    --------
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
    return dense(H, W, b)


def softmax(Z):
    """Turn each row of scores into probabilities that add up to 1, without overflow.

    Formula: ``P[n, c] = exp(Z[n, c]) / sum over k of exp(Z[n, k])``

    Parameters
    ----------
    Z : array (N, C)
        Scores of C classes for N examples.

    Returns
    -------
    array (N, C)
        Probabilities; each row adds up to 1.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, sections 4.1 and 6.2.2.3.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    # Taking the same number from a whole row cancels in the fraction and makes every exponent <= 0.
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def predict(X, parameters):
    """The most probable class of each example, and its probability.

    Formula: ``argmax`` and ``max`` over each row of ``softmax(mlp_forward(X, parameters))``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    parameters : list of (W, b)
        The weights and biases of each layer.

    Returns
    -------
    tuple (int array (N,), array (N,))
        The labels, and how sure the network is of each.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 5.5.

    Examples
    --------
    >>> labels, confidence = predict(np.array([[5.0], [-5.0]]), [(np.array([[1.0, -1.0]]), np.zeros(2))])
    >>> print(labels, confidence.round(3))
    [0 1] [1. 1.]
    """
    P = softmax(mlp_forward(X, parameters))
    return P.argmax(axis=1), P.max(axis=1)


def xor_network():
    """Weights, found by thought, of a network with one hidden layer that computes XOR.

    Formula: ``relu(x1 + x2) - 2 relu(x1 + x2 - 1) - 0.5`` is positive where one input is 1, not both

    Returns
    -------
    list of (W, b)
        Two layers, for inputs (N, 2) and scores (N, 1).

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 6.1.

    Examples
    --------
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

    Parameters
    ----------
    edges : array (K,)
        Where the staircase changes, in rising order.
    heights : array (K + 1,)
        The height before the first edge, between the edges, and after the last.

    Returns
    -------
    list of (W, b)
        The hidden layer (1, K), (K,) and the last layer (K, 1), (1,).

    Raises
    ------
    ValueError
        If there is not one height more than edges.

    References
    ----------
    Cybenko (1989), *Approximation by superpositions of a sigmoidal function*.

    Examples
    --------
    >>> parameters = step_approximation(np.array([1.0, 2.0]), np.array([5.0, 7.0, 4.0]))
    >>> print(step_network(np.array([0.0, 1.5, 3.0]), parameters))
    [5. 7. 4.]
    """
    if len(heights) != len(edges) + 1:
        raise ValueError(f"{len(edges)} edges and {len(heights)} heights: want one height more than edges")
    hidden = (np.ones((1, len(edges))), -edges)  # neuron k starts to fire where x reaches edges[k]
    last = (np.diff(heights)[:, None], heights[:1])  # and then adds the change in height
    return [hidden, last]


def step_network(x, parameters):
    """A network with one input, a hidden layer of step neurons, and one output.

    Formula: ``step(x W1 + b1) W2 + b2``

    Parameters
    ----------
    x : array (N,)
        The input.
    parameters : list of (W, b)
        Two layers, as from :func:`step_approximation`.

    Returns
    -------
    array (N,)
        The output.

    References
    ----------
    Cybenko (1989), *Approximation by superpositions of a sigmoidal function*.

    Examples
    --------
    >>> one_step = [(np.array([[1.0]]), np.array([-2.0])), (np.array([[10.0]]), np.array([3.0]))]
    >>> step_network(np.array([1.0, 2.0]), one_step)
    array([ 3., 13.])
    """
    (W1, b1), (W2, b2) = parameters
    H = neuron.step(dense(x[:, None], W1, b1))  # (N, 1) -> (N, K)
    return dense(H, W2, b2)[:, 0]  # (N, 1) -> (N,)


def forward_trace(X, parameters):
    """The forward pass of :func:`mlp_forward`, keeping what every layer puts out.

    Formula: ``H = relu(H W + b)`` for each layer, but the last: ``Z = H W + b``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    parameters : list of (W, b)
        The weights and biases of each layer.

    Returns
    -------
    list of arrays (N, neurons)
        The input itself, the output of each hidden layer, and the last layer's scores.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.3.

    Examples
    --------
    >>> one_layer = [(np.array([[2.0]]), np.array([1.0]))]
    >>> [values.tolist() for values in forward_trace(np.array([[3.0]]), one_layer)]
    [[[3.0]], [[7.0]]]
    """
    values = [X]
    for W, b in parameters[:-1]:
        values.append(neuron.relu(dense(values[-1], W, b)))
    W, b = parameters[-1]
    return [*values, dense(values[-1], W, b)]


def nearest_centre_accuracy(H, labels):
    """How clearly the classes form clusters: the share of examples nearest to their own class's centre.

    Formula: the mean of ``argmin over c of ||H[n] - centre[c]|| == labels[n]``

    Parameters
    ----------
    H : array (N, M)
        What a layer puts out for N examples.
    labels : int array (N,)
        The class of each.

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 13.2.

    Examples
    --------
    >>> print(nearest_centre_accuracy(np.array([[0.0], [1.0], [9.0], [2.0]]), np.array([0, 0, 1, 1])))
    0.75
    """
    classes = np.unique(labels)
    centres = np.stack([H[labels == c].mean(axis=0) for c in classes])  # (C, M)
    distances = np.linalg.norm(H[:, None] - centres, axis=2)  # (N, 1, M) - (C, M) -> (N, C)
    return np.mean(classes[distances.argmin(axis=1)] == labels)
