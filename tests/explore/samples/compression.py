"""Lesson compression: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "compression.steps": explore.compression.steps,
}
