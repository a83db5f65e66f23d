"""Lesson 19, language: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

colour_model = Guess(
    asks="which model paints unseen names best",
    options={
        "a": "the average of known words",
        "b": "a network on words",
        "c": "a linear model on pieces of letters",
        "d": "a network on pieces of letters",
    },
)
same_kind = Guess(asks="% of five neighbours of the same kind", unit="%", between=(0, 100))
