"""Lesson 13, autoencoder: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

error_left = Guess(
    asks="% of PCA's error that is left to a deeper network with a code of 2 numbers", unit="%", between=(0, 150)
)
