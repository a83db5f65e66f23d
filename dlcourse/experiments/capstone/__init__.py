"""Experiments of lesson 25, capstone: history once more, and a network that reads damaged digits within a budget."""

from dlcourse.data.corrupted import KINDS
from dlcourse.experiments.capstone.reenacted import history
from dlcourse.experiments.capstone.sceptic import nearest, scattered
from dlcourse.experiments.capstone.small import LAYERS, packed, pruned, saves_time
from dlcourse.experiments.capstone.stored import measured, trained_weights
from dlcourse.experiments.capstone.training import fit, train, unseen

__all__ = [
    "KINDS",
    "LAYERS",
    "fit",
    "history",
    "measured",
    "nearest",
    "packed",
    "pruned",
    "saves_time",
    "scattered",
    "train",
    "trained_weights",
    "unseen",
]
