"""Lesson 13, autoencoder: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

after_long = Guess(asks="nats from the data to the machine after 10,000 updates", unit="nats", between=(0, 50))
