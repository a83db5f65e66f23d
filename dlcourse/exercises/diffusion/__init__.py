"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = ["noise_schedule", "fill_in"]
