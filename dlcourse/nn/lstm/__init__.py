"""Lesson 12, lstm: LSTM and GRU along whole sequences, in a fast form, and the layers made of them."""

from dlcourse.nn.lstm.gated import gru_backward_fast, gru_forward_fast, lstm_backward_fast, lstm_forward_fast
from dlcourse.nn.lstm.layers import GRU, LSTM, Bidirectional, LastStep

__all__ = [
    "GRU",
    "LSTM",
    "Bidirectional",
    "LastStep",
    "gru_backward_fast",
    "gru_forward_fast",
    "lstm_backward_fast",
    "lstm_forward_fast",
]
