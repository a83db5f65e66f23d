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
    asks="test digits that are read if only the last layer learns",
    unit="%",
    between=(0, 100),
)
