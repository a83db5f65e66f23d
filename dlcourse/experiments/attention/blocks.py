"""A block twice: as the dict that `transformer_block` takes, and as the course's layers with the same numbers."""

import numpy as np

from dlcourse.lessons.attention import causal_mask, transformer_block
from dlcourse.nn.attention import block

IN_LAYERS = (
    {"0.gamma": "gamma1", "0.beta": "beta1", "1.W_q": "W_q", "1.W_k": "W_k", "1.W_v": "W_v", "1.W_o": "W_o"},
    {"0.gamma": "gamma2", "0.beta": "beta2", "1.W": "W1", "1.b": "b1", "3.W": "W2", "3.b": "b2"},
)  # names in the two layers of a block, and in the dict


def twice(width, heads, seed=0):
    """A block with random numbers: (its parameters as a dict, its two layers)."""
    rng = np.random.default_rng(seed)
    layers, parameters = block(width, heads, rng), {}
    for layer, names in zip(layers, IN_LAYERS):
        for name, key in names.items():
            layer.parameters[name] += 0.1 * rng.normal(size=layer.parameters[name].shape)  # no bias is 0, no gamma 1
            parameters[key] = layer.parameters[name].copy()
    return parameters, layers


def through_layers(X, layers):
    """What the layers of a block make of X (N, T, D)."""
    for layer in layers:
        X, _ = layer.forward(X)
    return X


def apart(function=transformer_block, *, width=16, heads=4):
    """The largest difference between a function like :func:`transformer_block` and the course's layers.

    Returns
    -------
    float
        For random steps, and the same numbers in both.
    """
    parameters, layers = twice(width, heads)
    X = np.random.default_rng(1).normal(size=(3, 7, width))
    found = function(X, parameters=parameters, heads=heads, mask=causal_mask(7))
    return float(np.max(np.abs(found - through_layers(X, layers))))
