"""What is guessed in lesson 09, before its experiments."""

from dlcourse.checking.guesses import Guess

horses_found = Guess(asks="% of the toy horses of other people that it finds", unit="%", between=(0, 100))
oriented_of_32 = Guess(asks="patterns out of 32, learned from photographs, that are oriented edges", between=(0, 32))
