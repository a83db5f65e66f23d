"""A library has tests: inputs on which wrong softmaxes differ from the right one."""

import numpy as np

from dlcourse.checking.hunts import hunt
from dlcourse.exercises.forward.softmax import exercise as softmax

TOO_FAR = "a version that takes something away from each score, but not what keeps all powers small"


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
    described=dict.fromkeys(("mean score taken away", "first score taken away"), TOO_FAR),
    hints=[
        "What is `np.exp(1000.0)`? And for which tables would somebody who adds up columns instead of rows still be "
        "right?",
        "Three kinds of slips: along the wrong axis or over everything, scores that are too large or too small for a "
        "power, and rows that are treated as one. One table can catch several: more rows than one, not as many rows as "
        "columns. Large scores alone are not enough: whoever takes away something else than the largest of a row is "
        "right as long as no score lies far above that.",
        "Elsewhere: whoever tests a function for the mean of rows takes `np.array([[1, 2, 6], [0, 0, 3]])`, two rows "
        "and three columns with other sums each, and not `np.ones((2, 2))`.",
    ],
    solved="a test of your library that outlives the lesson: whoever changes softmax will hear of it.",
)


@exercise.mistake("only small scores")
def _():
    """Versions that overflow, or lose small powers, got away. Scores of 1000 and more, of both signs, would catch some
    of them.
    """
    return [np.array([[0.3, 1.0, -0.2], [2.0, -0.5, 0.1]])]


@exercise.mistake("a single row")
def _():
    """Versions that mix up rows, or take one number for all of them, got away. Are there two rows in one of your
    tables, and not alike?
    """
    return [np.array([[1000.0, 1001.0, 999.0]]), np.array([[-1000.0, -1001.0]]), np.array([[0.5, 2.0, 1.0]])]


@exercise.mistake("nothing to tell apart")
def _():
    """Nearly all got away, as they do where all scores of a table are equal: there nearly everything is right."""
    return [np.zeros((2, 2))]
