"""What is guessed in lesson 04, before its experiments."""

from dlcourse.checking.guesses import Guess

ten_sigmoids = Guess(
    asks="what is left of a gradient of 1 after ten sigmoid neurons",
    options={
        "a": "about a tenth",
        "b": "about a hundredth",
        "c": "about a ten-thousandth",
        "d": "less than a millionth",
    },
)
cut_percent = Guess(
    asks="test digits that are read with a cut between layers 2 and 3",
    unit="%",
    between=(0, 100),
)
