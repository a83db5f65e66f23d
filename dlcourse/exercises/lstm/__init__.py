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
    "half_open",
    "gru_step",
    "bidirectional",
    "forecast",
    "memory_by_hand",
)
