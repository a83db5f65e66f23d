"""The slope of the sigmoid, made of the sigmoid's own output."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import activations
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.sigmoid_gradient,
    points=1,
    form="derive",
    first="neuron.largest_slope",
    minutes=4,
    difficulty=2,
    cases=activations,
    hints=[
        "Which rows of the table have the same slope, and how do their s differ?",
        "The slope is nearly 0 where s is nearly 0, and where s is nearly 1. What is made of s (which your "
        "`sigmoid` makes of z: call it), and 0 at both? Try it with s = 0.5, which must give 0.25.",
        "Elsewhere: `(x - 3) * (7 - x)` is 0 for x = 3 and for x = 7, and positive in between: a product is 0 "
        "wherever one of its factors is.",
    ],
    solved="the slope of the sigmoid, without which no network of sigmoids could learn.",
    equivalent_mutants={
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
    },
)

exercise.edit(
    "z not squashed",
    {"sigmoid(z)": "z"},
    """Your slope is made of z itself. It is made of s, the *output* of the sigmoid: squash z first.""",
)

exercise.edit(
    "only 1 - s",
    {"s * (1 - s)": "1 - s"},
    """That is 1 - s, which is nearly 1 where s is nearly 0. A factor is missing: the slope is small at *both* ends.
    (Written with exp, the sum below the bar is squared.)
    """,
)

exercise.edit(
    "parentheses forgotten",
    {"s * (1 - s)": "s - 1 * s"},
    """Without parentheses, `s * 1 - s` and `s - 1 * s` are both s - s, which is 0 everywhere. Put the difference in
    parentheses.
    """,
)

exercise.edit(
    "slope with the wrong sign",
    {"s * (1 - s)": "s**2 - s"},
    """Your slope is negative, but the sigmoid rises everywhere.""",
)

exercise.edit(
    "the sigmoid, not its slope",
    {"s * (1 - s)": "s"},
    """This is the sigmoid itself. Its slope says how fast it rises: 0.25 where s is 0.5, and nearly 0 at both ends.""",
)

exercise.edit(
    "the sigmoid, made smaller",
    {"s * (1 - s)": "s * 0.5"},
    """This is the sigmoid, multiplied by a number that is always the same: it still rises from left to right. The slope
    rises and falls again. What s is multiplied by must itself depend on s.
    """,
)


@exercise.also("the sigmoid, made smaller")
def _(z):
    return neuron.sigmoid(z) * 0.25


exercise.edit(
    "1 - s, made smaller",
    {"s * (1 - s)": "(1 - s) * 0.5"},
    """With 1 - s and a number that is always the same, your slope falls from left to right. It must be small at *both*
    ends: try the first row of the table.
    """,
)


@exercise.also("1 - s, made smaller")
def _(z):
    return (1 - neuron.sigmoid(z)) * 0.25


exercise.edit(
    "s minus 1",
    {"s * (1 - s)": "s - 1"},
    """s - 1 is negative everywhere, and nearly -1 where s is nearly 0. The slope is never negative, and small at *both*
    ends: try the first row of the table.
    """,
)

exercise.edit(
    "s times s",
    {"s * (1 - s)": "s * s"},
    """s times s is 0.25 where s is 0.5, as it should be, but it rises all the way to 1. Try it with the last row of the
    table, where s is nearly 1.
    """,
)

exercise.edit(
    "1 minus z inside of the sigmoid",
    {"s * (1 - s)": "s * sigmoid(1 - z)"},
    """The second factor squashes 1 - z. That is not 1 minus the squashed z: squash first, then subtract.""",
)

exercise.edit(
    "squashed twice",
    {"sigmoid(z)": "sigmoid(sigmoid(z))"},
    """The sigmoid is applied twice. Squash z once, call the result s, and use s in the formula.""",
)

exercise.edit(
    "the slope of tanh",
    {"s * (1 - s)": "1 - s**2"},
    """1 - s² is the slope of another curve, of tanh, if s is its output. Try yours with the first row of the table: it
    is nearly 1 where s is nearly 0.
    """,
)

exercise.edit(
    "1 plus s",
    {"s * (1 - s)": "s * (1 + s)"},
    """The sign in the parentheses is wrong: with s (1 + s) the slope would be largest for large z, where the sigmoid is
    flat.
    """,
)

exercise.edit(
    "1 minus z",
    {"s * (1 - s)": "s * (1 - z)"},
    """In the parentheses stands z. It is s that is subtracted from 1: the slope is made of the output alone.""",
)

exercise.edit(
    "z times 1 - s",
    {"s * (1 - s)": "z * (1 - s)"},
    """The first factor is z. The slope is made of s alone, the *output* of the sigmoid.""",
)

exercise.edit(
    "multiplied by z",
    {"s * (1 - s)": "s * (1 - s) * z"},
    """All is there but for a factor too many: leave out z. The slope at 0 is 0.25, not 0.""",
)

exercise.edit(
    "slope squared",
    {"s * (1 - s)": "(s * (1 - s)) ** 2"},
    """You square the slope: at 0 it is 0.25, not 0.0625.""",
)

exercise.edit(
    "s squared times 1 - s",
    {"s * (1 - s)": "s**2 * (1 - s)"},
    """There is one s too many: the slope is the same on both sides of 0.""",
)

exercise.edit(
    "step instead of slope",
    {"s * (1 - s)": "np.where(z > 0, np.ones_like(z), np.zeros_like(z))"},
    """Your slope is 0 or 1: that is the slope of a ReLU. The sigmoid is never steeper than 0.25, never quite flat.""",
)


@exercise.mistake("the slope of tanh at z")
def _(z):
    """That is 1 - tanh(z)², the slope of tanh, four times as steep at 0. Begin with the output of the sigmoid."""
    return 1 - np.tanh(z) ** 2


@exercise.mistake("overflow of exp")
def _(z):
    """For very negative z, exp(-z) is too large for a computer. You need not write the sigmoid again: your own
    `sigmoid` stays calm there. Call it, and make the slope of its result.
    """
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@exercise.also("overflow of exp")
def _(z):
    s = 1 / (1 + np.exp(-z))  # typed again
    return s * (1 - s)


@exercise.mistake("slope by trying, to one side")
def _(z):
    """You step to one side and divide: that is only roughly the slope. There is an exact way, that needs s alone."""
    return (neuron.sigmoid(z + 1e-4) - neuron.sigmoid(z)) / 1e-4


@exercise.mistake("slope by trying, to both sides")
def _(z):
    """You measure the slope, as the cell above did: close, but not exact, and with shorter floating-point numbers far
    off. Find what makes the slope out of s.
    """
    return (neuron.sigmoid(z + 1e-5) - neuron.sigmoid(z - 1e-5)) / 2e-5


@exercise.also("slope by trying, to both sides")
def _(z):
    return (neuron.sigmoid(z + 1e-2) - neuron.sigmoid(z - 1e-2)) / 0.02


@exercise.also("slope by trying, to both sides")
def _(z):
    return (neuron.sigmoid(z + 1e-3) - neuron.sigmoid(z - 1e-3)) / 0.002


@exercise.accepts("through tanh")
def _(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


@exercise.accepts("one sigmoid up, one down")
def _(z):
    from scipy import special

    return special.expit(z) * special.expit(-z)


@exercise.accepts("through exp")
def _(z):
    return np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2
