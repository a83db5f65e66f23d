"""Derive: a question first, then the function."""

from dlcourse.exercises.sample._cases import numbers

from dlcourse.checking.specification import Exercise
from dlcourse.lessons import sample

exercise = Exercise(
    reference=sample.centered,
    points=2,
    cases=numbers,
    form="derive",
    first="sample.sum_of_three",
    hints=["What is the mean afterwards?", "The same number is taken from all.", "`z - 3` takes 3 from all."],
    solved="numbers around 0.",
    since=2,
)


@exercise.mistake("sum instead of mean")
def _(x):
    """The sum is taken away, not the mean."""
    return x - x.sum()


@exercise.mistake("divided by the mean")
def _(x):
    """The numbers are divided by their mean."""
    return x / x.mean()


@exercise.mistake("largest taken away")
def _(x):
    """The largest number is taken away."""
    return x - x.max()
