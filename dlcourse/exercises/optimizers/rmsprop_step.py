"""RMSProp: AdaGrad with a running mean, which forgets, in place of the sum."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import rate, squares_cases
from dlcourse.lessons import optimizers


def cases(rng):
    def hyperparameters(rng):
        return {**rate(rng), "decay": round(float(rng.uniform(0.6, 0.97)), 2)}

    return squares_cases(rng, hyperparameters, zeros=("decay", "epsilon"))


exercise = Exercise(
    reference=optimizers.rmsprop_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "s"),
    withheld=("adam_step",),
    hints=[
        "It is AdaGrad with another s: a running mean, which forgets, instead of a sum, which does not.",
        "`s = decay * s + (1 - decay) * g * g`; the second line is that of AdaGrad.",
        "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
    ],
    solved="AdaGrad that can forget, and one half of Adam.",
)

exercise.edit(
    "never forgets",
    {"decay * s + (1 - decay) * g * g": "s + g * g"},
    """This is AdaGrad: the squares add up for ever. Keep only the share `decay` of the old s.""",
)

exercise.edit(
    "shares swapped",
    {"decay * s + (1 - decay) * g * g": "(1 - decay) * s + decay * g * g"},
    """The new square gets the share that the old mean should have: s then follows every single gradient.""",
)

exercise.edit(
    "second share forgotten",
    {"(1 - decay) * g * g": "g * g"},
    """The new square goes in whole, so that s becomes up to 10 times a mean (for a decay of 0.9). The two shares must
    add up to 1: `decay` and `1 - decay`.""",
)

exercise.edit(
    "sizes instead of squares",
    {"g * g": "np.abs(g)"},
    """You average the gradients' sizes. RMSProp averages their *squares*: the S in its name.""",
)

exercise.edit(
    "mean of the gradients themselves",
    {"g * g": "g"},
    """You average the gradients as they are. They can be negative, and then have no root. RMSProp averages their
    *squares*: the S in its name.""",
)

exercise.edit(
    "no root taken",
    {"np.sqrt(s)": "s"},
    """You divide by the mean square. Take its root: the R in its name.""",
)

exercise.edit(
    "epsilon under the root",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s + epsilon)"},
    """epsilon stands inside the root, where 1e-8 counts as 1e-4. Here it is added after the root. (Some libraries do it
    the other way: worth knowing when numbers differ.)""",
)

exercise.edit(
    "epsilon left out",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s)"},
    """A weight that never had a gradient gives 0 / 0: add epsilon to the root.""",
)

exercise.edit(
    "epsilon added to the weights",
    {"(np.sqrt(s) + epsilon)": "np.sqrt(s) + epsilon"},
    """You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round what stands
    below the fraction bar.""",
)

exercise.edit(
    "divided by the old mean",
    {"s = decay": "new = decay", "epsilon), s": "epsilon), new"},
    """You divide by the mean *before* this gradient. In the first step that is 0.""",
)

exercise.edit(
    "old mean returned",
    {"s = decay": "new = decay", "np.sqrt(s)": "np.sqrt(new)"},
    """The weights are right, but s comes back as it came in: return the new mean.""",
)


@exercise.accepts("as a correction of the old mean")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = s + (1 - decay) * (g**2 - s)
    return w - learning_rate * g / (s**0.5 + epsilon), s


@exercise.accepts("with np.square and a new name")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    new = decay * s + (1 - decay) * np.square(g)
    return w - learning_rate / (np.sqrt(new) + epsilon) * g, new
