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
        "The divisors of the table are 3, 5 and 13. What do the gradients 3 and 4 have to do with 5?",
        "Think of Pythagoras: 9 and 16 are 25, and with 144 they are 169. What is remembered is 9, 25, 169; the "
        "divisor is made of it in the step.",
        "`np.sqrt(areas)` takes the root of every element. A fraction with a sum below the bar wants parentheses: "
        "`top / (bottom + tiny)`.",
    ],
    solved="a rate of its own for every weight: high where gradients are small or rare, low where they are large, so "
    "that their size cancels.",
)

exercise.edit(
    "squares not added up",
    {"s + g * g": "g * g"},
    """Your s is the square of this gradient alone, so that every weight that has a gradient moves by about the learning
    rate. Add it to the sum so far.""",
)

exercise.edit(
    "not squared",
    {"g * g": "np.abs(g)"},
    """You add up the gradients' sizes. AdaGrad adds up their *squares*: `g * g`.""",
)

exercise.edit(
    "gradients added as they are",
    {"g * g": "g"},
    """You add up the gradients themselves. They can be negative, and cancel. Add up their *squares*: `g * g`.""",
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

exercise.edit(
    "gradients added up, no root",
    {"g * g": "g", "np.sqrt(s)": "s"},
    """You add up the gradients themselves, and divide by that. They can be negative, and cancel. Add up their
    *squares*, and divide by the root.""",
)

exercise.edit(
    "squared only in the root",
    {"g * g": "g", "np.sqrt(s)": "np.abs(s)"},
    """You add up the gradients first, where steps to and fro cancel, and take the size of the sum. Square each gradient
    *before* it is added: `g * g`.""",
)

exercise.edit(
    "sizes added up",
    {"g * g": "np.abs(g)", "np.sqrt(s)": "s"},
    """You add up the gradients' sizes, and divide by the sum. AdaGrad adds up their *squares*, and takes the root:
    large gradients count for more.""",
)

exercise.edit(
    "sum squared",
    {"s + g * g": "(s + g) ** 2"},
    """You add the gradient to s and square both. s is a sum of squares already: only g is squared, `g * g`.""",
)

exercise.edit(
    "multiplied by the root",
    {"g / (np": "g * (np"},
    """You multiply by the root, so that large gradients make the steps longer still. *Divide* by it: then they get
    shorter.""",
)

exercise.edit(
    "no gradient in the step",
    {"learning_rate * g / (": "learning_rate / ("},
    """s is right, but above the fraction bar g is missing: every weight falls, whichever way its slope goes. The rate
    over the root is the length; the gradient gives the direction.""",
)

exercise.edit(
    "root remembered",
    {"s + g * g": "np.sqrt(s + g * g)", "np.sqrt(s)": "s"},
    """The weights are right, but s comes back as its root. The next step would add a square to a root: keep the sum,
    and take the root in the step only.""",
)

exercise.edit(
    "running mean instead of the sum",
    {"s + g * g": "0.9 * s + 0.1 * g * g"},
    """Your s is a running mean, which forgets. AdaGrad keeps the whole sum: nothing of it fades.""",
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
    "mean of the squares for all weights",
    {"g * g": "np.mean(g * g)"},
    """You add the mean of all squares, the same number for every weight. Each weight has a sum of its own: no `np.mean`
    here, the arrays are added element by element.""",
)

exercise.edit(
    "learning rate inside the root",
    {"learning_rate * g / (np.sqrt(s) + epsilon)": "np.sqrt(learning_rate / (s + epsilon)) * g"},
    """Your root goes over the learning rate, too. Only s has a root: `np.sqrt(s)`, with epsilon added after it.""",
)

exercise.edit(
    "sum taken for a root",
    {"s + g * g": "np.sqrt(s * s + g * g)", "np.sqrt(s)": "s"},
    """You remember the root, and square it again for the next sum. What comes in as s is the sum of the squares
    already, and the sum goes back; the root is taken in the step only.""",
)

exercise.edit(
    "sum squared once more",
    {"s + g * g": "s * s + g * g"},
    """You square s. It is a sum of squares already: only the new gradient is squared.""",
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
