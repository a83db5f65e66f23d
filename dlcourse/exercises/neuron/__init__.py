"""Lesson 01, neuron: the exercises, in the order of the notebook."""

ORDER = (
    "weighted_sum",
    "silent_weight",
    "step",
    "sigmoid",
    "relu",
    "sigmoid_gradient",
    "largest_slope",
    "neuron",
    "decision_boundary",
    "one_line",
    "perceptron_update",
)
