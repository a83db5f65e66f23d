"""A test of one's own: inputs on which wrong steps differ from the right one."""

import numpy as np

from dlcourse.checking.hunts import hunt
from dlcourse.exercises.neuron.step import exercise as step


def catch_step():
    """Inputs on which wrong versions of `step` answer differently from the right one.

    -> a list of at most 3 inputs, each an array with at most 6 numbers, of any shape
    """
    return [np.array([[-1.5, -0.2, 0.0], [0.3, 0.7, 4.0]])]


exercise = hunt(
    of=step,
    answer=catch_step,
    points=2,
    since=2,
    numbers=6,
    hints=[
        "For which numbers does somebody who mixes up `>=` and `>`, or 0 and 0.5, answer differently? And for which "
        "shapes somebody who thinks of a single row?",
        "Think of every place where the answer changes or might be thought to change, and test exactly there, a little "
        "below and a little above. And of the form: more than one row.",
        "Elsewhere: whoever tests a function that says who may vote takes the ages 17, 18 and 19, and not 40.",
    ],
    solved="a test: what you have just done is how the answers in this course are checked, too.",
)


@exercise.mistake("far from the edge")
def _():
    """Your inputs lie far from 0, on both sides. Most wrong versions are right there: look where the answer changes."""
    return [np.array([-5.0, 5.0])]


@exercise.mistake("everything but 0")
def _():
    """What happens *exactly* at 0 is not tested: `>` and `>=` look the same to your inputs."""
    return [np.array([[-1.5, -0.2, 0.2], [0.3, 0.7, 4.0]])]
