"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = [
    "occlusion_map",
    "saliency_map",
    "where_it_looked",
    "activation_maximization_step",
    "convincing_map",
    "map_that_adds_up",
]
