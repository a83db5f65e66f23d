"""Lesson 22, recommender: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

popular = Guess(asks="% of hidden imports that are among the five most popular", unit="%", between=(0, 100))
rare = Guess(asks="% of the factorisation's suggestions that go to the rarer half", unit="%", between=(0, 100))
