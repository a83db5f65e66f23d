"""Lesson compression: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "compression.factor": explore.compression.factor,
}
