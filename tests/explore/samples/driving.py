"""Lesson driving: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "driving.drive": explore.driving.drive,
    "driving.take_the_wheel": explore.driving.take_the_wheel,
}
