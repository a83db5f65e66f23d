"""Lesson 17, vision: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

left_over = Guess(asks="boxes that suppression leaves of all that the network finds in the scene", between=(1, 500))
doubles = Guess(asks="average precision in percent, if no box is suppressed", unit="%", between=(0, 100))
