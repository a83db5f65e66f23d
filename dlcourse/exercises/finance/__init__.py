"""Lesson 24, finance: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
