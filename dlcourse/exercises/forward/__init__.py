"""Lesson 02, forward: the exercises, in the order of the notebook."""

ORDER = (
    "layer_shape",
    "dense",
    "count_parameters",
    "mlp_forward",
    "no_activation",
    "xor_network",
    "equal_scores",
    "softmax",
    "predict",
    "ninety_percent",
    "second_change",
    "step_approximation",
    "parity_network",
)
