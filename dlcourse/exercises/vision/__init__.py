"""Lesson 17, vision: its exercises, in lesson order."""

ORDER = [
    "iou",
    "non_max_suppression",
    "match_detections",
    "average_precision",
    "adversarial_step",
    "sliding_windows",
    "augment_scene",
    "better_suppression",
]
