"""Build: the plainest of the forms."""

from dlcourse.exercises.sample._cases import numbers

from dlcourse.checking.specification import Exercise
from dlcourse.lessons import sample

exercise = Exercise(
    reference=sample.doubled,
    points=1,
    cases=numbers,
    hints=["How much is twice 3?", "Every number is multiplied.", "`3 * z` is three times as much."],
    solved="a doubling.",
)


@exercise.mistake("squared", hint=2)
def _(x):
    """Each number is multiplied by itself."""
    return x * x


@exercise.mistake("halved")
def _(x):
    """Each number is half as large."""
    return x / 2


@exercise.mistake("added 2")
def _(x):
    """2 is added to each number."""
    return x + 2
