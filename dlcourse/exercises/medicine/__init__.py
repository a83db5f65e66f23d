"""Lesson 23, medicine: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
