"""Lesson 21, driving: what is guessed before an experiment."""

from dlcourse.checking.guesses import Guess

steps_in_gusts = Guess(asks="steps of 500 that it stays on the road in gusts", unit="steps", between=(0, 500))
more_pictures = Guess(
    asks="what four times as many calm pictures change",
    options={
        "a": "it comes no farther",
        "b": "it comes farther, but most cars still leave the road",
        "c": "most cars stay on the road",
    },
)
twice_as_far = Guess(
    asks="times as many steps off the road in the first 100 steps as in the first 50", between=(1, 100)
)
