"""Hunt: inputs that tell wrong clippings from the right one."""

from dlcourse.exercises.sample import clipped

from dlcourse.checking.hunts import hunt


def catch_clipped():
    """At most three inputs on which every wrong version of `clipped` shows itself."""
    return [
        {"x": [-3.0, 0.5, 7.0], "low": -1.0, "high": 2.0},
        {"x": [5.0], "low": 1.0, "high": 4.0},
    ]


exercise = hunt(
    of=clipped.exercise,
    answer=catch_clipped,
    points=2,
    hints=["Which number would no wrong version get right?", "Think of both bounds.", "A dict: `{'z': [1, 2]}`."],
    solved="a test of your own.",
    since=2,
)


@exercise.mistake("nothing above the upper bound")
def _():
    """No number of yours lies above the upper bound."""
    return [{"x": [-3.0, 0.5], "low": -1.0, "high": 2.0}]
