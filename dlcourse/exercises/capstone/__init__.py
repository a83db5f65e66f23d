"""Lesson 25, capstone: its exercises, in lesson order."""

ORDER = [
    "why_check",
    "catch_softmax",
    "eight_bits",
    "weights",
    "forward",
    "right_by_kind",
    "score_interval",
    "same_anywhere",
]
