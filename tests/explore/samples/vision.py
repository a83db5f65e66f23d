"""Lesson vision: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "vision.factor": explore.vision.factor,
}
