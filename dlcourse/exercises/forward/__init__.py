"""Lesson 02, forward: the exercises, in the order of the notebook."""

ORDER = (
    "dense",
    "layer_shape",
    "count_parameters",
    "mlp_forward",
    "xor_network",
    "step_approximation",
    "softmax",
    "equal_scores",
    "predict",
    "ninety_percent",
)
