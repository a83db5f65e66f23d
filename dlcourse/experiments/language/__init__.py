"""Experiments of lesson 19: colours by their names, texts by their topics, and words by their neighbours."""

from dlcourse.experiments.language.classifiers import fit_bayes, fit_keywords, fit_linear, right
from dlcourse.experiments.language.colour_models import average_of_words, fit_network
from dlcourse.experiments.language.curve import share_right
from dlcourse.experiments.language.measuring import measured, tuned_how
from dlcourse.experiments.language.naming import (
    cleaned,
    colours,
    fit_pieces,
    name_apart,
    nearest_name,
    rms,
)
from dlcourse.experiments.language.topics import (
    classify,
    counts,
    known_lines,
    parts,
    split,
    telling_words,
    token_ids,
    tokens,
    topic_names,
    topic_of,
    vocabulary,
)
from dlcourse.experiments.language.vectors import (
    all_pairs,
    counted_vectors,
    kinds_of,
    neighbours,
    same_kind,
    small_texts,
    train_vectors,
)

__all__ = [
    "all_pairs",
    "average_of_words",
    "classify",
    "cleaned",
    "colours",
    "counted_vectors",
    "counts",
    "fit_bayes",
    "fit_keywords",
    "fit_linear",
    "fit_network",
    "fit_pieces",
    "kinds_of",
    "known_lines",
    "measured",
    "name_apart",
    "nearest_name",
    "neighbours",
    "parts",
    "right",
    "rms",
    "same_kind",
    "share_right",
    "small_texts",
    "split",
    "telling_words",
    "token_ids",
    "tokens",
    "topic_names",
    "topic_of",
    "train_vectors",
    "tuned_how",
    "vocabulary",
]
