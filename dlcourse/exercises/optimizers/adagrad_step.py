"""AdaGrad: the squared gradients of each weight add up, and shorten its steps for ever."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import rate, squares_cases
from dlcourse.lessons import optimizers


def cases(rng):
    return squares_cases(rng, rate)


exercise = Exercise(
    reference=optimizers.adagrad_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "s"),
    hints=[
        "Two lines: add the squared gradients to s, then divide the step by the root of the new s.",
        "`s = s + g * g`; below the fraction bar stands `np.sqrt(s) + epsilon`.",
        "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
    ],
    solved="a step of its own for every weight: long where gradients are rare or small, short where they are large.",
)

exercise.edit(
    "squares not added up",
    {"s + g * g": "g * g"},
    """Your s is the square of this gradient alone, so that every weight moves by exactly the learning rate. Add it to
    the sum so far.""",
)

exercise.edit(
    "not squared",
    {"g * g": "np.abs(g)"},
    """You add up the gradients' sizes. AdaGrad adds up their *squares*: `g * g`.""",
)

exercise.edit(
    "gradients added as they are",
    {"g * g": "g"},
    """You add up the gradients themselves. They can be negative, and cancel. AdaGrad adds up their *squares*: `g *
    g`.""",
)

exercise.edit(
    "root forgotten",
    {"np.sqrt(s)": "s"},
    """You divide by the sum of squares. Take its root: then the gradient and what divides it have the same unit, and
    the size of a gradient cancels.""",
)

exercise.edit(
    "epsilon inside the root",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s + epsilon)"},
    """epsilon stands inside the root, where 1e-8 counts as 1e-4 and slows down every weight with small gradients. Add
    it after the root.""",
)

exercise.edit(
    "epsilon forgotten",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s)"},
    """A weight that never had a gradient gives 0 / 0. That is what epsilon is for: add it to the root.""",
)

exercise.edit(
    "epsilon beside the fraction",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s) + epsilon"},
    """You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round what stands
    below the fraction bar.""",
)

exercise.edit(
    "divided by the old sum",
    {"s = s + g * g": "new = s + g * g", "epsilon), s": "epsilon), new"},
    """You divide by the sum *before* this gradient. In the first step that is 0, and the weights fly away.""",
)

exercise.edit(
    "old sum returned",
    {"s = s + g * g": "new = s + g * g", "np.sqrt(s)": "np.sqrt(new)"},
    """The weights are right, but s comes back as it came in: return the new sum.""",
)

exercise.edit(
    "one sum for all weights",
    {"g * g": "np.sum(g * g)"},
    """You add the squares of all weights together. Each weight has a sum of its own: no `np.sum` here, the arrays are
    added element by element.""",
)

exercise.edit(
    "scaled step uphill",
    {"w - learning_rate": "w + learning_rate"},
    """You go *up*: the gradient points to where the loss rises, so the scaled step has a minus.""",
)


@exercise.accepts("with powers")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    s_new = s + g**2
    return w - g * (learning_rate / (s_new**0.5 + epsilon)), s_new


@exercise.accepts("in place, on a copy of its own")
def _(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s.copy()
    s += np.square(g)
    rates = learning_rate / (np.sqrt(s) + epsilon)
    return w - rates * g, s
