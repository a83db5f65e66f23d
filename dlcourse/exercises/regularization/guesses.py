"""Lesson 07, regularization: what is guessed before the experiments."""

from dlcourse.checking.guesses import Guess

by_heart = Guess(asks="validation digits that are right after 60 epochs", unit="%", between=(0, 100))

moved_digits = Guess(asks="digits that are right when moved by at most one pixel", unit="%", between=(0, 100))
