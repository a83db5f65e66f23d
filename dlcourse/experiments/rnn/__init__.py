"""Lesson 11, rnn: texts as numbers, networks that read and write them, counts to compare with, fading gradients."""

from dlcourse.experiments.rnn.counts import ngram_table, ngrams, table_perplexity, table_scores, word_ngrams
from dlcourse.experiments.rnn.gradients import gradient_by_distance, scaled, train_from_radius
from dlcourse.experiments.rnn.models import (
    generate,
    read_along,
    share_higher,
    text_perplexity,
    train_on_text,
    train_on_words,
    word_perplexity,
    word_scores,
)
from dlcourse.experiments.rnn.texts import SIGNS, hand_set_reader, ids_of, inside_brackets, padded, shuffled

__all__ = [
    "SIGNS",
    "generate",
    "gradient_by_distance",
    "hand_set_reader",
    "ids_of",
    "inside_brackets",
    "ngram_table",
    "ngrams",
    "padded",
    "read_along",
    "scaled",
    "share_higher",
    "shuffled",
    "table_perplexity",
    "table_scores",
    "text_perplexity",
    "train_from_radius",
    "train_on_text",
    "train_on_words",
    "word_ngrams",
    "word_perplexity",
    "word_scores",
]
