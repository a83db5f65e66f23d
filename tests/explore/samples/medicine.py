"""Lesson medicine: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "medicine.threshold": explore.medicine.threshold,
}
