"""Lesson diffusion: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "diffusion.through_time": explore.diffusion.through_time,
}
