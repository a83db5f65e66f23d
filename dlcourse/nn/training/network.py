"""Lesson 06, training: a network of layers, and the multilayer perceptron."""

import contextlib

from dlcourse.lessons import forward
from dlcourse.lessons.training import he_init
from dlcourse.nn.training.layers import Dense, ReLU
from dlcourse.nn.training.loss import softmax_cross_entropy
from dlcourse.nn.training.threads import undivided_products

_ALWAYS = contextlib.nullcontext()


def _as_they_are():
    """For a network whose layers do not divide batches: products take as many threads as NumPy's library gives them."""
    return _ALWAYS


class Network:
    """Layers, one after the other: a forward pass, a backward pass, and the gradients of a loss.

    Parameters
    ----------
    layers : list of Layer
        The first layer first. Any object will do that has `parameters`, `forward` and `backward`.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> network = Network([Dense(2, 8, rng), ReLU(), Dense(8, 3, rng)])
    >>> network.outputs(np.ones((5, 2))).shape, network.size
    ((5, 3), 51)
    """

    def __init__(self, layers):
        self.layers = list(layers)
        owners = [number for number, layer in enumerate(self.layers) if layer.parameters]
        if len({id(self.layers[number]) for number in owners}) < len(owners):
            raise ValueError("layers has the same layer with parameters twice: make one for each place")
        self._first = owners[0] if owners else len(self.layers)  # no layer before it needs a gradient
        divides = any(getattr(layer, "divides_batches", False) for layer in self.layers)
        self._products = undivided_products if divides else _as_they_are

    @property
    def parameters(self):
        """The parameters of each layer: a list of dicts of arrays. They are the layers' own, not copies."""
        return [layer.parameters for layer in self.layers]

    @property
    def size(self):
        """How many numbers the network learns."""
        return sum(array.size for parameters in self.parameters for array in parameters.values())

    def forward(self, X, training=False):
        """The output of the last layer for a batch, and the cache of each layer for :meth:`backward`."""
        caches = []
        with self._products():
            for layer in self.layers:
                X, cache = layer.forward(X, training)
                caches.append(cache)
        return X, caches

    def backward(self, dZ, caches):
        """The gradients of all parameters, from that of the output: a list of dicts like `parameters`."""
        gradients = [{} for _ in self.layers]
        with self._products():
            for number in range(len(self.layers) - 1, self._first - 1, -1):
                layer, cache = self.layers[number], caches[number]
                if number == self._first and hasattr(layer, "parameter_gradients"):
                    gradients[number] = layer.parameter_gradients(dZ, cache)
                else:
                    dZ, gradients[number] = layer.backward(dZ, cache)
        return gradients

    def input_gradient(self, dZ, caches):
        """The gradient of the input, from that of the output."""
        with self._products():
            for layer, cache in zip(reversed(self.layers), reversed(caches)):
                dZ, _ = layer.backward(dZ, cache)
        return dZ

    def loss_and_gradients(self, X, y, loss=softmax_cross_entropy):
        """The loss on a batch and the gradients of all parameters; ``loss(Z, y) -> (loss, dZ)``."""
        with self._products():
            Z, caches = self.forward(X, training=True)
            value, dZ = loss(Z, y)
            return value, self.backward(dZ, caches)

    def outputs(self, X):
        """The output of the last layer in evaluation mode: of a classifier the logits (N, C)."""
        with self._products():
            for layer in self.layers:
                X, _ = layer.forward(X)
        return X

    def predict(self, X):
        """The most probable class of each example, and its probability."""
        P = forward.softmax(self.outputs(X))
        return P.argmax(axis=1), P.max(axis=1)

    def snapshot(self):
        """A copy of all parameters and running statistics as they are now, for :meth:`restore`."""
        kept = []
        for layer in self.layers:
            kept.append({name: array.copy() for name, array in layer.parameters.items()})
            if layer.running is not None:
                kept[-1]["running"] = tuple(array.copy() for array in layer.running)
        return kept

    def restore(self, snapshot):
        """Write the numbers of a :meth:`snapshot` back into the parameters, and take its running statistics again."""
        for layer, kept in zip(self.layers, snapshot):
            for name, array in layer.parameters.items():
                array[...] = kept[name]
            if layer.running is not None:
                layer.running = tuple(array.copy() for array in kept["running"])


def mlp(sizes, rng, *, init=he_init, dtype=float, first=(), before_relu=None):
    """A multilayer perceptron: dense layers with ReLU between them, and none after the last.

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each dense layer.
    rng : numpy.random.Generator
        Draws the first weights.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    dtype : type
        float, or numpy.float32, with which large networks are about twice as fast.
    first : sequence of Layer
        What stands before all dense layers, as ``[Flatten()]`` for pictures.
    before_relu : function, optional
        ``before_relu(neurons, rng) -> Layer``: what stands between each dense layer and its ReLU, as a normalisation.

    Returns
    -------
    Network

    Examples
    --------
    >>> import numpy as np
    >>> mlp([64, 32, 10], np.random.default_rng(0)).size
    2410
    """
    layers = list(first)
    for inputs, neurons in zip(sizes[:-2], sizes[1:-1]):
        layers.append(Dense(inputs, neurons, rng, init=init, dtype=dtype))
        layers += [before_relu(neurons, rng), ReLU()] if before_relu else [ReLU()]
    return Network([*layers, Dense(sizes[-2], sizes[-1], rng, init=init, dtype=dtype)])
