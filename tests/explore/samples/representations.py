"""Lesson representations: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "representations.factor": explore.representations.factor,
}
