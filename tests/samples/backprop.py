"""Lesson backprop: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.experiments.backprop import example_graph
from dlcourse.nn.backprop import graph_backward, graph_forward

GRAPH, START = example_graph("neuron")
VALUES, CACHES = graph_forward(GRAPH, START)
GRADIENTS, MESSAGES = graph_backward(GRAPH, CACHES, "loss")


EXPLORERS = {"backprop.graph": explore.backprop.graph, "backprop.chain": explore.backprop.chain}


FIGURES = {
    "computation_graph": (
        lambda ax: figures.computation_graph(GRAPH, VALUES, GRADIENTS, "T", ax, messages=MESSAGES),
        "z 5.00, a 5.00, error 2.00, loss 4.00. Gradients: w 12.00, x 8.00, b 4.00, y −4.00",
    ),
    "forward computation_graph": (
        lambda ax: figures.computation_graph(GRAPH, START, title="T", ax=ax),
        "values: w 2.00, x 3.00, b −1.00, y 3.00.",
    ),
    "gradient_agreement": (
        lambda ax: figures.gradient_agreement(
            [np.array([1.0, 2.0]), np.ones(3)], [np.array([1.0, 2.5]), np.ones(3)], ["W1", "W2"], "T", ax
        ),
        "5 slopes of W1, W2: the largest difference is 0.500",
    ),
    "falling_loss": (
        lambda ax: figures.falling_loss([0, 100, 200], [2.3, 0.5, 0.1], "T", ax),
        "from 2.30 to 0.10 in 200 steps",
    ),
    "accuracy_by_group": (
        lambda ax: figures.accuracy_by_group({"a": [0.5, 0.75], "b": [0.1]}, "T", ax, chance=0.1),
        "a 62 %; b 10 %",
    ),
}
