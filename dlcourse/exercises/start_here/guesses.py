"""What is guessed in lesson 00, before one looks."""

from dlcourse.checking.guesses import Guess

digits_read = Guess(asks="digits, out of 500, that the network reads", unit="digits", between=(0, 500))

new_names = Guess(asks="new names, out of 100 that the network writes", unit="names", between=(0, 100))
