"""Lesson 05, optimizers: the exercises, in the order of the notebook."""

ORDER = (
    "sgd_step",
    "largest_rate",
    "momentum_step",
    "nesterov_step",
    "adagrad_step",
    "rmsprop_step",
    "first_step",
    "adam_step",
    "turned_valley",
    "which_one",
    "adamw_step",
    "warmup_cosine_schedule",
    "clip_gradient_norm",
    "own_rates",
)
