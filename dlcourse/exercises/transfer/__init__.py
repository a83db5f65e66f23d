"""Lesson 10, transfer: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
