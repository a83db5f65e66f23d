"""Lesson 14, attention: heads, blocks and transformers as layers."""

from dlcourse.nn.attention.fast import attention_backward_fast, layer_norm_backward, multi_head_backward
from dlcourse.nn.attention.layers import LayerNorm, MultiHeadAttention, Positions, Residual
from dlcourse.nn.attention.networks import block, transformer

__all__ = [
    "LayerNorm",
    "MultiHeadAttention",
    "Positions",
    "Residual",
    "attention_backward_fast",
    "block",
    "layer_norm_backward",
    "multi_head_backward",
    "transformer",
]
