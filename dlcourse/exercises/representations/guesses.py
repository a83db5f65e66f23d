"""Lesson 09, representations: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

horses_found = Guess(asks="% of the toy horses of other people that it finds", unit="%", between=(0, 100))
place_kept = Guess(asks="how well the place is read at conv3, R² in percent", unit="%", between=(0, 100))
