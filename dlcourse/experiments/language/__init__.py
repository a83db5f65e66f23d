"""Experiments of lesson 19: colours by their names, texts by their topics, and words by their neighbours."""

from dlcourse.experiments.language.naming import (
    as_hex,
    average_of_words,
    cleaned,
    colours,
    fit_pieces,
    nearest_name,
    paint,
    rms,
)
from dlcourse.experiments.language.topics import (
    classify,
    counts,
    parts,
    split,
    telling_words,
    tokens,
    topic_names,
    topic_of,
    vocabulary,
)

__all__ = [
    "as_hex",
    "average_of_words",
    "classify",
    "cleaned",
    "colours",
    "counts",
    "fit_pieces",
    "nearest_name",
    "paint",
    "parts",
    "rms",
    "split",
    "telling_words",
    "tokens",
    "topic_names",
    "topic_of",
    "vocabulary",
]
