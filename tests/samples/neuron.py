"""Lesson neuron: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.lessons import neuron
from dlcourse.nn.neuron import tanh

RNG = np.random.default_rng(0)
CLOUD = np.vstack([RNG.normal(-1, 0.3, (20, 2)), RNG.normal(1, 0.3, (20, 2))])
POINTS = np.vstack([RNG.normal(-1, 0.5, (20, 2)), RNG.normal(1, 0.5, (20, 2))])
SIDES = np.repeat([0, 1], 20)
DIGITS = RNG.uniform(size=(12, 64))


EXPLORERS = {
    "neuron.boundary": explore.neuron.boundary,
    "neuron.boundary with points": lambda: explore.neuron.boundary(CLOUD, np.repeat([0, 1], 20)),
    "neuron.weights": explore.neuron.weights,
    "neuron.learning": lambda: explore.neuron.learning(
        CLOUD, np.repeat([0, 1], 20), [(np.array([1.0, 0.5]), 0.1, 3), (np.array([1.0, 0.0]), 0.0, 25)], ["a", "b"]
    ),
    "neuron.activations": explore.neuron.activations,
}


FIGURES = {
    "neuron_diagram": (
        lambda ax: figures.neuron_diagram([1.0, 2.0], [3.0, -1.0], 0.5, a=0.82, ax=ax, title="T"),
        "weighted sum 1.50",
    ),
    "activation_curves": (
        lambda ax: figures.activation_curves(
            {"step": neuron.step, "sigmoid": neuron.sigmoid, "tanh": tanh, "relu": neuron.relu},
            "T",
            ax,
        ),
        "sigmoid from 0.02 to 0.98",
    ),
    "curve_with_slope": (
        lambda ax: figures.curve_with_slope(neuron.sigmoid, neuron.sigmoid_gradient, title="T", ax=ax),
        "0.25 at z = 0.0",
    ),
    "points_and_boundary": (
        lambda ax: figures.points_and_boundary(
            POINTS, SIDES, np.array([1.0, 1.0]), 0.0, neuron.decision_boundary, "T", ax, names=("a", "b")
        ),
        "20 of a and 20 of b; a neuron with weights 1.00, 1.00 and bias 0.00 fires for 20 of them",
    ),
    "weights_as_image": (
        lambda ax: figures.weights_as_image({"by hand": np.eye(8), "learned": -np.ones(64)}, "T", ax),
        "by hand: 8 of 64 reinforce, 0 inhibit; learned: 0 of 64 reinforce, 64 inhibit",
    ),
    "digit_images": (
        lambda ax: figures.digit_images(DIGITS, range(12), "T", ax, marked=np.arange(12) < 2),
        "12 small pictures of digits, labelled 0, 1, 2",
    ),
}
