"""The convolution of the package numpy-ml as it is published (`pip install numpy-ml`), where it is installed.

Its version 0.1.2 asks for `collections.Hashable`, which Python has had under another name since 3.3, and under that one
alone since 3.10. The old name is given back while the package is imported; nothing else of it is changed. Forward it
keeps float32; backward it adds up the gradient of the pictures in float64, whatever it is given.
"""

import collections
import collections.abc
import warnings
from unittest import mock

import measured
import numpy as np

with mock.patch.object(collections, "Hashable", collections.abc.Hashable, create=True), warnings.catch_warnings():
    warnings.simplefilter("ignore")  # escapes in its docstrings, and packages for other parts of it
    from numpy_ml.neural_nets.layers import Conv2D


def build(case, dtype):
    """For each part of the case a function that does it once; nothing for what is no convolution."""
    if case.kind != "layer" or case.layers[0][0] != "conv":
        return {}
    _, _, filters, kernel, padding = case.layers[0]
    X = np.ascontiguousarray(measured.inputs(case, dtype)[0].transpose(0, 2, 3, 1))  # (N, H, W, C)
    [numbers] = measured.weights(case, dtype)
    layer = Conv2D(filters, (kernel, kernel), pad=padding)
    layer.forward(X, retain_derived=False)  # makes its parameters, of which ours take the place
    layer.parameters = {
        "W": np.ascontiguousarray(numbers["W"].transpose(2, 3, 1, 0)),  # (K, K, C, F)
        "b": numbers["b"].reshape(1, 1, 1, -1),
    }
    layer.gradients = {name: np.zeros_like(array) for name, array in layer.parameters.items()}
    out = layer.forward(X, retain_derived=False)
    d_out = np.ascontiguousarray(measured.output_gradient(out.transpose(0, 3, 1, 2).shape, dtype).transpose(0, 2, 3, 1))

    def both():
        found = layer.forward(X), layer.backward(d_out)
        layer.flush_gradients()  # it adds up, and keeps what it has met until then
        return found

    def numbers_of_both():
        return [array.transpose(0, 3, 1, 2) for array in both()]

    return {"forward": lambda: layer.forward(X, retain_derived=False), "both": both, "numbers": numbers_of_both}
