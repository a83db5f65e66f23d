"""Lesson 13, autoencoder: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

error_left = Guess(
    asks="% of PCA's error that is left to a deeper network with a code of 2 numbers", unit="%", between=(0, 150)
)
tenfold = Guess(
    asks="% of test digits named right, from two labels of each class and 600 examples without a label",
    unit="%",
    between=(0, 100),
)
after_long = Guess(asks="nats from the data to the machine after 10,000 updates", unit="nats", between=(0, 50))
