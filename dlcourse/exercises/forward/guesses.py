"""Lesson 02, forward: what is guessed before the experiments."""

from dlcourse.checking.guesses import Guess

lucky_neurons = Guess(
    asks="neurons of 10,000 with random weights that get all four corners of XOR right",
    unit="neurons",
    between=(0, 10_000),
)

ninety = Guess(
    asks="of the unseen windows of which the network says about 90 %, the share that is right in the worst photograph",
    unit="%",
    between=(0, 100),
)

gap = Guess(
    asks="largest gap between the wave and a staircase of 80 hidden neurons",
    between=(0, 10),
)
