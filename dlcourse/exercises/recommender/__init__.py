"""Lesson 22, recommender: its exercises, in lesson order."""

ORDER = ["scaled", "centred", "why", "standard_numbers"]
