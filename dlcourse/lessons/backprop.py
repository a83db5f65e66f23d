"""Lesson 04, backprop: from the loss back to every weight, one local slope at a time.

Every operation has two functions. Its forward gives a value and a cache: what its backward will need. Its backward gets
the gradient of the loss for that value, and the cache, which it leaves as it is; it gives the gradient for everything
that went in.

A batch has N examples, a layer D inputs and M neurons, the last layer one for each of C classes. X are the inputs, W
and b the weights and biases, Z the weighted sums (in the last layer the logits), H their ReLU, A their sigmoid, P their
softmax, y the right classes. dZ is the gradient for Z and has the shape of Z; so it is with dX, dW and the others.

Sources
-------
multiply_forward, multiply_backward: Prince, *Understanding Deep Learning*, section 7.2.
topological_order: Kahn (1962), *Topological sorting of large networks*.
unbroadcast: Goodfellow, Bengio and Courville, *Deep Learning*, section 6.5.6: gradients of what is used often add
    up.
relu_forward: Nair and Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*.
relu_backward: Glorot, Bordes and Bengio (2011), *Deep sparse rectifier neural networks*.
sigmoid_forward: Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10.
sigmoid_backward: Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*.
gradient_check: Nocedal and Wright, *Numerical Optimization*, section 8.1.
dense_forward, dense_backward: Prince, *Understanding Deep Learning*, section 7.4.
softmax_cross_entropy_forward: Prince, *Understanding Deep Learning*, section 5.5.
softmax_cross_entropy_backward: Bishop, *Pattern Recognition and Machine Learning*, section 4.3.4.
mlp_forward: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.3.
mlp_backward: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 6.4.
"""

import numpy as np

from dlcourse.lessons import forward, losses, neuron


def multiply_forward(x, y):
    """Multiply two arrays, element by element.

    Formula: ``out = x * y``
    x, y: arrays of one shape -> (out, cache): out an array of that shape; cache the tuple (x, y)

    >>> multiply_forward(3.0, 4.0)
    (12.0, (3.0, 4.0))
    """
    return x * y, (x, y)


def multiply_backward(d_out, cache):
    """Send the gradient of a product back to its two factors.

    Formula: ``dx = d_out * y``, ``dy = d_out * x``
    d_out: array of any shape; cache: (x, y), arrays of the same shape
    -> (dx, dy): arrays of the same shape

    >>> multiply_backward(5.0, (3.0, 4.0))
    (20.0, 15.0)
    """
    x, y = cache
    return d_out * y, d_out * x


def topological_order(inputs):
    """Order the nodes of a graph so that each comes after everything it takes.

    Formula: again and again, take the nodes whose inputs are all placed
    inputs: dict, for each node's name the list of the names it takes -> list of all names

    Raises ValueError if the graph has a circle, or a node takes one that it does not have.

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


def unbroadcast(gradient, shape):
    """Add a gradient up over the copies that broadcasting made of an array.

    Formula: the sum over new leading axes, and over axes that were 1 long before broadcasting
    gradient: array, after broadcasting; shape: tuple of int, the shape before
    -> array of that shape

    Raises ValueError if an array of this shape does not broadcast to that of the gradient.

    >>> unbroadcast(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,))
    array([5., 7., 9.])
    >>> unbroadcast(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (2, 1))
    array([[ 6.],
           [15.]])
    """
    if not _broadcasts(tuple(shape), gradient.shape):
        raise ValueError(f"gradient has shape {gradient.shape}, to which the shape {tuple(shape)} does not broadcast")
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))  # the axes that broadcasting has put in front
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
    Z: array of any shape -> (H, cache): two arrays of that shape; cache is Z

    >>> relu_forward(np.array([-2.0, 3.0]))
    (array([0., 3.]), array([-2.,  3.]))
    """
    return neuron.relu(Z), Z


def relu_backward(dH, cache):
    """Let the gradient pass where the ReLU let the signal pass, and nowhere else.

    Formula: ``dZ = dH where Z > 0, else 0``
    dH: array of any shape; cache: array of the same shape, the weighted sums Z
    -> array of the same shape

    >>> relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 7.])
    """
    return dH * (cache > 0)


def sigmoid_forward(Z):
    """The sigmoid, keeping what its backward needs.

    Formula: ``A = 1 / (1 + exp(-Z))``, elementwise
    Z: array of any shape -> (A, cache): two arrays of that shape; cache is A

    >>> sigmoid_forward(np.array([0.0]))
    (array([0.5]), array([0.5]))
    """
    A = neuron.sigmoid(Z)
    return A, A


def sigmoid_backward(dA, cache):
    """Send the gradient back through a sigmoid, whose output was kept.

    Formula: ``dZ = dA * A * (1 - A)``, elementwise
    dA: array of any shape; cache: array of the same shape, the outputs A
    -> array of the same shape

    >>> sigmoid_backward(np.array([8.0, 8.0]), np.array([0.5, 0.75]))
    array([2. , 1.5])
    """
    return dA * cache * (1 - cache)


def gradient_check(f, x, gradient):
    """The largest relative error of a gradient, held against central differences.

    Formula: the maximum of ``|gradient - numerical| / max(|gradient|, |numerical|, 1e-8)``
    f: a function that takes an array like x and gives a number; x: array of any shape;
    gradient: array of the same shape, which is to be checked -> a number

    Raises ValueError if the gradient does not have the shape of x.

    >>> x = np.array([3.0, -1.0])
    >>> print(round(gradient_check(lambda x: np.sum(x**2), x, 4 * x), 6))
    0.5
    """
    if np.shape(gradient) != np.shape(x):
        raise ValueError(f"gradient has shape {np.shape(gradient)}, x has shape {np.shape(x)}: they must be the same")
    numerical = losses.numerical_gradient(f, x)
    larger = np.maximum(np.abs(gradient), np.abs(numerical))
    return np.max(np.abs(gradient - numerical) / np.maximum(larger, 1e-8))


def dense_forward(X, W, b):
    """A layer of neurons, keeping what its backward needs.

    Formula: ``Z = X W + b``
    X: array (N, D); W: array (D, M); b: array (M,) -> (Z, cache): Z an array (N, M); cache the tuple (X, W)

    Raises ValueError if the shapes of X, W and b do not fit together.

    >>> Z, (X, W) = dense_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    >>> Z
    array([[11.5]])
    """
    return forward.dense(X, W, b), (X, W)  # (N, D) @ (D, M) -> (N, M)


def dense_backward(dZ, cache):
    """Send the gradient back through a dense layer: to its inputs, its weights and its biases.

    Formula: ``dX = dZ W^T``, ``dW = X^T dZ``, ``db = sum of dZ over the examples``
    dZ: array (N, M); cache: (X, W), arrays (N, D) and (D, M)
    -> (dX, dW, db): arrays (N, D), (D, M) and (M,)

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
    """The mean cross-entropy of logits, keeping what its backward needs.

    Formula: ``loss = -mean over n of log(P[n, y[n]])`` with ``P = softmax(Z)``
    Z: array (N, C); y: int array (N,) -> (loss, cache): loss a number; cache the tuple (P, y)

    Raises ValueError if there is not one label for each row of Z.

    >>> loss, (P, y) = softmax_cross_entropy_forward(np.array([[0.0, 0.0]]), np.array([1]))
    >>> print(loss.round(3), P)
    0.693 [[0.5 0.5]]
    """
    return losses.cross_entropy(Z, y), (forward.softmax(Z), y)


def softmax_cross_entropy_backward(d_loss, cache):
    """The gradient for the logits: what the network said, minus what was right, over the batch.

    Formula: ``dZ = d_loss * (P - one-hot of y) / N``
    d_loss: a number; cache: (P, y), array (N, C) and int array (N,) -> array (N, C)

    >>> softmax_cross_entropy_backward(1.0, (np.array([[0.5, 0.5], [0.75, 0.25]]), np.array([0, 1])))
    array([[-0.25 ,  0.25 ],
           [ 0.375, -0.375]])
    """
    P, y = cache
    dZ = P.copy()  # the cache may be needed again
    dZ[np.arange(len(y)), y] -= 1
    return d_loss * dZ / len(y)


def mlp_forward(X, parameters):
    """The forward pass of lesson 02, keeping for each layer what its backward needs.

    Formula: ``H = relu(H W + b)`` for each layer, but the last: ``Z = H W + b``
    X: array (N, D); parameters: list of (W, b)
    -> (Z, dense_caches, relu_caches): Z an array (N, C); two lists of caches, that of the ReLUs one shorter

    Raises ValueError if there is no layer, or one does not fit the one before.

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
    X: array (N, D); y: int array (N,), the right classes; parameters: list of (W, b)
    -> (loss, gradients): a number, and a list of (dW, db)

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
