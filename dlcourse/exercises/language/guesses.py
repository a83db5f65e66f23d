"""Lesson 19, language: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

colour_error = Guess(asks="error of a channel, painting unseen names by pieces of letters", between=(0, 1))
few_texts = Guess(
    asks="which way names most topics right with 120 texts",
    options={
        "a": "a linear model on tf-idf",
        "b": "a linear model on the mean of stored vectors",
        "c": "a transformer from random vectors",
    },
)
