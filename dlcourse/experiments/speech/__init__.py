"""Experiments of lesson 18: vowels spoken by resonators, and read by networks from measurements and from sound."""

from dlcourse.experiments.speech import sentences
from dlcourse.experiments.speech.hearing import heard, spoken, with_noise
from dlcourse.experiments.speech.normalizing import by_vowels_known, centred, in_small_groups, ratios
from dlcourse.experiments.speech.reading import (
    GROUPS,
    VOWELS,
    WORDS,
    confusions,
    features,
    gaussians,
    kinds_met,
    labels,
    means,
    nearest_mean,
    nearest_neighbours,
    network,
    percent_right,
    split,
)
from dlcourse.experiments.speech.voices import RATE, glide, source, vowel_sound

__all__ = [
    "GROUPS",
    "RATE",
    "VOWELS",
    "WORDS",
    "by_vowels_known",
    "centred",
    "confusions",
    "features",
    "gaussians",
    "glide",
    "heard",
    "in_small_groups",
    "kinds_met",
    "labels",
    "means",
    "nearest_mean",
    "nearest_neighbours",
    "network",
    "percent_right",
    "ratios",
    "sentences",
    "source",
    "split",
    "spoken",
    "vowel_sound",
    "with_noise",
]
