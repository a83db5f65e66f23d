"""Lesson 19, language: its exercises, in lesson order."""

ORDER = [
    "letter_pieces",
    "tf_idf",
    "one_text",
    "skip_gram_pairs",
    "nearest_words",
    "center_gradient",
    "negative_sampling_loss",
    "split_words",
]
