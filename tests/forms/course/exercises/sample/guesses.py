"""What is guessed in the sample lesson."""

from dlcourse.checking.guesses import Guess

steps = Guess(asks="steps to the target", unit="steps", between=(0, 1000))
