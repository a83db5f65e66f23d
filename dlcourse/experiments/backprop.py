"""Lesson 04, backprop: graphs to try things on, a chain of neurons, and trainings whose signal is cut or wrong.

Sources
-------
activation_chain: Bengio, Simard and Frasconi (1994), *Learning long-term dependencies with gradient descent is
    difficult*.
random_network: He, Zhang, Ren and Sun (2015), *Delving deep into rectifiers*.
learn: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 8.1.
random_paths_backward: Lillicrap, Cownden, Tweed and Akerman (2016), *Random synaptic feedback weights support error
    backpropagation for deep learning*.
"""

from itertools import islice, pairwise

import numpy as np

from dlcourse.lessons import backprop, forward, losses, training
from dlcourse.nn.backprop import operations
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace


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
        The graph, for :func:`dlcourse.nn.backprop.graph_forward`, and the values of its inputs.

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
    """Neurons in a row, one input each, ``a[k + 1] = f(weight * a[k])``: their values, and the slopes of the last one.

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
    y : int array (N,)
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
    """A network to begin with: random weights of a size that keeps signals alive (lesson 06 says why), biases of 0.

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each layer.
    rng : numpy.random.Generator

    Returns
    -------
    list of (W, b)
        A layer between each two sizes.

    Examples
    --------
    >>> [W.shape for W, b in random_network([64, 32, 10], np.random.default_rng(0))]
    [(64, 32), (32, 10)]
    """
    return [(training.he_init(inputs, outputs, rng), np.zeros(outputs)) for inputs, outputs in pairwise(sizes)]


def random_batches(X, y, batch_size, rng):
    """Batches of examples drawn at random, each anew and from all of them: a generator of (X, y) that never ends.

    Parameters
    ----------
    X : array (N, D)
    y : array (N,)
    batch_size : int
    rng : numpy.random.Generator
        A batch is drawn when it is asked for.

    Examples
    --------
    >>> batches = random_batches(np.arange(6).reshape(3, 2), np.arange(3), 4, np.random.default_rng(0))
    >>> X, y = next(batches)
    >>> X.shape, y.tolist()
    ((4, 2), [2, 1, 1, 0])
    """
    while True:
        rows = rng.integers(0, len(X), batch_size)
        yield X[rows], y[rows]


def learn(X, y, parameters, rng, *, steps, learning_rate, batch_size=64, cut=0, backward=backprop.mlp_backward):
    """Train a network by steps down the gradient of random batches; layers before a cut hear nothing.

    Parameters
    ----------
    X : array (N, D)
    y : int array (N,)
    parameters : list of (W, b)
        The network at the start; it is not changed.
    rng : numpy.random.Generator
        Draws the batches.
    steps : int
    learning_rate : float
    batch_size : int
    cut : int
        So many layers, from the first on, get no gradient and stay as they are; 0 cuts nowhere.
    backward : function
        ``backward(X, y, parameters) -> (loss, gradients)``, as :func:`dlcourse.lessons.backprop.mlp_backward`.

    Returns
    -------
    list of (W, b)
        The network after training.

    Examples
    --------
    >>> X, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
    >>> start = [(np.zeros((1, 2)), np.zeros(2))]
    >>> learned = learn(X, y, start, np.random.default_rng(0), steps=50, learning_rate=1.0)
    >>> print(forward.predict(X, learned)[0])
    [0 1]
    """
    parameters, backward = list(parameters), at_pace(backward, backprop.mlp_backward)
    for batch in islice(random_batches(X, y, batch_size, rng), few(steps)):
        _, gradients = backward(*batch, parameters)
        for layer in range(cut, len(parameters)):
            (W, b), (dW, db) = parameters[layer], gradients[layer]
            parameters[layer] = (W - learning_rate * dW, b - learning_rate * db)
    return parameters


def random_paths_backward(paths):
    """A backward pass by random weights instead of the network's own: ``dX = dZ B^T`` with a fixed B in place of W.

    Parameters
    ----------
    paths : list of arrays
        For each layer a matrix of the shape of its weights.

    Returns
    -------
    function
        ``backward(X, y, parameters) -> (loss, gradients)``, for :func:`learn`.

    Examples
    --------
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
