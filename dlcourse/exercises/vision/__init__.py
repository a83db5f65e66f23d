"""Lesson 17, vision: its exercises, in lesson order."""

ORDER = [
    "sliding_windows",
    "iou",
    "non_max_suppression",
    "match_detections",
    "average_precision",
    "adversarial_step",
    "augment_scene",
    "better_suppression",
]
