"""Scaling: «every number times the factor». An exercise of the form "build": the learner writes the function."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import compression


def cases(rng):
    """«The smallest first; every boundary that the docstring names or implies.»"""
    short, middle, long = drawn_sizes(rng, 3, most=12)
    return [
        Case(np.array([1.0, 2.0]), 3.0),
        Case(np.array([7.0]), -2.0),
        Case(np.array([0.0, -4.0, 0.5]), 0.0),
        Case(rng.normal(size=short), 0.5),
        Case(rng.normal(size=middle), -0.25),
        Case(rng.normal(size=long), float(rng.uniform(2, 3))),
        Case(rng.normal(size=long).astype(np.float32), 2.0),
    ]


exercise = Exercise(
    reference=compression.scaled,
    points=1,
    minutes=15,  # «leave this out: 2.3 minutes a point is usual»
    cases=cases,
    hints=[
        "«What becomes of 4 if everything gets half as large?»",
        "«Each number is stretched by itself, and 0 stays where it is.»",
        "«With an array, `3 - a` works on every number of `a` at once.»",
    ],
    solved="«a scale that you can stretch.»",
)


@exercise.mistake("divided by the factor")
def _(x, factor):
    """«You divide by the factor: a factor of 2 makes numbers half as large. It should double them.»"""
    return x / factor


@exercise.mistake("factor added")
def _(x, factor):
    """«You add the factor: that moves all numbers by the same, and stretches nothing.»"""
    return x + factor


@exercise.mistake("first number only")
def _(x, factor):
    """«Only the first number is stretched: the others want it, too.»"""
    return np.concatenate([factor * x[:1], x[1:]])


@exercise.accepts("number by number")
def _(x, factor):
    return np.array([factor * number for number in x], dtype=x.dtype)


@exercise.accepts("np.multiply")
def _(x, factor):
    return np.multiply(x, factor)
