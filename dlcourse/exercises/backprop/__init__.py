"""Lesson 04, backprop: the exercises, in the order of the notebook."""

ORDER = (
    "multiply_backward",
    "by_hand",
    "used_twice",
    "relu_backward",
    "sigmoid_backward",
    "gradient_check",
    "weight_slope",
    "dense_backward",
    "logit_slope",
    "softmax_cross_entropy_backward",
    "sent_back",
    "mlp_backward",
    "cut",
    "all_zero",
    "topological_order",
    "unbroadcast",
    "expression_slopes",
)
