"""Lesson 11, rnn: texts as numbers, networks that read and write them, counts to compare with, fading gradients."""

from dlcourse.experiments.rnn.brackets import (
    busiest_paragraph,
    by_distance,
    finds_brackets,
    marked,
    reader,
    says,
    trained,
    window,
)
from dlcourse.experiments.rnn.counts import ngram_table, ngrams, table_perplexity, table_scores, word_ngrams
from dlcourse.experiments.rnn.gradients import gradient_by_distance, scaled
from dlcourse.experiments.rnn.letters import LETTERS, VOWELS, in_the_plane, nearest, vectors_of, vowels_beside_vowels
from dlcourse.experiments.rnn.models import (
    generate,
    learning,
    model_with,
    name_by,
    read_along,
    share_higher,
    text_perplexity,
    train_on_text,
    train_on_words,
    word_perplexity,
    word_scores,
)
from dlcourse.experiments.rnn.neurons import correlations, known_of, states_along, telling_neuron
from dlcourse.experiments.rnn.own import end_of_part, names_to_read, text_to_read
from dlcourse.experiments.rnn.texts import SIGNS, hand_set_reader, ids_of, inside_brackets, padded, shuffled

__all__ = [
    "LETTERS",
    "SIGNS",
    "VOWELS",
    "busiest_paragraph",
    "by_distance",
    "correlations",
    "end_of_part",
    "finds_brackets",
    "generate",
    "gradient_by_distance",
    "hand_set_reader",
    "ids_of",
    "in_the_plane",
    "inside_brackets",
    "known_of",
    "learning",
    "marked",
    "model_with",
    "name_by",
    "names_to_read",
    "nearest",
    "ngram_table",
    "ngrams",
    "padded",
    "read_along",
    "reader",
    "says",
    "scaled",
    "share_higher",
    "shuffled",
    "states_along",
    "table_perplexity",
    "table_scores",
    "telling_neuron",
    "text_perplexity",
    "text_to_read",
    "train_on_text",
    "train_on_words",
    "trained",
    "vectors_of",
    "vowels_beside_vowels",
    "window",
    "word_ngrams",
    "word_perplexity",
    "word_scores",
]
