"""Lesson driving: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "driving.factor": explore.driving.factor,
}
