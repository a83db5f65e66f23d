"""What is guessed in lesson 14, before its experiments."""

from dlcourse.checking.guesses import Guess

first_cut = Guess(
    asks="% of the known signs named right, with the head of the first layer cut", unit="%", between=(0, 100)
)
