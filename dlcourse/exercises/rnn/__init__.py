"""Lesson 11, rnn: the exercises, in the order of the notebook."""

ORDER = (
    "lost_order",
    "embedding_forward",
    "embedding_backward",
    "rnn_step",
    "rnn_forward",
    "count_weights",
    "sequence_cross_entropy",
    "rnn_step_backward",
    "rnn_backward",
    "sample_next",
    "truncated_sequences",
    "faded_gradient",
)
