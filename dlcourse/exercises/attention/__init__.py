"""Lesson 14, attention: its exercises, in lesson order."""

ORDER = []
