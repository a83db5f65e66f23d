"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = (
    "oriented_edges",
    "linear_probe",
    "top_patches",
    "invariance_score",
    "k_means_step",
    "occlusion_map",
    "saliency_map",
    "convincing_map",
    "activation_maximization_step",
    "centered_kernel_alignment",
    "map_that_adds_up",
)
