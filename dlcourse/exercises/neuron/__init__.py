"""Lesson 01, neuron: the exercises, in the order of the notebook."""

ORDER = (
    "weighted_sum",
    "silent_weight",
    "step",
    "catch_step",
    "boundary_height",
    "decision_boundary",
    "one_line",
    "sigmoid",
    "relu",
    "largest_slope",
    "sigmoid_gradient",
    "neuron",
    "doubled",
    "perceptron_update",
    "better_rule",
)
