"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = ["top_patches", "invariance_score", "k_means_step", "centered_kernel_alignment"]
