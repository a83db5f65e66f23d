"""Lesson 10, transfer: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

kept_thirty = Guess(asks="% of the old objects named right, with 30 old drawings kept", unit="%", between=(0, 100))
