"""Lesson 25, capstone: its exercises, in lesson order."""

ORDER = [
    "catch_softmax",
    "why_check",
    "right_by_kind",
    "score_interval",
    "eight_bits",
    "same_anywhere",
]
