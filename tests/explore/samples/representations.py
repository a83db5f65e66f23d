"""Lesson representations: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "representations.units": explore.representations.units,
    "representations.pad": explore.representations.pad,
}
