"""A small network, examples for it, and its parameters: for the tests of what works on networks."""

import numpy as np

from dlcourse.nn import training


def generator(seed=0):
    return np.random.default_rng(seed)


def small_network(activation=training.Tanh, dtype=float):
    rng = generator(1)
    layers = [training.Dense(3, 5, rng, dtype=dtype), activation(), training.Dense(5, 4, rng, dtype=dtype)]
    layers[0].parameters["b"] += rng.normal(size=5)
    return training.Network(layers)


def examples(dtype=float):
    rng = generator(2)
    return rng.normal(size=(7, 3)).astype(dtype), rng.integers(0, 4, 7)


def states_of(network):
    return [array.copy() for layer in network.parameters for array in layer.values()]
