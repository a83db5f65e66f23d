"""Lesson 14, attention: its exercises, in lesson order."""

ORDER = [
    "multi_head_attention",
    "layer_norm",
    "transformer_block",
]
