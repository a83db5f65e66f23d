"""Lesson 19, language: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

colour_model = Guess(
    asks="which model paints unseen names best",
    options={
        "a": "the average of known words",
        "b": "a network on words",
        "c": "a linear model on pieces of letters",
    },
)
