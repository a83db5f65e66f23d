"""Lesson 18, speech: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

men_to_children = Guess(
    asks="% of the children's vowels named right by a network that learned from men", unit="%", between=(0, 100)
)
each_on_their_own_scale = Guess(
    asks="% of the children's vowels named right, each speaker on a scale of their own", unit="%", between=(0, 100)
)
