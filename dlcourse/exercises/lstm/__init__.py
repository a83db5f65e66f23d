"""Lesson 12, lstm: the exercises, in the order of the notebook."""

ORDER = (
    "cell_update",
    "kept",
    "lstm_step",
    "lstm_forward",
    "old_state",
    "lstm_step_backward",
    "lstm_backward",
    "lstm_init",
    "road",
    "gru_step",
    "half_open",
    "bidirectional",
    "forecast",
    "memory_by_hand",
)
