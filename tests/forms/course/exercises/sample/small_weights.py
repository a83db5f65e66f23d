"""Challenge: weights of one's own, checked by what must hold."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed


def small_weights(n):
    """Weights that add up to 1, none of them 0."""
    return np.ones(n) / n


def observe(arguments, value):
    """What must hold of weights."""
    if not isinstance(value, np.ndarray) or value.shape != (arguments["n"],):
        raise Malformed(f"Wanted is an array of {arguments['n']} weights.")
    return {"their sum": f"{value.sum():.6f}", "all above 0": "yes" if (value > 0).all() else "no"}


exercise = Exercise(
    reference=small_weights,
    points=3,
    cases=lambda rng: [Case(2), Case(int(rng.integers(3, 1000)))],
    observe=observe,
    form="challenge",
    hints=[
        "What do they add up to?",
        "Any positive numbers will do, once divided.",
        "`z / z.max()` has the maximum 1.",
    ],
    solved="weights of your own.",
    since=2,
)


@exercise.mistake("not divided")
def _(n):
    """They add up to more than 1."""
    return np.ones(n)


@exercise.mistake("all in one")
def _(n):
    """All but one are 0."""
    return np.eye(n)[0]


@exercise.accepts("drawn")
def _(n):
    drawn = np.random.default_rng(0).uniform(1, 2, size=n)
    return drawn / drawn.sum()
