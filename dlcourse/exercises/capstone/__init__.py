"""Lesson 25, capstone: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
