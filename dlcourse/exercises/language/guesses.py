"""Lesson 19, language: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

colour_error = Guess(asks="error of a channel, painting unseen names by pieces of letters", between=(0, 1))
same_kind = Guess(asks="% of five neighbours of the same kind", unit="%", between=(0, 100))
