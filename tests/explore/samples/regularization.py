"""Lesson regularization: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "regularization.dropout": explore.regularization.dropout,
    "regularization.batchnorm": explore.regularization.batchnorm,
    "regularization.augmentation": explore.regularization.augmentation,
}
