"""Lesson 21, driving: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
