"""Lesson 06, training: what a layer is, the dense layer, and the activations."""

import numpy as np

from dlcourse.lessons import backprop
from dlcourse.lessons.training import he_init

LARGE = 8192  # numbers in an array from which on one more array of this size saves more time than it takes


class Layer:
    """What :class:`Network` asks of a layer. One without parameters needs `forward` and `backward` only.

    `parameters` is a dict of arrays, which an optimizer changes in place. A layer keeps nothing of a call:
    what its backward pass needs, its forward pass gives back as the cache. A layer that normalises has `running`,
    a tuple of arrays: the statistics that it normalises by in evaluation mode. One that works on parts of a batch on
    several threads sets `divides_batches`.
    """

    running = None
    divides_batches = False

    def __init__(self):
        self.parameters = {}

    def forward(self, X, training=False):
        """What the layer puts out for a batch (N, ...), and the cache for its backward pass."""
        raise NotImplementedError

    def backward(self, d_out, cache):
        """The gradient of the input, and a dict of the gradients of the parameters, under the same names."""
        raise NotImplementedError


class Dense(Layer):
    """A layer of neurons: ``Z = X W + b``.

    Parameters
    ----------
    inputs, outputs : int
        How many numbers come in, and how many neurons there are.
    rng : numpy.random.Generator
        Draws the first weights; the first biases are 0.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    dtype : type
        float (64 bits), or numpy.float32, with which large layers are about twice as fast.
    """

    def __init__(self, inputs, outputs, rng, *, init=he_init, dtype=float):
        self.parameters = {"W": init(inputs, outputs, rng).astype(dtype), "b": np.zeros(outputs, dtype)}

    def forward(self, X, training=False):
        """``Z = X W + b``; the cache is X."""
        Z = X @ self.parameters["W"]  # (N, D) @ (D, M) -> (N, M)
        Z += self.parameters["b"]  # in place: Z is new, and a second table of its size is saved
        return Z, X

    def backward(self, d_out, cache):
        """``dX = dZ W^T``, and :meth:`parameter_gradients`."""
        return d_out @ self.parameters["W"].T, self.parameter_gradients(d_out, cache)

    def parameter_gradients(self, d_out, cache):
        """``dW = X^T dZ``, ``db`` the sum of dZ over the examples; no dX, which nobody asks of a first layer."""
        X, dZ = cache, d_out
        if X.ndim > 2:  # (N, T, D)
            X, dZ = X.reshape(-1, X.shape[-1]), dZ.reshape(-1, dZ.shape[-1])
        return {"W": X.T @ dZ, "b": np.add.reduce(dZ)}  # (D, N) @ (N, M) -> (D, M)


class ReLU(Layer):
    """``H = max(Z, 0)``."""

    def forward(self, X, training=False):
        """Negative numbers become 0."""
        if X.dtype == np.float32 and X.size > LARGE:  # NumPy's maximum of these and a single number is slow
            return np.maximum(X, np.zeros(X.shape, X.dtype)), X
        return backprop.relu_forward(X)

    def backward(self, d_out, cache):
        """The gradient passes where the input was above 0."""
        return backprop.relu_backward(d_out, cache), {}


class Sigmoid(Layer):
    """``A = 1 / (1 + exp(-Z))``."""

    def forward(self, X, training=False):
        """Between 0 and 1."""
        return backprop.sigmoid_forward(X)

    def backward(self, d_out, cache):
        """The slope is ``A (1 - A)``."""
        return backprop.sigmoid_backward(d_out, cache), {}


class Tanh(Layer):
    """``A = tanh(Z)``."""

    def forward(self, X, training=False):
        """Between -1 and 1; the cache is the output."""
        A = np.tanh(X)
        return A, A

    def backward(self, d_out, cache):
        """The slope is ``1 - A^2``."""
        return d_out * (1 - cache * cache), {}
