"""Who may see whom: nobody what comes later."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import attention


def cases(rng):
    drawn = [(int(rng.integers(3, 8)), int(rng.integers(1, 6))) for _ in range(2)]
    return [Case(2, past=1), Case(1), Case(3), Case(1, past=3), Case(4, past=0), Case(2, past=5)] + [
        Case(length, past=past) for length, past in drawn
    ]


exercise = Exercise(
    reference=attention.causal_mask,
    points=1,
    minutes=2,
    cases=cases,
    fresh=True,
    hints=[
        "With three steps before it, which step of the sequence is the first new one? And which steps may it see?",
        "Number all keys from 0, and the queries too: the first one is not number 0 if there is a past. A query sees "
        "the keys whose number is at most its own.",
        "Elsewhere: `np.arange(5) < np.array([2, 4])[:, None]` is a table of two rows and five columns.",
    ],
    equivalent_mutants={
        "length = 1 if np.ndim(length) == 0 and length == 0 else length": "a sequence has a step at least",
    },
    solved="a rule that makes training on all steps at once honest: none of them sees what it is to say.",
)


exercise.edit(
    "past not counted",
    {"<= past + np.arange": "<= np.arange"},
    """The first new step sees the first key only. It is number `past` of its sequence, and sees all that came before
    it.""",
)


exercise.edit(
    "past taken away",
    {"<= past + np.arange(length)": "<= -past + np.arange(length)"},
    """You count the past the wrong way: the more came before, the less is seen. The first new step is number `past` of
    its sequence, and sees `past + 1` keys.""",
)


exercise.edit(
    "does not see itself",
    {"<= past": "< past"},
    "A step does not see itself. It sees the steps *up to* itself: only what comes later is hidden.",
)


exercise.edit(
    "sees one step ahead",
    {"past + np.arange(length)[:, None]": "past + np.arange(length)[:, None] + 1"},
    "Each step sees one that comes after it: what it is to say.",
)


exercise.edit(
    "True where it is hidden",
    {"<= past": "> past"},
    "True and False are exchanged: here True says that a query *may* look.",
)


exercise.edit(
    "sees what comes later",
    {"<= past": ">= past"},
    "Each step sees itself and what comes *after* it. It is the other triangle.",
)


@exercise.mistake("no columns for the past")
def _(length, *, past=0):
    """The mask has no columns for the steps of the past: there are `past + length` keys."""
    return np.tril(np.ones((length, length), bool))


@exercise.mistake("past hidden")
def _(length, *, past=0):
    """The steps of the past are hidden. All of them came before, and every new step sees them."""
    return np.hstack([np.zeros((length, past), bool), np.tril(np.ones((length, length), bool))])


@exercise.mistake("past behind")
def _(length, *, past=0):
    """The columns of the past stand last. Keys are in the order of the sequence: the past first."""
    return np.hstack([np.tril(np.ones((length, length), bool)), np.ones((length, past), bool)])


@exercise.mistake("queries for the past")
def _(length, *, past=0):
    """The mask has rows for the steps of the past, too. They have asked already: there are `length` queries."""
    return np.tril(np.ones((past + length, past + length), bool))


@exercise.mistake("numbers to add")
def _(length, *, past=0):
    """These are numbers to be added to scores, 0 and minus infinity. Here a mask is an array of True and False."""
    return np.where(attention.causal_mask(length, past=past), 0.0, -np.inf)


@exercise.accepts("a triangle")
def _(length, *, past=0):
    return np.tril(np.ones((length, past + length), dtype=bool), k=past)


@exercise.accepts("row by row")
def _(length, *, past=0):
    return np.array([[key <= past + query for key in range(past + length)] for query in range(length)])
