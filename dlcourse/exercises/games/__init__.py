"""Lesson 20, games: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
