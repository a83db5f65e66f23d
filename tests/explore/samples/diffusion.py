"""Lesson diffusion: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "diffusion.factor": explore.diffusion.factor,
}
