"""Lesson 12, lstm: the exercises, in the order of the notebook."""

ORDER = (
    "cell_update",
    "kept",
    "lstm_step",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_backward",
    "road",
    "lstm_init",
    "gru_step",
    "bidirectional",
    "forecast",
)
