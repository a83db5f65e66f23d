"""Lesson 05, optimizers: landscapes, one walk for every optimizer, networks trained with it, and a race."""

from dlcourse.experiments.optimizers.landscapes import LANDSCAPES, Landscape
from dlcourse.experiments.optimizers.networks import as_parameters, as_vector, loss_of, train, train_seeds
from dlcourse.experiments.optimizers.race import (
    steps_on_landscape,
    steps_on_network,
    steps_on_plane,
    steps_to,
    tune_and_count,
)
from dlcourse.experiments.optimizers.steps import descend, start_memory, take_step, walk

__all__ = [
    "LANDSCAPES",
    "Landscape",
    "as_parameters",
    "as_vector",
    "descend",
    "loss_of",
    "start_memory",
    "steps_on_landscape",
    "steps_on_network",
    "steps_on_plane",
    "steps_to",
    "take_step",
    "train",
    "train_seeds",
    "tune_and_count",
    "walk",
]
