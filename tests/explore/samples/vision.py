"""Lesson vision: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "vision.boxes": explore.vision.boxes,
}
