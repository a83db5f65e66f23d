"""Fault: one bug is planted."""

import numpy as np
from dlcourse.exercises.sample._cases import bounded

from dlcourse.checking.specification import Exercise
from dlcourse.lessons import sample

exercise = Exercise(
    reference=sample.clipped,
    points=1,
    cases=bounded,
    form="fault",
    hints=[
        "Which numbers come out too large?",
        "Try one above the upper bound.",
        "`np.minimum(z, 3)` is never above 3.",
    ],
    solved="numbers that stay in their bounds.",
    since=2,
)
exercise.edit("upper bound left out", {"np.minimum(np.maximum(x, low), high)": "np.maximum(x, low)"}, "No upper bound.")
exercise.edit("lower bound left out", {"np.maximum(x, low)": "x"}, "The lower bound is left out.")
exercise.edit("bounds exchanged", {"low": "high", "high)": "low)"}, "The bounds are exchanged.")


@exercise.plants("upper bound left out", symptom="some numbers are far too large.")
def clipped(x, *, low, high):
    """Numbers, none of them below or above a bound."""
    return np.maximum(x, low)
