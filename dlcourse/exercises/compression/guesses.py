"""Lesson 16, compression: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

bits_needed = Guess(
    asks="bits a weight, the fewest with which the reader of digits loses less than 2 points",
    unit="bits",
    between=(1, 8),
)
can_go = Guess(
    asks="% of its weights that the reader of digits can lose, the smallest first, for less than 2 points",
    unit="%",
    between=(0, 100),
)
same_places = Guess(
    asks="how a winning ticket does beside fresh weights in the same places",
    options={"a": "it is ahead", "b": "they are level, within a point", "c": "it is behind"},
)
half_kernels = Guess(
    asks="times as fast as before, with half of the kernels in both convolutions", unit="times", between=(0.1, 20)
)
