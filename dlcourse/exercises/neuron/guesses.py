"""Lesson 01, neuron: what is guessed before the experiments."""

from dlcourse.checking.guesses import Guess

beach_days = Guess(asks="days, out of all eight, on which it goes to the beach", unit="days", between=(0, 8))

corrections = Guess(asks="corrections until all 100 flowers are right", unit="corrections", between=(0, 1_000_000))
