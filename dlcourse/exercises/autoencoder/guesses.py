"""Lesson 13, autoencoder: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

tenfold = Guess(
    asks="% of test digits named right, from two labels of each class and 600 examples without a label",
    unit="%",
    between=(0, 100),
)
