"""Lesson 07, regularization: its layers, both normalisations in a fast form, and a loss for probable targets."""

from dlcourse.nn.regularization.batchnorm import batchnorm_backward_fast, batchnorm_forward_fast
from dlcourse.nn.regularization.layernorm import layernorm_backward_fast, layernorm_forward_fast
from dlcourse.nn.regularization.layers import BatchNorm, Dropout, LayerNorm, soft_cross_entropy

__all__ = [
    "BatchNorm",
    "Dropout",
    "LayerNorm",
    "batchnorm_backward_fast",
    "batchnorm_forward_fast",
    "layernorm_backward_fast",
    "layernorm_forward_fast",
    "soft_cross_entropy",
]
