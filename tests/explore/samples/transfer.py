"""Lesson transfer: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "transfer.factor": explore.transfer.factor,
}
