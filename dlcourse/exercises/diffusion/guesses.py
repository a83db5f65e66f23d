"""Lesson 15, diffusion: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

copied = Guess(
    asks="% of the points on the way back from noise that end on one of the 100 that were shown",
    unit="%",
    between=(0, 100),
)
sure_of_noise = Guess(
    asks="% that a network for digits believes in what it reads in pure noise", unit="%", between=(0, 100)
)
five_steps = Guess(asks="Fréchet distance of digits that are made in five steps", between=(0, 100))
louder = Guess(
    asks="what a scale of 4 does to the Fréchet distance",
    options={"a": "it becomes smaller", "b": "it stays about the same", "c": "it becomes larger"},
)
