"""What is guessed in lesson 08, before its experiments."""

from dlcourse.checking.guesses import Guess

moved_digits = Guess(asks="% of the test digits read, moved by two pixels", unit="%", between=(0, 100))
mlp_right = Guess(asks="% of the shifted test digits that the MLP reads", unit="%", between=(0, 100))
