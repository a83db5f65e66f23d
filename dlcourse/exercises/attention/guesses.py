"""What is guessed in lesson 14, before its experiments."""

from dlcourse.checking.guesses import Guess

without_positions = Guess(
    asks="answers that attention without positions gets right over a lag of 5", unit="%", between=(0, 100)
)
first_cut = Guess(
    asks="% of the known signs named right, with the head of the first layer cut", unit="%", between=(0, 100)
)
transformer_reads = Guess(asks="perplexity of a transformer that reads the language reference", between=(1, 38))
