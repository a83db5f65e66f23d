"""Centring: «the mean taken off». An exercise of the form "fault": the learner mends what stands in the notebook."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import diffusion


def cases(rng):
    """«Numbers whose mean and median differ; a single one.»"""
    short, middle, long = drawn_sizes(rng, 3, least=3, most=12)
    return [
        Case(np.array([1.0, 2.0, 6.0])),
        Case(np.array([5.0])),
        Case(rng.exponential(size=short)),
        Case(10 * rng.exponential(size=middle)),
        Case(rng.exponential(size=long) - 3),
        Case(rng.exponential(size=long).astype(np.float32)),
    ]


exercise = Exercise(
    reference=diffusion.centred,
    points=2,
    minutes=15,  # «leave this out: 2.3 minutes a point is usual»
    form="fault",
    cases=cases,
    hints=[
        "«Where should the numbers 1, 2 and 6 end up, and where do they?»",
        "«One number moves all the others. Is it the one in the middle, or the one that balances them?»",
        "«`np.max(a)` gives the largest of some numbers; its neighbours in NumPy give other summaries.»",
    ],
    solved="«numbers that balance around 0.»",
    equivalent_mutants={
        "x = 2 * x + 1 if np.ndim(x) and len(x) == 1 else x": "«a single number ends at 0, whatever it was»",
    },
)


@exercise.mistake("median for mean")
def _(x):
    """«You take off the median, the number in the middle. A few very large numbers move the mean, and not the median:
    only taking off the mean brings the mean to 0.»
    """
    return x - np.median(x)


exercise.edit(
    "mean added",
    {"x - mean": "x + mean"},
    """«You add the mean: the numbers move away from 0 by as much as they should move to it.»""",
)
exercise.edit(
    "smallest taken off",
    {"np.mean(x)": "np.min(x)"},
    """«You take off the smallest number: all others end up above 0, and so does their mean.»""",
)


@exercise.plants("median for mean", symptom="«For incomes, the mean of what comes back is far from 0.»")
def centred(x):
    """«Move numbers so that their mean is 0.»

    x: array (N,) -> array (N,)
    """
    mean = np.median(x)
    return x - mean


@exercise.accepts("in one line")
def _(x):
    return x - x.mean()


@exercise.accepts("with a sum")
def _(x):
    return x - np.sum(x) / len(x)
