"""RMSProp: each weight's step is divided by the root of a running mean of its squared gradients."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import rate, squares_cases
from dlcourse.lessons import optimizers


def cases(rng):
    return squares_cases(rng, lambda rng: {**rate(rng), "decay": round(float(rng.uniform(0.6, 0.97)), 2)})


exercise = Exercise(
    reference=optimizers.rmsprop_step,
    points=2,
    cases=cases,
    atol=1e-12,
    outputs=("w", "s"),
    withheld=("adam_step", "adamw_step"),
    hints=[
        "It is AdaGrad with another s: a running mean, which forgets, instead of a sum, which does not.",
        "`s = decay * s + (1 - decay) * g * g`; the second line is that of AdaGrad.",
        "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
    ],
    solved="AdaGrad that can forget, and one half of Adam.",
)


@exercise.mistake("never forgets")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """This is AdaGrad: the squares add up for ever. Keep only the share `decay` of the old s."""
    s = s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("shares swapped")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """The new square gets the share that the old mean should have: s then follows every single gradient."""
    s = (1 - decay) * s + decay * g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("second share forgotten")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """The new square goes in whole, so that s becomes up to 10 times a mean (for a decay of 0.9). The two shares must
    add up to 1: `decay` and `1 - decay`.
    """
    s = decay * s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("sizes instead of squares")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """You average the gradients' sizes. RMSProp averages their *squares*: the S in its name."""
    s = decay * s + (1 - decay) * np.abs(g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("mean of the gradients themselves")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """You average the gradients as they are. They can be negative, and then have no root. RMSProp averages their
    *squares*: the S in its name.
    """
    s = decay * s + (1 - decay) * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


@exercise.mistake("no root taken")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """You divide by the mean square. Take its root: the R in its name."""
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / (s + epsilon), s


@exercise.mistake("epsilon under the root")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """epsilon stands inside the root, where 1e-8 counts as 1e-4. Here it is added after the root. (Some libraries do it
    the other way: worth knowing when numbers differ.)
    """
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s + epsilon), s


@exercise.mistake("epsilon left out")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """A weight that never had a gradient gives 0 / 0: add epsilon to the root."""
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s), s


@exercise.mistake("epsilon added to the weights")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round what stands
    below the fraction bar.
    """
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s) + epsilon, s


@exercise.mistake("divided by the old mean")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """You divide by the mean *before* this gradient. In the first step that is 0."""
    return w - learning_rate * g / (np.sqrt(s) + epsilon), decay * s + (1 - decay) * g * g


@exercise.mistake("old mean returned")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """The weights are right, but s comes back as it came in: return the new mean."""
    return w - learning_rate * g / (np.sqrt(decay * s + (1 - decay) * g * g) + epsilon), s.copy()


@exercise.accepts("rmsprop as correction")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = s + (1 - decay) * (g**2 - s)
    return w - learning_rate * g / (s**0.5 + epsilon), s


@exercise.accepts("rmsprop average")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    new = decay * s + (1 - decay) * np.square(g)
    return w - learning_rate / (np.sqrt(new) + epsilon) * g, new
