"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = ["fill_in"]
