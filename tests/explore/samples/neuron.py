"""Lesson neuron: how to make each explorer."""

import numpy as np

from dlcourse import explore

RNG = np.random.default_rng(0)
CLOUD = np.vstack([RNG.normal(-1, 0.3, (20, 2)), RNG.normal(1, 0.3, (20, 2))])

EXPLORERS = {
    "neuron.boundary": explore.neuron.boundary,
    "neuron.boundary of a step": lambda: explore.neuron.boundary(activation="step"),
    "neuron.boundary with points": lambda: explore.neuron.boundary(CLOUD, np.repeat([0, 1], 20)),
    "neuron.weights": explore.neuron.weights,
    "neuron.learning": lambda: explore.neuron.learning(
        CLOUD, np.repeat([0, 1], 20), [(np.array([1.0, 0.5]), 0.1, 3), (np.array([1.0, 0.0]), 0.0, 25)], ["a", "b"]
    ),
    "neuron.activations": explore.neuron.activations,
}
