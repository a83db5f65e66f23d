"""Lesson 05, optimizers: landscapes, one walk for every optimizer, networks trained with it, and a race."""

from dlcourse.experiments.optimizers.landscapes import LANDSCAPES, Landscape, ravine
from dlcourse.experiments.optimizers.networks import as_parameters, as_vector, loss_of, train, train_seeds
from dlcourse.experiments.optimizers.race import (
    clean_loss,
    in_ravine,
    last_loss,
    on_network,
    on_plane,
    steps_to,
)
from dlcourse.experiments.optimizers.steps import descend, start_memory, take_step, walk

__all__ = [
    "LANDSCAPES",
    "Landscape",
    "as_parameters",
    "as_vector",
    "clean_loss",
    "descend",
    "in_ravine",
    "last_loss",
    "loss_of",
    "on_network",
    "on_plane",
    "ravine",
    "start_memory",
    "steps_to",
    "take_step",
    "train",
    "train_seeds",
    "walk",
]
