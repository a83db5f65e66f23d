"""What is guessed in lesson 06, before its experiments."""

from dlcourse.checking.guesses import Guess

by_hand = Guess(
    asks="of 100 unseen digits, so many are read right with weights drawn by hand", unit="of 100", between=(0, 100)
)
wrong_left = Guess(asks="wrong answers in 100 with 1000 training digits", unit="in 100", between=(0, 100))
