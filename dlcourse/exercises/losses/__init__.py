"""Lesson 03, losses: the exercises, in the order of the notebook."""

ORDER = (
    "count_mistakes",
    "mse",
    "mse_gradient",
    "log_softmax",
    "cross_entropy",
    "knows_nothing",
    "cross_entropy_gradient",
    "binary_cross_entropy_with_logits",
    "hinge_loss",
    "numerical_gradient",
    "expected_calibration_error",
    "too_sure",
)
