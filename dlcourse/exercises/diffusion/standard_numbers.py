"""Standard numbers: «mean 0, standard deviation 1». A challenge: checked by what must hold, for bonus points.

Its reference stands here: nothing of the lesson is built on it.
"""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons import diffusion


def cases(rng):
    """«How many, small and large.»"""
    return [Case(2), Case(3), *(Case(int(count)) for count in rng.integers(10, 1000, 4))]


def observe(arguments, value):
    """«What must hold: so many numbers, their mean and their standard deviation.»"""
    value = np.asarray(value, dtype=float)
    if value.ndim != 1 or len(value) < 2:
        raise Malformed("«The result is not a row of numbers: return an array with `count` of them.»")
    return {"numbers": len(value), "mean": float(np.mean(value)), "standard deviation": float(np.std(value))}


def standard_numbers(count):
    """«Give numbers whose mean is 0 and whose standard deviation is 1.»

    count: int, at least 2 -> array (count,)
    """
    numbers = diffusion.centred(np.arange(count))
    return numbers / np.std(numbers)


exercise = Exercise(
    reference=standard_numbers,
    points=2,
    form="challenge",
    cases=cases,
    observe=observe,
    atol=1e-9,
    hints=[
        "«Which of your functions brings the mean to 0, and does it change the standard deviation?»",
        "«Begin with any numbers that are not all the same, and mend one property after the other.»",
        "«`np.ptp(a)` says how far apart the ends of `a` are; `a / np.ptp(a)` makes that 1.»",
    ],
    solved="«numbers on the scale that networks like.»",
)


@exercise.mistake("standard deviation is not 1")
def _(count):
    """«The mean is 0, but the numbers spread too far or too little: their standard deviation must be 1.»"""
    return standard_numbers(count) * 3


@exercise.mistake("mean is not 0")
def _(count):
    """«The spread is right, but the numbers do not balance around 0.»"""
    return standard_numbers(count) + 1


@exercise.mistake("one number too many")
def _(count):
    """«There is one number too many: `count` of them are asked for.»"""
    return standard_numbers(count + 1)


@exercise.accepts("random numbers")
def _(count):
    numbers = np.random.default_rng(0).normal(size=count)
    return (numbers - numbers.mean()) / numbers.std()


@exercise.accepts("two at the ends")
def _(count):
    numbers = np.zeros(count)
    numbers[[0, -1]] = -1, 1
    return numbers * np.sqrt(count / 2)
