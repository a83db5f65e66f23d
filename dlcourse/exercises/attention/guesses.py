"""Lesson 14, attention: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

transformer_reads = Guess(asks="perplexity of a transformer that reads the language reference", between=(1, 38))
