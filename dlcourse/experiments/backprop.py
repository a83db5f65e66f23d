"""Lesson 04, backprop: what the notebook calls to run its experiments."""

import numpy as np

from dlcourse.lessons import backprop, forward, losses
from dlcourse.nn.backprop import operations


def example_graph(name):
    """A graph of numbers to try things on, and values for its inputs.

    Parameters
    ----------
    name : str
        "neuron": a ReLU neuron and the square of its error; "sigmoid neuron": the same with a sigmoid;
        "shared weight": one weight used for two inputs.

    Returns
    -------
    tuple (dict, dict)
        The graph, for :func:`graph_forward`, and the values of its inputs.

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> graph, values = example_graph("neuron")
    >>> graph["wx"], values["x"]
    (('multiply', ['w', 'x']), 3.0)
    """
    end = {"error": ("subtract", ["a", "y"]), "loss": ("square", ["error"])}
    if name in ("neuron", "sigmoid neuron"):
        activation = "relu" if name == "neuron" else "sigmoid"
        middle = {"wx": ("multiply", ["w", "x"]), "z": ("add", ["wx", "b"]), "a": (activation, ["z"])}
        values = {"w": 2.0, "x": 3.0, "b": -1.0, "y": 3.0}
    elif name == "shared weight":
        middle = {"h1": ("multiply", ["x1", "w"]), "h2": ("multiply", ["w", "x2"]), "a": ("add", ["h1", "h2"])}
        values = {"w": 2.0, "x1": 3.0, "x2": -1.0, "y": 3.0}
    else:
        raise ValueError(f"there is no example graph {name!r}: want 'neuron', 'sigmoid neuron' or 'shared weight'")
    return {one: ("input", []) for one in values} | middle | end, values


def activation_chain(x, weight, depth, activation="sigmoid"):
    """Neurons in a row, one input each: their values, and the slope of the last one for each of them.

    Formula: ``a[k + 1] = f(weight * a[k])``, and the chain rule back

    Parameters
    ----------
    x : float
        What goes into the first neuron.
    weight : float
        The weight of each neuron.
    depth : int
        The number of neurons.
    activation : str
        "sigmoid" or "relu".

    Returns
    -------
    tuple (array (depth + 1,), array (depth + 1,))
        The input and the neurons' outputs; and for each the slope of the last output: 1 for that itself.

    References
    ----------
    Bengio, Simard and Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*.

    Examples
    --------
    >>> values, slopes = activation_chain(0.0, 1.0, 1)
    >>> print(values, slopes)
    [0.  0.5] [0.25 1.  ]
    """
    run, back = operations()[activation]
    values, caches, slopes = [float(x)], [], [1.0]
    for _ in range(depth):
        out, cache = run(weight * values[-1])
        values.append(float(out))
        caches.append(cache)
    for cache in reversed(caches):
        slopes.insert(0, float(back(slopes[0], cache)) * weight)
    return np.array(values), np.array(slopes)


def loss_with(X, y, parameters, layer, part):
    """The loss of a network as a function of one of its arrays alone; all others stay as they are.

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    y : int array (N,)
        The right class of each.
    parameters : list of (W, b)
        The network.
    layer : int
        The layer whose array may change.
    part : int
        0 for its weights, 1 for its biases.

    Returns
    -------
    function
        Takes an array in place of that one, gives the mean cross-entropy.

    Examples
    --------
    >>> one_layer = [(np.zeros((1, 2)), np.zeros(2))]
    >>> loss = loss_with(np.array([[3.0]]), np.array([1]), one_layer, 0, 1)
    >>> print(loss(np.array([0.0, 0.0])).round(3), loss(np.array([0.0, 5.0])).round(3))
    0.693 0.007
    """

    def loss(array):
        changed = [list(pair) for pair in parameters]
        changed[layer][part] = array
        return losses.cross_entropy(forward.mlp_forward(X, changed), y)

    return loss


def random_network(sizes, rng):
    """Random weights, of a size that keeps signals alive, and biases of 0 (lesson 06 says why).

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each layer.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    list of (W, b)
        A layer between each two sizes.

    References
    ----------
    He, Zhang, Ren and Sun (2015), *Delving deep into rectifiers*.

    Examples
    --------
    >>> [W.shape for W, b in random_network([64, 32, 10], np.random.default_rng(0))]
    [(64, 32), (32, 10)]
    """
    pairs = zip(sizes[:-1], sizes[1:])
    return [(rng.normal(size=(D, M)) * np.sqrt(2 / D), np.zeros(M)) for D, M in pairs]


def learn(X, y, parameters, rng, *, steps, learning_rate, batch_size=64, cut=0, backward=backprop.mlp_backward):
    """Train a network: steps down the gradient on random batches; layers before a cut hear nothing.

    Formula: ``W - learning_rate * dW`` and ``b - learning_rate * db``, again and again

    Parameters
    ----------
    X : array (N, D)
        N examples.
    y : int array (N,)
        The right class of each.
    parameters : list of (W, b)
        The network at the start; it is not changed.
    rng : numpy.random.Generator
        Draws the batches.
    steps : int
        How many.
    learning_rate : float
        How far each step goes.
    batch_size : int
        How many examples are drawn for a step.
    cut : int
        So many layers, from the first on, get no gradient and stay as they are; 0 cuts nowhere.
    backward : function
        Called as ``backward(X, y, parameters)``, gives the loss and the gradients.

    Returns
    -------
    list of (W, b)
        The network after training.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 8.1.

    Examples
    --------
    >>> X, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
    >>> start = [(np.zeros((1, 2)), np.zeros(2))]
    >>> learned = learn(X, y, start, np.random.default_rng(0), steps=50, learning_rate=1.0)
    >>> print(forward.predict(X, learned)[0])
    [0 1]
    """
    parameters = list(parameters)
    for _ in range(steps):
        rows = rng.integers(0, len(X), batch_size)
        _, gradients = backward(X[rows], y[rows], parameters)
        for layer in range(cut, len(parameters)):
            (W, b), (dW, db) = parameters[layer], gradients[layer]
            parameters[layer] = (W - learning_rate * dW, b - learning_rate * db)
    return parameters


def random_paths_backward(paths):
    """A backward that sends the signal back through random weights instead of the network's own.

    Formula: ``dX = dZ B^T`` with fixed random B in place of W; everything else as in :func:`mlp_backward`

    Parameters
    ----------
    paths : list of arrays
        For each layer a matrix of the shape of its weights.

    Returns
    -------
    function
        Called as ``backward(X, y, parameters)``, for :func:`learn`.

    References
    ----------
    Lillicrap, Cownden, Tweed and Akerman (2016), *Random synaptic feedback weights support error
    backpropagation for deep learning*.

    Examples
    --------
    >>> layers = random_network([4, 5, 3], np.random.default_rng(0))
    >>> X, y = np.ones((2, 4)), np.array([0, 2])
    >>> own = random_paths_backward([W for W, _ in layers])  # with its own weights it is mlp_backward
    >>> np.array_equal(own(X, y, layers)[1][0][0], mlp_backward(X, y, layers)[1][0][0])
    True
    """

    def backward(X, y, parameters):
        Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
        loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
        dZ = backprop.softmax_cross_entropy_backward(1.0, cache)
        gradients = []
        for layer in reversed(range(len(parameters))):
            H, _ = dense_caches[layer]
            dH, dW, db = backprop.dense_backward(dZ, (H, paths[layer]))
            gradients.insert(0, (dW, db))
            if layer > 0:
                dZ = backprop.relu_backward(dH, relu_caches[layer - 1])
        return loss, gradients

    return backward
