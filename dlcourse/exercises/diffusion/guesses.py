"""Lesson 15, diffusion: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

largest = Guess(asks="«the largest number after scaling»", between=(0, 100))
above = Guess(asks="«how many of five incomes lie above their mean»", between=(0, 5))
