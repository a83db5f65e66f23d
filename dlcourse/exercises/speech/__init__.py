"""Lesson 18, speech: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
