"""The steps of lesson 05, for the tests that run over all of them."""

from dlcourse.lessons import optimizers

STEPS = [
    optimizers.sgd_step,
    optimizers.momentum_step,
    optimizers.nesterov_step,
    optimizers.adagrad_step,
    optimizers.rmsprop_step,
    optimizers.adam_step,
    optimizers.adamw_step,
]
