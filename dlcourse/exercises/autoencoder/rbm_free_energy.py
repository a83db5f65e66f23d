"""The free energy: one number for each pattern, with all states of the hidden units summed in it."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.machines import energy_cases
from dlcourse.lessons import autoencoder
from dlcourse.lessons.neuron import sigmoid

exercise = Exercise(
    reference=autoencoder.rbm_free_energy,
    points=2,
    minutes=3.0,
    cases=energy_cases,
    hints=[
        "Which part of the sum is there once for each pattern, and which once for each pattern and each hidden unit?",
        "Make the table of what every hidden unit receives, a row for each pattern, and soften it: `log(1 + exp(x))` "
        "is about x where x is large and about 0 where it is very negative. Only then add up each row.",
        "Elsewhere: `np.logaddexp(0, prices)` is log(1 + exp(price)) for each price, also for one of 900; and "
        "`table.sum(axis=1)` has a number for each row.",
    ],
    solved="the one number from which all chances of such a machine follow, without listing its hidden units.",
    equivalent_mutants={
        "return -(V @ c) - np.logaddexp(V @ W + b, 0).sum(axis=1)": "a sum has no order",
        "return -(V @ c) - np.logaddexp(0, V @ W + b).sum(axis=-1)": "the table has two axes: axis 1 is the last one",
    },
)

exercise.edit(
    "both signs turned",
    {"-(V @ c) - np.logaddexp": "V @ c + np.logaddexp"},
    """Everything has the other sign: with you a likely pattern has a *high* free energy. Low is likely, as for a ball
    that rolls down.""",
)

exercise.edit(
    "overflow for large sums",
    {"np.logaddexp(0, V @ W + b)": "np.log(1 + np.exp(V @ W + b))"},
    """For large sums exp gives infinity, and the logarithm of it is infinity, too, where the answer is about the sum
    itself. `np.logaddexp(0, x)` calculates log(exp(0) + exp(x)) without.""",
    hint=3,
)


def cut(lowest, highest):
    """An answer that lets no sum out of this range before the exponential."""

    def energy(V, *, W, b, c):
        return -(V @ c) - np.log1p(np.exp(np.clip(V @ W + b, lowest, highest))).sum(axis=1)

    return energy


@exercise.mistake("cut off before the exponential", hint=3)
def _(V, *, W, b, c):
    """You cut large sums off, so that exp does not overflow. But then a sum of 2000 counts no more than one at your
    limit: patterns that differ by far get the same free energy. Nothing need be cut off: for a large x, log(1 + exp(x))
    *is* about x, and `np.logaddexp(0, x)` calculates it.
    """
    return cut(-np.inf, 500)(V, W=W, b=b, c=c)


for _limit in (10, 15, 20, 25, 30, 40, 50, 60, 80, 88, 100, 200, 250, 300, 400, 500, 600, 700, 705, 708, 709, 709.7):
    exercise.also("cut off before the exponential")(cut(-np.inf, _limit))
    exercise.also("cut off before the exponential")(cut(-_limit, _limit))

exercise.edit(
    "visible biases forgotten",
    {"-(V @ c) - np": "-np"},
    "The visible biases c are missing: what lights up by itself, without any hidden unit, is likely, too.",
)

exercise.edit(
    "hidden biases forgotten",
    {"V @ W + b)": "V @ W)"},
    "The hidden biases b are missing: each hidden unit receives v . W_j + b_j.",
)

exercise.edit(
    "sign of the visible part",
    {"-(V @ c)": "V @ c"},
    "The part of the visible biases has the other sign. Both parts make a pattern *likelier*: both are taken away.",
)

exercise.edit(
    "sign of the hidden part",
    {"- np.logaddexp": "+ np.logaddexp"},
    "The part of the hidden units has the other sign. Both parts make a pattern *likelier*: both are taken away.",
)

exercise.edit(
    "softened after the sum",
    {"np.logaddexp(0, V @ W + b).sum(axis=1)": "np.logaddexp(0, (V @ W + b).sum(axis=1))"},
    """You add up the hidden units first and soften the sum. Each of them can be 0 or 1 whatever the others are: soften
    each one's sum, then add up.""",
    hint=2,
)

exercise.edit(
    "not softened",
    {"np.logaddexp(0, V @ W + b)": "(V @ W + b)"},
    """You add up what the hidden units receive as it is. A unit with a negative sum is simply 0 most of the time: it
    can do no harm. That is what log(1 + exp(x)) says.""",
)

exercise.edit(
    "a ReLU for the softened one",
    {"np.logaddexp(0, V @ W + b)": "np.maximum(0, V @ W + b)"},
    """You cut off at 0, as a ReLU does: that counts only the *best* state of the hidden units. All states count:
    log(1 + exp(x)), which is log 2 at 0.""",
)


@exercise.mistake("chances of the hidden units")
def _(V, *, W, b, c):
    """You add up sigmoids, the chances of the hidden units. Wanted is log(1 + exp(x)) of what they receive; the sigmoid
    is its slope.
    """
    return -(V @ c) - sigmoid(V @ W + b).sum(axis=1)


exercise.edit(
    "summed along the patterns",
    {".sum(axis=1)": ".sum(axis=0)"},
    "You add up over the patterns, so that there is a number for each hidden unit. Each pattern has its own: axis 1.",
)

exercise.edit(
    "mean over the hidden units",
    {".sum(axis=1)": ".mean(axis=1)"},
    "You take the mean over the hidden units. Their parts add up: ten units that agree say more than one.",
)

exercise.edit(
    "energy with all hidden units at their chances",
    {"np.logaddexp(0, V @ W + b).sum(axis=1)": "(sigmoid(V @ W + b) * (V @ W + b)).sum(axis=1)"},
    """You take the energy with every hidden unit at its chance. That is a mean energy; the *free* energy sums over all
    states, and has log(1 + exp(x)) for each unit.""",
)

exercise.edit(
    "1 missing under the logarithm",
    {"np.logaddexp(0, V @ W + b)": "np.log(np.exp(V @ W + b))"},
    """The 1 under the logarithm is missing, so exp and log cancel. It stands for the state in which the hidden unit is
    0.""",
)

exercise.edit(
    "exp(-F) instead of F",
    {
        "-(V @ c) - np.logaddexp": "np.exp(np.minimum(700, V @ c + np.logaddexp",
        ".sum(axis=1)": ".sum(axis=1)))",
    },
    "You give exp(-F), what the chances are proportional to. Wanted is F itself.",
)


@exercise.accepts("pattern by pattern, with log1p")
def _(V, *, W, b, c):
    found = np.empty(len(V), V.dtype)
    for n, v in enumerate(V):
        x = W.T @ v + b
        found[n] = -np.dot(v, c) - np.sum(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))
    return found


@exercise.accepts("with einsum")
def _(V, *, W, b, c):
    received = np.einsum("nd,dm->nm", V, W) + b[None]
    soft = np.where(received > 0, received, 0) + np.log1p(np.exp(-abs(received)))
    return -np.einsum("nd,d->n", V, c) - np.einsum("nm->n", soft)
