"""Experiments of lesson 13: what can be learned from examples without labels."""

from dlcourse.experiments.autoencoder import (
    anomaly,
    bars,
    bars_measured,
    boltzmann,
    deeper,
    dreams,
    few_labels,
    holes,
    learned_features,
    own_answers,
    reconstruction,
    unlabelled_tables,
    variational,
)

__all__ = [
    "anomaly",
    "bars",
    "bars_measured",
    "boltzmann",
    "deeper",
    "dreams",
    "few_labels",
    "holes",
    "learned_features",
    "own_answers",
    "reconstruction",
    "unlabelled_tables",
    "variational",
]
