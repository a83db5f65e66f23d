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
    form="fault",
    hints=[
        "With s = 0, a gradient of 4 and a decay of 0.75 the new s should be 4. What does this function make of it?",
        "Each line has one fault. In the first, ask who should get the large share: what is remembered, or what is "
        "new? In the second, take a gradient of 0.00001 and look at what epsilon does to it.",
        "`np.sqrt(a + b)` and `np.sqrt(a) + b` differ most if a is tiny: for a = 0 and b = 1e-8 they are 1e-4 and "
        "1e-8.",
    ],
    solved="AdaGrad that can forget.",
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
    """The new square goes in whole, so that s grows up to 10 times as large as a mean (for a decay of 0.9). The two
    shares must add up to 1: `decay` and `1 - decay`.""",
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

exercise.edit(
    "share squared as well",
    {"(1 - decay) * g * g": "((1 - decay) * g) ** 2"},
    """You square `(1 - decay) * g`, the share and all. Square the gradient alone, then multiply: `**` binds what stands
    right before it, here a whole parenthesis.""",
)

exercise.edit(
    "multiplied by the root",
    {"g / (np.sqrt(s) + epsilon)": "g * (np.sqrt(s) + epsilon)"},
    """You multiply by the root. Where gradients are large, steps should get shorter: *divide* by it.""",
)

exercise.edit(
    "multiplied by the root alone",
    {"g / (np.sqrt(s) + epsilon)": "g * np.sqrt(s)"},
    """You multiply by the root of s. Where gradients are large, steps should get shorter: divide by it (with epsilon
    added, for a weight that never had a gradient).""",
)

exercise.edit(
    "no gradient in the step",
    {"learning_rate * g / (": "learning_rate / ("},
    """s is right, but above the fraction bar g is missing: every weight falls, whichever way its slope goes. The rate
    over the root is the length; the gradient gives the direction.""",
)

exercise.edit(
    "step along the running mean",
    {"g * g": "g", "g / (np.sqrt(s) + epsilon)": "s"},
    """You average the gradients and step along the mean: that is a kind of momentum. RMSProp averages their *squares*,
    and divides the gradient by the root.""",
)

exercise.edit(
    "root remembered",
    {"decay * s + (1 - decay) * g * g": "np.sqrt(decay * s + (1 - decay) * g * g)", "np.sqrt(s)": "s"},
    """The weights are right, but s comes back as its root. The next step would take it for a mean of squares: take the
    root in the step only.""",
)

exercise.edit(
    "both parts fade",
    {"decay * s + (1 - decay) * g * g": "decay * (s + (1 - decay) * g * g)"},
    """The decay multiplies both parts: the two shares must add up to 1. Only the old s keeps the share `decay`.""",
)

exercise.edit(
    "mean divided by 1 - decay",
    {"np.sqrt(s)": "np.sqrt(s / (1 - decay))"},
    """You divide s by 1 - decay before you take the root. Divide by the root of s itself.""",
)

exercise.edit(
    "scaled step uphill",
    {"w - learning_rate": "w + learning_rate"},
    """You go *up*: the gradient points to where the loss rises, so the scaled step has a minus.""",
)

exercise.edit(
    "epsilon added to the quotient",
    {"g / (np.sqrt(s) + epsilon)": "(g / np.sqrt(s) + epsilon)"},
    """You add epsilon after the division. It belongs below the fraction bar, to the root: there it prevents a division
    by 0. Put parentheses round what stands below.""",
)

exercise.edit(
    "epsilon added to 1 over the root",
    {"g / (np.sqrt(s) + epsilon)": "g * (1 / np.sqrt(s) + epsilon)"},
    """You divide by the root first, and add epsilon to the quotient. It belongs to the root, before you divide: mind
    the parentheses.""",
)

exercise.edit(
    "epsilon added to the rate",
    {"learning_rate * g / (np.sqrt(s) + epsilon)": "(learning_rate / np.sqrt(s) + epsilon) * g"},
    """Your epsilon makes the learning rate larger. It belongs to the root, below the fraction bar: put parentheses
    round the two.""",
)

exercise.edit(
    "change instead of the weights",
    {"w - learning_rate": "-learning_rate"},
    """s is right, but in place of the weights comes their change. Wanted are the new weights: begin with w.""",
)

exercise.edit(
    "nothing remembered",
    {"decay * s + ": ""},
    """The old s has no part in the new one. Keep `decay` times it, and add the new square's share.""",
)

exercise.edit(
    "mean of the squares of all weights",
    {"g * g": "np.mean(g * g)"},
    """You average over all weights, so that they share one number. The running mean goes over the *steps*, for each
    weight alone: no `np.mean` here.""",
)

exercise.edit(
    "same share for both",
    {"(1 - decay) * g * g": "decay * g * g"},
    """The new square gets the share `decay`, too, so that s grows up to 9 times as large as a mean (for a decay of
    0.9). The two shares must add up to 1.""",
)

exercise.edit(
    "small share for both",
    {"decay * s": "(1 - decay) * s"},
    """The old mean gets the share 1 - decay, as the new square does, so that s is too small and forgets at once. The
    two shares must add up to 1; which of them is the large one?""",
)


@exercise.plants(
    "shares swapped",
    "epsilon under the root",
    symptom=(
        "after a single gradient of 100, followed by gradients of 1, the steps should stay short for a while, but the "
        "fourth is already 0.32 learning rates long, more than eight times too long.",
        "A weight whose gradients are 0.00001 begins with a step ten times shorter than those of the others.",
    ),
)
def rmsprop_step(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """RMSProp: a learning rate of its own for each weight, as in AdaGrad, but what is long ago is forgotten.

    w, g, s: arrays of one shape (s is 0 before the first step); learning_rate: a number
    -> (w, s), the new ones
    """
    s = (1 - decay) * s + decay * g * g
    return w - learning_rate * g / np.sqrt(s + epsilon), s


@exercise.accepts("as a correction of the old mean")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = s + (1 - decay) * (g**2 - s)
    return w - learning_rate * g / (s**0.5 + epsilon), s


@exercise.accepts("with np.square and a new name")
def _(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    new = decay * s + (1 - decay) * np.square(g)
    return w - learning_rate / (np.sqrt(new) + epsilon) * g, new
