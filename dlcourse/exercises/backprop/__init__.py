"""Lesson 04, backprop: the exercises, in the order of the notebook."""

ORDER = (
    "multiply_backward",
    "by_hand",
    "topological_order",
    "used_twice",
    "unbroadcast",
    "relu_backward",
    "sigmoid_backward",
    "gradient_check",
    "dense_backward",
    "softmax_cross_entropy_backward",
    "mlp_backward",
    "cut",
)
