"""The milestone of lesson 14: attention alone."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="2017",
        title="attention is all it needs (Vaswani and others)",
        goal=95,
        what="% of the signs right that can be known, in rows that repeat",
        uses=(
            "attention.scaled_dot_product_attention",
            "attention.attention_backward",
            "attention.causal_mask",
            "attention.multi_head_attention",
        ),
    ),
]
