"""A library has tests: inputs on which wrong softmaxes differ from the right one."""

import numpy as np

from dlcourse.checking.hunts import hunt
from dlcourse.exercises.forward.softmax import exercise as softmax


def catch_softmax():
    """Inputs on which wrong versions of `softmax` answer differently from the right one.

    -> a list of at most 3 inputs, each an array (N, C) with at most 12 numbers
    """
    return [
        np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0], [2.0, -3.0, 0.5]]),
        np.array([[0.0, 3000.0, -10.0, 1.0], [-1000.0, -1001.0, -900.0, -999.0]]),
        np.array([[0.3, 1.0], [2.0, -0.5], [-1.0, 0.7]]),
    ]


exercise = hunt(
    of=softmax,
    answer=catch_softmax,
    points=2,
    minutes=5,
    numbers=12,
    hints=[
        "What is `np.exp(1000.0)`? And for which tables would somebody who adds up columns instead of rows still be "
        "right?",
        "Three kinds of slips: along the wrong axis or over everything, scores that are too large or too small for a "
        "power, and rows that are treated as one. One table can catch several: more rows than one, not as many rows as "
        "columns, large and small scores beside each other.",
        "Elsewhere: whoever tests a function for the mean of rows takes `np.array([[1, 2, 6], [0, 0, 3]])`, two rows "
        "and three columns with other sums each, and not `np.ones((2, 2))`.",
    ],
    solved="a test of your library that outlives the lesson: whoever changes softmax will hear of it.",
)


@exercise.mistake("only small scores")
def _():
    """All your scores are small: versions that overflow, or lose small powers, are right there. Add scores of 1000 and
    more, of both signs.
    """
    return [np.array([[0.3, 1.0, -0.2], [2.0, -0.5, 0.1]])]


@exercise.mistake("a single row")
def _():
    """Each of your tables has one row. Whoever mixes up rows, or takes one number for all of them, is not caught."""
    return [np.array([[1000.0, 1001.0, 999.0]]), np.array([[-1000.0, -1001.0]]), np.array([[0.5, 2.0, 1.0]])]


@exercise.mistake("nothing to tell apart")
def _():
    """In your tables all scores are equal: nearly everything gives the right shares there."""
    return [np.zeros((2, 2))]
