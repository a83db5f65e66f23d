"""Lesson 16, compression: its exercises, in lesson order."""

ORDER = ["why"]
