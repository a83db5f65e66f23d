"""Lesson 10, transfer: its exercises, in lesson order."""

ORDER = [
    "freeze_mask",
    "which_place",
    "lost_by_hand",
    "forgetting",
    "best_of_few",
]
