"""Lesson 03, losses: the exercises, in the order of the notebook."""

ORDER = (
    "count_mistakes",
    "mse",
    "mse_gradient",
    "numerical_gradient",
    "knows_nothing",
    "log_softmax",
    "cross_entropy",
    "one_slope",
    "cross_entropy_gradient",
    "expected_calibration_error",
    "too_sure",
    "without_sigmoid",
    "binary_cross_entropy_with_logits",
    "hinge_loss",
    "robust_line",
)
