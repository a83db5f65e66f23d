"""Lesson 04, backprop: from the loss back to every weight, one local slope at a time."""

import numpy as np

from dlcourse.lessons import forward, losses, neuron

# ---- single operations: a forward that keeps what its backward needs, and the backward ----


def add_forward(x, y):
    """Add two arrays of one shape.

    Formula: ``out = x + y``

    Parameters
    ----------
    x : array of any shape
        The first summand.
    y : array, shape of `x`
        The second.

    Returns
    -------
    tuple (array, cache)
        The sum; and a cache that is empty, for the slopes of a sum do not depend on x and y.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.2.

    Examples
    --------
    >>> add_forward(3.0, 4.0)
    (7.0, ())
    """
    return x + y, ()


def add_backward(d_out, cache):
    """Send the gradient of a sum back to what was added: both get all of it.

    Formula: ``dx = d_out * 1``, ``dy = d_out * 1``

    Parameters
    ----------
    d_out : array of any shape
        The gradient of the loss for the sum.
    cache : tuple
        Empty, as from :func:`add_forward`.

    Returns
    -------
    tuple (array, array)
        The gradients for x and for y.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.2.

    Examples
    --------
    >>> add_backward(5.0, ())
    (5.0, 5.0)
    """
    return d_out, d_out


def subtract_forward(x, y):
    """Subtract an array from another of the same shape: ``x - y``; the cache is empty."""
    return x - y, ()


def subtract_backward(d_out, cache):
    """Send the gradient of a difference back: as it is to x, with the sign turned to y."""
    return d_out, -d_out


def square_forward(x):
    """Square an array, elementwise; the cache is x."""
    return x**2, x


def square_backward(d_out, cache):
    """Send the gradient of a square back: ``d_out * 2 x``."""
    return d_out * 2 * cache


def multiply_forward(x, y):
    """Multiply two arrays of one shape, element by element.

    Formula: ``out = x * y``

    Parameters
    ----------
    x : array of any shape
        The first factor.
    y : array, shape of `x`
        The second.

    Returns
    -------
    tuple (array, (x, y))
        The product; and the cache for :func:`multiply_backward`.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.2.

    Examples
    --------
    >>> multiply_forward(3.0, 4.0)
    (12.0, (3.0, 4.0))
    """
    return x * y, (x, y)


def multiply_backward(d_out, cache):
    """Send the gradient of a product back to its two factors.

    Formula: ``dx = d_out * y``, ``dy = d_out * x``

    Parameters
    ----------
    d_out : array of any shape
        The gradient of the loss for the product.
    cache : tuple (array, array)
        The factors x and y.

    Returns
    -------
    tuple (array, array)
        The gradients for x and for y.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.2.

    Examples
    --------
    >>> multiply_backward(5.0, (3.0, 4.0))
    (20.0, 15.0)
    """
    x, y = cache
    return d_out * y, d_out * x


# ---- graphs of such operations ----


def topological_order(inputs):
    """Order the nodes of a graph so that each comes after everything it takes.

    Formula: again and again, take the nodes whose inputs are all placed

    Parameters
    ----------
    inputs : dict
        For each node's name the list of the names of the nodes it takes; an empty list for a node that takes none.

    Returns
    -------
    list of str
        Every name once.

    Raises
    ------
    ValueError
        If the graph has a circle, or a node takes one that is not in the graph.

    References
    ----------
    Kahn (1962), *Topological sorting of large networks*.

    Examples
    --------
    >>> topological_order({"loss": ["z", "y"], "z": ["w", "x"], "w": [], "x": [], "y": []})
    ['w', 'x', 'y', 'z', 'loss']
    """
    order = []
    while len(order) < len(inputs):
        ready = [name for name in inputs if name not in order and set(inputs[name]) <= set(order)]
        if not ready:
            raise ValueError(f"the graph has a circle, or takes an unknown node: after {order} nothing is ready")
        order.extend(ready)
    return order


def operations():
    """What a node of a graph can do: for each operation its forward and its backward."""
    return {
        "add": (add_forward, add_backward),
        "subtract": (subtract_forward, subtract_backward),
        "multiply": (multiply_forward, multiply_backward),
        "square": (square_forward, square_backward),
        "relu": (relu_forward, relu_backward),
        "sigmoid": (sigmoid_forward, sigmoid_backward),
    }


def graph_forward(graph, values):
    """The value of every node of a graph of numbers.

    Parameters
    ----------
    graph : dict
        For each node's name ``(operation, list of the names it takes)``; ``("input", [])`` for a node whose
        value is given.
    values : dict
        The values of the inputs, by name.

    Returns
    -------
    tuple (dict, dict)
        The value of every node, in the order in which they are computed; and the caches of the operations.

    Examples
    --------
    >>> graph = {"x": ("input", []), "square": ("square", ["x"])}
    >>> graph_forward(graph, {"x": 3.0})
    ({'x': 3.0, 'square': 9.0}, {'square': 3.0})
    """
    known, caches = {}, {}
    for name in topological_order({name: taken for name, (_, taken) in graph.items()}):
        operation, taken = graph[name]
        if operation == "input":
            known[name] = float(values[name])
            continue
        out, caches[name] = operations()[operation][0](*(known[one] for one in taken))
        known[name] = float(out)
    return known, caches


def graph_backward(graph, caches, last):
    """The gradient of one node for every node, sent back one edge at a time.

    Parameters
    ----------
    graph : dict
        As for :func:`graph_forward`.
    caches : dict
        As from :func:`graph_forward`.
    last : str
        The node whose gradient is wanted: the loss.

    Returns
    -------
    tuple (dict, list of (from, to, d_out, local, sent))
        The gradient for every node; and every message: the node it comes from, the node it goes to, the
        gradient there, the local slope, and the product of these two, which is sent.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.2.

    Examples
    --------
    >>> graph = {"x": ("input", []), "square": ("square", ["x"]), "sum": ("add", ["square", "x"])}
    >>> _, caches = graph_forward(graph, {"x": 3.0})
    >>> graph_backward(graph, caches, "sum")[0]
    {'x': 7.0, 'square': 1.0, 'sum': 1.0}
    """
    gradients, messages = dict.fromkeys(graph, 0.0) | {last: 1.0}, []
    for name in reversed(topological_order({name: taken for name, (_, taken) in graph.items()})):
        operation, taken = graph[name]
        if operation == "input":
            continue
        slopes = operations()[operation][1](1.0, caches[name])  # one slope for each node that is taken
        for one, slope in zip(taken, slopes if len(taken) > 1 else [slopes]):
            sent = gradients[name] * float(slope)
            gradients[one] += sent  # what is used twice hears from both
            messages.append((name, one, gradients[name], float(slope), sent))
    return gradients, messages


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


# ---- arrays ----


def unbroadcast(gradient, shape):
    """Add a gradient up over the copies that broadcasting made of an array.

    Formula: the sum over new leading axes, and over axes that were 1 long before broadcasting

    Parameters
    ----------
    gradient : array
        The gradient for the array after broadcasting.
    shape : tuple of int
        The shape of the array before.

    Returns
    -------
    array
        The gradient for the array itself, of shape `shape`.

    Raises
    ------
    ValueError
        If an array of shape `shape` does not broadcast to the shape of `gradient`.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 6.5.6: gradients of what is used often add up.

    Examples
    --------
    >>> unbroadcast(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,))
    array([5., 7., 9.])
    >>> unbroadcast(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (2, 1))
    array([[ 6.],
           [15.]])
    """
    if not _broadcasts(tuple(shape), gradient.shape):
        raise ValueError(f"gradient has shape {gradient.shape}, to which the shape {tuple(shape)} does not broadcast")
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))  # the axes that broadcasting put in front
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)


def _broadcasts(shape, to):
    """Whether an array of this shape can be stretched to another shape."""
    try:
        return np.broadcast_shapes(shape, to) == to
    except ValueError:
        return False


def relu_forward(Z):
    """ReLU, keeping what its backward needs.

    Formula: ``H = max(Z, 0)``, elementwise

    Parameters
    ----------
    Z : array of any shape
        Weighted sums.

    Returns
    -------
    tuple (array, array)
        The outputs; and the cache, Z itself.

    References
    ----------
    Nair and Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*.

    Examples
    --------
    >>> relu_forward(np.array([-2.0, 3.0]))
    (array([0., 3.]), array([-2.,  3.]))
    """
    return neuron.relu(Z), Z


def relu_backward(dH, cache):
    """Let the gradient pass where the ReLU let the signal pass, and nowhere else.

    Formula: ``dZ = dH where Z > 0, else 0``

    Parameters
    ----------
    dH : array of any shape
        The gradient of the loss for the outputs.
    cache : array, shape of `dH`
        The weighted sums Z.

    Returns
    -------
    array, shape of `dH`
        The gradient for the weighted sums.

    References
    ----------
    Glorot, Bordes and Bengio (2011), *Deep sparse rectifier neural networks*.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 7.])
    """
    return dH * (cache > 0)


def sigmoid_forward(Z):
    """The sigmoid, keeping what its backward needs.

    Formula: ``A = 1 / (1 + exp(-Z))``, elementwise

    Parameters
    ----------
    Z : array of any shape
        Weighted sums.

    Returns
    -------
    tuple (array, array)
        The outputs A; and the cache, A again: the slope needs nothing else.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10.

    Examples
    --------
    >>> sigmoid_forward(np.array([0.0]))
    (array([0.5]), array([0.5]))
    """
    A = neuron.sigmoid(Z)
    return A, A


def sigmoid_backward(dA, cache):
    """Send the gradient back through a sigmoid, whose output was kept.

    Formula: ``dZ = dA * A * (1 - A)``, elementwise

    Parameters
    ----------
    dA : array of any shape
        The gradient of the loss for the outputs.
    cache : array, shape of `dA`
        The outputs A of the sigmoid.

    Returns
    -------
    array, shape of `dA`
        The gradient for the weighted sums.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*.

    Examples
    --------
    >>> sigmoid_backward(np.array([8.0, 8.0]), np.array([0.5, 0.75]))
    array([2. , 1.5])
    """
    return dA * cache * (1 - cache)


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


def gradient_check(f, x, gradient):
    """The largest relative error of a gradient, held against central differences.

    Formula: the maximum of ``|gradient - numerical| / max(|gradient|, |numerical|, 1e-8)``

    Parameters
    ----------
    f : function
        Takes an array like `x`, returns one number.
    x : array of any shape
        Where the gradient was taken.
    gradient : array, shape of `x`
        What is to be checked.

    Returns
    -------
    float
        Below 1e-5 for a right gradient in float64; 0.5 if it is twice too large; 2 for the wrong sign.

    Raises
    ------
    ValueError
        If `gradient` does not have the shape of `x`.

    References
    ----------
    Nocedal and Wright, *Numerical Optimization*, section 8.1.

    Examples
    --------
    >>> x = np.array([3.0, -1.0])
    >>> print(round(gradient_check(lambda x: np.sum(x**2), x, 4 * x), 6))
    0.5
    """
    if np.shape(gradient) != np.shape(x):
        raise ValueError(f"gradient has shape {np.shape(gradient)}, x has shape {np.shape(x)}: they must be the same")
    numerical = losses.numerical_gradient(f, x)
    larger = np.maximum(np.abs(gradient), np.abs(numerical))
    return np.max(np.abs(gradient - numerical) / np.maximum(larger, 1e-8))


# ---- layers, the loss, and a whole network ----


def dense_forward(X, W, b):
    """A layer of neurons, keeping what its backward needs.

    Formula: ``Z = X W + b``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    W : array (D, M)
        The weights: one column for each neuron.
    b : array (M,)
        The biases.

    Returns
    -------
    tuple (array (N, M), (X, W))
        The weighted sums; and the cache for :func:`dense_backward`.

    Raises
    ------
    ValueError
        If the shapes of `X`, `W` and `b` do not fit together.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.4.

    Examples
    --------
    >>> Z, (X, W) = dense_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    >>> Z
    array([[11.5]])
    """
    return forward.dense(X, W, b), (X, W)


def dense_backward(dZ, cache):
    """Send the gradient back through a dense layer: to its inputs, its weights and its biases.

    Formula: ``dX = dZ W^T``, ``dW = X^T dZ``, ``db = sum of dZ over the examples``

    Parameters
    ----------
    dZ : array (N, M)
        The gradient of the loss for the weighted sums.
    cache : tuple (array (N, D), array (D, M))
        The inputs X and the weights W of the layer.

    Returns
    -------
    tuple (array (N, D), array (D, M), array (M,))
        The gradients for X, W and b, each of the shape of what it belongs to.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 7.4.

    Examples
    --------
    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]])
    >>> dX, dW, db = dense_backward(np.array([[1.0], [10.0]]), (X, W))
    >>> print(dX.tolist(), dW.tolist(), db.tolist())
    [[3.0, 4.0], [30.0, 40.0]] [[1.0], [12.0]] [11.0]
    """
    X, W = cache
    dX = dZ @ W.T  # (N, M) @ (M, D) -> (N, D)
    dW = X.T @ dZ  # (D, N) @ (N, M) -> (D, M)
    db = dZ.sum(axis=0)  # (N, M) -> (M,)
    return dX, dW, db


def softmax_cross_entropy_forward(Z, y):
    """The mean cross-entropy of scores, keeping what its backward needs.

    Formula: ``loss = -mean over n of log(P[n, y[n]])`` with ``P = softmax(Z)``

    Parameters
    ----------
    Z : array (N, C)
        Scores of C classes for N examples.
    y : int array (N,)
        The right class of each example.

    Returns
    -------
    tuple (float, (P, y))
        The loss; and the cache: the probabilities and the labels.

    Raises
    ------
    ValueError
        If there is not one label for each row of `Z`.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 5.5.

    Examples
    --------
    >>> loss, (P, y) = softmax_cross_entropy_forward(np.array([[0.0, 0.0]]), np.array([1]))
    >>> print(loss.round(3), P)
    0.693 [[0.5 0.5]]
    """
    return losses.cross_entropy(Z, y), (forward.softmax(Z), y)


def softmax_cross_entropy_backward(d_loss, cache):
    """The gradient for the scores: what the network said, minus what was right, over the batch.

    Formula: ``dZ = d_loss * (P - one-hot of y) / N``

    Parameters
    ----------
    d_loss : float
        The gradient for the loss itself: 1 if nothing comes after it.
    cache : tuple (array (N, C), int array (N,))
        The probabilities P and the labels y.

    Returns
    -------
    array (N, C)
        The gradient for the scores; each row adds up to 0.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning*, section 4.3.4.

    Examples
    --------
    >>> softmax_cross_entropy_backward(1.0, (np.array([[0.5, 0.5], [0.75, 0.25]]), np.array([0, 1])))
    array([[-0.25 ,  0.25 ],
           [ 0.375, -0.375]])
    """
    P, y = cache
    dZ = P.copy()  # the cache may be needed again
    dZ[np.arange(len(y)), y] -= 1
    return d_loss * dZ / len(y)


def mlp_forward(X, parameters):
    """The forward pass of lesson 02, keeping for each layer what the way back needs.

    Formula: ``H = relu(H W + b)`` for each layer, but the last: ``Z = H W + b``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    parameters : list of (W, b)
        The weights and biases of each layer, first layer first.

    Returns
    -------
    tuple (array (N, C), list of caches, list of caches)
        The scores; the cache of each dense layer; and the cache of each ReLU, one fewer.

    Raises
    ------
    ValueError
        If `parameters` is empty, or a layer does not fit the one before.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.3.

    Examples
    --------
    >>> layers = [(np.array([[2.0]]), np.array([1.0])), (np.array([[10.0]]), np.array([0.0]))]
    >>> Z, dense_caches, relu_caches = mlp_forward(np.array([[3.0]]), layers)
    >>> print(Z, len(dense_caches), relu_caches)
    [[70.]] 2 [array([[7.]])]
    """
    if len(parameters) == 0:
        raise ValueError("parameters is empty: give the (W, b) of at least one layer")
    H, dense_caches, relu_caches = X, [], []
    for W, b in parameters[:-1]:
        Z, dense_cache = dense_forward(H, W, b)
        H, relu_cache = relu_forward(Z)
        dense_caches.append(dense_cache)
        relu_caches.append(relu_cache)
    Z, dense_cache = dense_forward(H, *parameters[-1])
    return Z, [*dense_caches, dense_cache], relu_caches


def mlp_backward(X, y, parameters):
    """The loss of a network on a batch, and its gradient for every weight and every bias.

    Formula: from the loss back to the first layer, each layer's backward gets what the layer after it sends

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    y : int array (N,)
        The right class of each.
    parameters : list of (W, b)
        The weights and biases of each layer, first layer first; ReLU between the layers.

    Returns
    -------
    tuple (float, list of (dW, db))
        The mean cross-entropy; and the gradients in the order of `parameters`.

    Raises
    ------
    ValueError
        If `parameters` is empty, or shapes do not fit together.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.4.

    Examples
    --------
    >>> one_layer = [(np.array([[0.0, 0.0]]), np.array([0.0, 0.0]))]
    >>> loss, [(dW, db)] = mlp_backward(np.array([[3.0]]), np.array([1]), one_layer)
    >>> print(loss.round(3), dW, db)
    0.693 [[ 1.5 -1.5]] [ 0.5 -0.5]
    """
    Z, dense_caches, relu_caches = mlp_forward(X, parameters)
    loss, cache = softmax_cross_entropy_forward(Z, y)
    dZ = softmax_cross_entropy_backward(1.0, cache)
    gradients = []
    for layer in reversed(range(len(parameters))):
        dH, dW, db = dense_backward(dZ, dense_caches[layer])
        gradients.insert(0, (dW, db))
        if layer > 0:  # below the first layer is the input, which has no ReLU
            dZ = relu_backward(dH, relu_caches[layer - 1])
    return loss, gradients


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


def learn(X, y, parameters, rng, *, steps, learning_rate, batch_size=64, cut=0, backward=mlp_backward):
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
        Z, dense_caches, relu_caches = mlp_forward(X, parameters)
        loss, cache = softmax_cross_entropy_forward(Z, y)
        dZ = softmax_cross_entropy_backward(1.0, cache)
        gradients = []
        for layer in reversed(range(len(parameters))):
            H, _ = dense_caches[layer]
            dH, dW, db = dense_backward(dZ, (H, paths[layer]))
            gradients.insert(0, (dW, db))
            if layer > 0:
                dZ = relu_backward(dH, relu_caches[layer - 1])
        return loss, gradients

    return backward
