"""Lesson 11, rnn: the exercises, in the order of the notebook."""

ORDER = (
    "lost_order",
    "embedding_forward",
    "embedding_backward",
    "rnn_step",
    "rnn_forward",
    "step_gradient",
    "rnn_step_backward",
    "two_ways",
    "rnn_backward",
    "faded_gradient",
    "truncated_sequences",
    "sample_next",
    "far_brackets",
    "count_weights",
    "sequence_cross_entropy",
    "parity_reader",
)
