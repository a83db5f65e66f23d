"""Lesson 12, lstm: tasks with long lags, texts and series, and the trainings that they are learned by."""

from dlcourse.experiments.lstm.series import (
    FORECASTS,
    linear_forecast,
    lstm_forecast,
    next_change,
    price_forecasts,
    train_forecaster,
    windows,
)
from dlcourse.experiments.lstm.tasks import (
    SIGNS,
    UNITS,
    adding_task,
    last_letter_network,
    last_letter_task,
    learn_task,
    recall_task,
    right_after,
    squared_error,
    steps_to_recall,
    successes,
    successes_of,
    train_last_letter,
)
from dlcourse.experiments.lstm.texts import filled_gaps, hidden_vowels, next_letter, text_to_read

__all__ = [
    "FORECASTS",
    "SIGNS",
    "UNITS",
    "adding_task",
    "filled_gaps",
    "hidden_vowels",
    "last_letter_network",
    "last_letter_task",
    "learn_task",
    "linear_forecast",
    "lstm_forecast",
    "next_change",
    "next_letter",
    "price_forecasts",
    "recall_task",
    "right_after",
    "squared_error",
    "steps_to_recall",
    "successes",
    "successes_of",
    "text_to_read",
    "train_forecaster",
    "train_last_letter",
    "windows",
]
