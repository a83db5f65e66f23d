"""Lesson 24, finance: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

alarms_right = Guess(asks="of 100 alarms, how many are frauds", between=(0, 100))
by_time = Guess(asks="average precision, split by time", between=(0, 1))
after_mending = Guess(asks="dollars that come of 1 by the mended strategy", between=(0, 10_000))
