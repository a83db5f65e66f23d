"""Lesson medicine: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "medicine.factor": explore.medicine.factor,
}
