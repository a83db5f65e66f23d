"""Lesson 14, attention: its exercises, in lesson order."""

ORDER = [
    "scaled_dot_product_attention",
    "causal_mask",
    "score_gradient",
    "attention_backward",
    "order",
    "positional_encoding",
    "multi_head_attention",
    "layer_norm",
    "transformer_block",
    "perplexity",
    "byte_pair_merge",
    "kv_cache_step",
    "mirrored",
]
