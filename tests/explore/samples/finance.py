"""Lesson finance: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "finance.threshold": explore.finance.threshold,
}
