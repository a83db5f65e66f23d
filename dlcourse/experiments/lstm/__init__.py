"""Lesson 12, lstm: tasks with long lags, texts and series, and the trainings that they are learned by."""

from dlcourse.experiments.lstm.series import linear_forecast, train_forecaster, windows
from dlcourse.experiments.lstm.tasks import (
    SIGNS,
    UNITS,
    adding_task,
    last_letter_task,
    learn_task,
    recall_task,
    squared_error,
    steps_to_recall,
    successes,
)
from dlcourse.experiments.lstm.texts import hidden_vowels, next_letter, text_to_read, train_tagger

__all__ = [
    "SIGNS",
    "UNITS",
    "adding_task",
    "hidden_vowels",
    "last_letter_task",
    "learn_task",
    "linear_forecast",
    "next_letter",
    "recall_task",
    "squared_error",
    "steps_to_recall",
    "successes",
    "text_to_read",
    "train_forecaster",
    "train_tagger",
    "windows",
]
