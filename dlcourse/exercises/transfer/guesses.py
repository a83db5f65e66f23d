"""Lesson 10, transfer: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

one_each = Guess(
    asks="% of new drawings named right, from one labelled drawing of each object", unit="%", between=(0, 100)
)
tuned_from = Guess(asks="labels a class from which fine-tuning beats frozen features", between=(1, 50))
kept_thirty = Guess(asks="% of the old objects named right, with 30 old drawings kept", unit="%", between=(0, 100))
