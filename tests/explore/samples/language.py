"""Lesson language: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "language.painter": explore.language.painter,
}
