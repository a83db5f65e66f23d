"""Lesson 17, vision: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
