"""Lesson language: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "language.neighbours": explore.language.neighbours,
    "language.painter": explore.language.painter,
}
