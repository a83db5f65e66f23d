"""Lesson 07, regularization: turned digits, trainings with its tools, learning rates, and double descent."""

from dlcourse.experiments.regularization.features import feature_errors
from dlcourse.experiments.regularization.rates import loss_by_rate
from dlcourse.experiments.regularization.recipes import few_digits, knobs, misread, train, trial, trials
from dlcourse.experiments.regularization.turning import random_rotation, rotate, turned

__all__ = [
    "feature_errors",
    "few_digits",
    "knobs",
    "loss_by_rate",
    "misread",
    "random_rotation",
    "rotate",
    "train",
    "trial",
    "trials",
    "turned",
]
