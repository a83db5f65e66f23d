"""Lesson 07, regularization: what is guessed before the experiments."""

from dlcourse.checking.guesses import Guess

by_heart = Guess(asks="validation digits that are right after 60 epochs", unit="%", between=(0, 100))

largest_rate = Guess(asks="the largest learning rate that still works with batch normalisation", between=(0, 1_000))

moved_digits = Guess(asks="digits that are right when moved by at most one pixel", unit="%", between=(0, 100))
