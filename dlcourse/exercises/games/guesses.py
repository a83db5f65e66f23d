"""Lesson 20, games: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

first_wins = Guess(asks="% of games that the first player wins, if both play at random", unit="%", between=(0, 100))
games_needed = Guess(asks="games against itself until the network cannot be beaten", between=(1, 1_000_000))
