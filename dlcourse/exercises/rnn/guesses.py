"""What is guessed in lesson 11, before its experiments."""

from dlcourse.checking.guesses import Guess

gradient_left = Guess(
    asks="length of the gradient after 30 steps back, for a spectral radius of 1", between=(1e-15, 1e9)
)

brackets_found = Guess(
    asks="of the characters in brackets, those that the recurrent network finds", unit="%", between=(0, 100)
)
