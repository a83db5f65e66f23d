"""Lesson attention: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "attention.lookup": explore.attention.lookup,
    "attention.heads": explore.attention.heads,
}
