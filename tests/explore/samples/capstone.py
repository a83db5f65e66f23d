"""Lesson capstone: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "capstone.damage": explore.capstone.damage,
}
