"""Fault: two bugs are planted."""

import numpy as np
from dlcourse.exercises.sample._cases import weighted

from dlcourse.checking.specification import Exercise
from dlcourse.lessons import sample

exercise = Exercise(
    reference=sample.average,
    points=2,
    cases=weighted,
    form="fault",
    hints=[
        "What should come out for equal numbers?",
        "Look at what is divided by.",
        "`np.prod(z)` multiplies all of z.",
    ],
    solved="a fair mean.",
    since=2,
)
exercise.edit(
    "divided by the count", {"np.sum(weights)": "len(weights)"}, "It is divided by how many weights there are."
)
exercise.edit("weights added", {"x * weights": "x + weights"}, "The weights are added instead of multiplied.")
exercise.edit("mean left out", {"total / np.sum(weights)": "total"}, "The sum comes back as it is.")
exercise.edit("squares summed up", {"np.sum(x * weights)": "np.sum(x * x * weights)"}, "The numbers are squared.")


@exercise.plants("divided by the count", "weights added", symptom="the average of 5 and 5 is not 5")
def average(x, *, weights):
    """The mean of some numbers, each counted by its weight."""
    total = np.sum(x + weights)
    return total / len(weights)


@exercise.accepts("with a dot product")
def _(x, *, weights):
    return x @ weights / weights.sum()
