"""Lesson optimizers: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "optimizers.descent": explore.optimizers.descent,
    "optimizers.race": explore.optimizers.race,
    "optimizers.schedule": explore.optimizers.schedule,
}
