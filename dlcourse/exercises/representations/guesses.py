"""Lesson 09, representations: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

horses_found = Guess(asks="% of the toy horses of other people that it finds", unit="%", between=(0, 100))
