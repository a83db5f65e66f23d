"""Lesson 19, language: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
