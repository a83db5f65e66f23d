"""Lesson 05, optimizers: the exercises, in the order of the notebook."""

ORDER = (
    "sgd_step",
    "largest_rate",
    "momentum_step",
    "nesterov_step",
    "adagrad_step",
    "rmsprop_step",
    "adam_step",
    "first_step",
    "which_one",
    "adamw_step",
    "warmup_cosine_schedule",
    "clip_gradient_norm",
)
