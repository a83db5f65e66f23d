"""Lesson 04, backprop: graphs to try things on, a chain of neurons, and trainings whose signal is cut or wrong."""

from dlcourse.experiments.backprop.graphs import activation_chain, example_graph
from dlcourse.experiments.backprop.learning import learn, loss_with, percent_read, random_batches, random_network
from dlcourse.experiments.backprop.wrong import (
    random_paths_backward,
    random_wires,
    with_shuffled,
    with_wires,
    without_gates,
)

__all__ = [
    "activation_chain",
    "example_graph",
    "learn",
    "loss_with",
    "percent_read",
    "random_batches",
    "random_network",
    "random_paths_backward",
    "random_wires",
    "with_shuffled",
    "with_wires",
    "without_gates",
]
