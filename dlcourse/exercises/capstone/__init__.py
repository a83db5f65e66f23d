"""Lesson 25, capstone: its exercises, in lesson order."""

ORDER = [
    "why_check",
    "catch_softmax",
    "eight_bits",
    "right_by_kind",
    "score_interval",
    "weights",
    "forward",
    "same_anywhere",
]
