"""Lesson 25, capstone: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

clean_only = Guess(asks="% of the damaged digits right, trained on clean ones", unit="%", between=(0, 100))
own_score = Guess(asks="% right of the pictures that nobody has seen", unit="%", between=(0, 100))
pruned_away = Guess(asks="% of the weights that can be 0 at a cost of two points", unit="%", between=(0, 100))
