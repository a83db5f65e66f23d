"""Lesson transfer: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "transfer.few_labels": explore.transfer.few_labels,
}
