"""Lesson 16, compression: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
