"""Lesson 19, language: its exercises, in lesson order."""

ORDER = [
    "letter_pieces",
    "tf_idf",
    "skip_gram_pairs",
    "center_gradient",
    "negative_sampling_loss",
    "nearest_words",
    "one_text",
    "split_words",
]
