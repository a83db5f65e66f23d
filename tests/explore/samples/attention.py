"""Lesson attention: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "attention.heads": explore.attention.heads,
}
