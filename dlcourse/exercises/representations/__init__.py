"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = [
    "occlusion_map",
    "saliency_map",
    "where_it_looked",
    "convincing_map",
    "activation_maximization_step",
    "map_that_adds_up",
]
