"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
