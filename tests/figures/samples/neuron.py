"""Lesson neuron: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.lessons import neuron
from dlcourse.nn.neuron import tanh

RNG = np.random.default_rng(0)
POINTS = np.vstack([RNG.normal(-1, 0.5, (20, 2)), RNG.normal(1, 0.5, (20, 2))])
SIDES = np.repeat([0, 1], 20)
DIGITS = RNG.uniform(size=(12, 64))

FIGURES = {
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
    "sums_in_order": (
        lambda ax: figures.sums_in_order([0.5, -1.0, 0.0, 2.0], "T", ax, guess=2),
        "4 weighted sums from 2.0 to −1.0; the neuron fires for 3 of them",
    ),
    "right_by_correction": (
        lambda ax: figures.right_by_correction([50, 50, 58, 100], "T", ax, guess=2),
        "50 before the first correction, 100 after correction 3; the fewest on the way 50",
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
