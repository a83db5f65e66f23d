"""Lesson 21, driving: its exercises, in lesson order."""

ORDER = [
    "steering_slope",
    "steering_loss",
    "drive_step",
    "off_road_rate",
    "dagger_round",
    "why_it_leaves",
    "recover_augment",
    "steady_driver",
]
