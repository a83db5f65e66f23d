"""Lesson 23, medicine: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

truly_ill = Guess(asks="% of those with a positive result who are ill", unit="%", between=(0, 100))
found_there = Guess(asks="% of the ill who are found in the second hospital", unit="%", between=(0, 100))
tossed = Guess(asks="% right about tossed labels, divided by recording", unit="%", between=(0, 100))
