"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
