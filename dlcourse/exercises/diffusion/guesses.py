"""Lesson 15, diffusion: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

copied = Guess(
    asks="% of the points on the way back from noise that end on one of the 200 that were shown",
    unit="%",
    between=(0, 100),
)
sure_of_noise = Guess(
    asks="% that a network for digits believes in what it reads in pure noise", unit="%", between=(0, 100)
)
five_steps = Guess(asks="% of the digits asked for that are read as such, after five steps", unit="%", between=(0, 100))
