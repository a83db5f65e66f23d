"""Lesson 10, transfer: its exercises, in lesson order."""

ORDER = [
    "few_shot_split",
    "split_parameters",
    "extract_features",
    "prototype_scores",
    "leaking_sheets",
    "replace_head",
    "fine_tune_step",
    "freeze_mask",
    "which_place",
    "lost_by_hand",
    "forgetting",
    "best_of_few",
]
