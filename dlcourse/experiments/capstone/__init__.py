"""Experiments of lesson 25, capstone: history once more, and a network that reads damaged digits within a budget."""

from dlcourse.experiments.capstone.reenacted import history
from dlcourse.experiments.capstone.small import LAYERS, packed, pruned
from dlcourse.experiments.capstone.stored import measured, trained_weights
from dlcourse.experiments.capstone.training import fit, train, unseen

__all__ = ["LAYERS", "fit", "history", "measured", "packed", "pruned", "train", "trained_weights", "unseen"]
