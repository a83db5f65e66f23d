"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = [
    "occlusion_map",
]
