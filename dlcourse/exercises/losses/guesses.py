"""Lesson 03, losses: what is guessed before the experiments."""

from dlcourse.checking.guesses import Guess

plateau_steps = Guess(
    asks="steps in the squared error, from the same corner at the same rate",
    unit="steps",
    between=(1, 1_000_000),
)

shifted_sure = Guess(
    asks="how sure it says it is, on average, of the shifted digits",
    unit="%",
    between=(0, 100),
)
