"""What is guessed in lesson 12, before its experiments."""

from dlcourse.checking.guesses import Guess

plain_at_50 = Guess(asks="seeds with which the plain network learns a lag of 50", unit="of 5 seeds", between=(0, 5))

same_bias = Guess(
    asks="who learns lag 32 with more seeds, both with the first bias 1",
    options={"a": "the LSTM", "b": "the GRU", "c": "both alike"},
)
