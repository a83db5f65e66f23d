"""Contrastive divergence: what the machine sees against what it dreams, a few steps of a chain later."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.machines import direction_cases
from dlcourse.lessons import autoencoder
from dlcourse.lessons.autoencoder import gibbs_step
from dlcourse.lessons.neuron import sigmoid

exercise = Exercise(
    reference=autoencoder.contrastive_divergence,
    points=3,
    minutes=5.0,
    cases=direction_cases,
    outputs=("dW", "db", "dc", "V_end"),
    form="fault",
    hints=[
        "A coin with chance 0.3 was thrown once, and you want to tell its mean. What would you tell: what the coin "
        "showed, or the chance, which you know? And over how many things does each of the two means go?",
        "Where the examples end, nothing is drawn any more: given the pattern, the hidden units' chances are known "
        "exactly, and a draw only adds noise. And the chains may be more, or fewer, than the examples.",
        "Elsewhere: `prices.T @ amounts / len(prices)` is the mean over the rows of the products of two tables; and "
        "two shops each have their own number of rows.",
    ],
    solved="the rule by which such machines learn: raise what is seen, lower what is dreamt.",
)


def direction(V, W, b, c, rng, steps, chain, *, seen, dreamt):
    """The direction with other statistics of the hidden units: functions of (patterns, chances, drawn causes, rng)."""
    start = V if chain is None else chain
    end, H = start, None
    for _ in range(steps):
        end, H = gibbs_step(end, W=W, b=b, c=c, rng=rng)
    P, P_end = seen(V, sigmoid(V @ W + b), H, rng), dreamt(end, sigmoid(end @ W + b), H, rng)
    dW = end.T @ P_end / len(end) - V.T @ P / len(V)
    return dW, P_end.mean(axis=0) - P.mean(axis=0), end.mean(axis=0) - V.mean(axis=0), end


def chances(V, P, H, rng):
    """As in the reference."""
    return P


def draws(V, P, H, rng):
    """Drawn once more."""
    return (rng.random(P.shape) < P).astype(P.dtype)


def causes(V, P, H, rng):
    """The hidden units that made the last pattern of the chain."""
    return P if H is None or len(H) != len(P) else H


@exercise.mistake("samples where chances belong")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """The hidden units at the end of the chain come in as draws. Their chances are known exactly there, and with them
    the same mean has less noise: take `p = sigmoid(v W + b)` of the pattern in which the chain ends.
    """
    V_end = V if chain is None else chain
    for _ in range(steps):
        V_end, _ = gibbs_step(V_end, W=W, b=b, c=c, rng=rng)
    P, P_end = sigmoid(V @ W + b), sigmoid(V_end @ W + b)
    P_end = (rng.random(P_end.shape) < P_end).astype(P_end.dtype)
    dW = V_end.T @ P_end / len(V_end) - V.T @ P / len(V)
    return dW, P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0), V_end


@exercise.also("samples where chances belong")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    return direction(V, W, b, c, rng, steps, chain, seen=draws, dreamt=draws)


@exercise.also("samples where chances belong")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """The examples' draws come after those of the dream."""
    V_end = V if chain is None else chain
    for _ in range(steps):
        V_end, _ = gibbs_step(V_end, W=W, b=b, c=c, rng=rng)
    P_end = draws(V_end, sigmoid(V_end @ W + b), None, rng)
    P = draws(V, sigmoid(V @ W + b), None, rng)
    dW = V_end.T @ P_end / len(V_end) - V.T @ P / len(V)
    return dW, P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0), V_end


@exercise.also("samples where chances belong")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """The examples' draws come before the chain."""
    P = draws(V, sigmoid(V @ W + b), None, rng)
    return direction(V, W, b, c, rng, steps, chain, seen=lambda *_: P, dreamt=draws)


@exercise.mistake("samples where chances belong, at the examples")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """The end of the chain is right, but for the examples you draw the hidden units. Their chances are known exactly,
    and with them the same mean has less noise.
    """
    return direction(V, W, b, c, rng, steps, chain, seen=draws, dreamt=chances)


@exercise.also("samples where chances belong, at the examples")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    P = draws(V, sigmoid(V @ W + b), None, rng)
    return direction(V, W, b, c, rng, steps, chain, seen=lambda *_: P, dreamt=chances)


@exercise.mistake("the causes that made the last pattern")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """For the end of the chain you take the hidden units that `gibbs_step` gave: they *made* the last pattern, half a
    step before it. Take the chances of the hidden units that see this pattern.
    """
    return direction(V, W, b, c, rng, steps, chain, seen=chances, dreamt=causes)


exercise.edit(
    "both divided by the number of examples",
    {"/ len(V_end)": "/ len(V)"},
    """The sum over the chains is divided by the number of *examples*. With as many chains as examples nobody notices;
    with others the dream weighs too much or too little. Each mean is over its own rows.""",
)

exercise.edit(
    "both divided by the number of chains",
    {"/ len(V)\n": "/ len(V_end)\n"},
    "The sum over the examples is divided by the number of chains. Each mean is over its own rows.",
)

exercise.edit(
    "both divided by all rows together",
    {"V_end.T @ P_end / len(V_end) - V.T @ P / len(V)": "(V_end.T @ P_end - V.T @ P) / (len(V) + len(V_end))"},
    """In dW both sums are divided by the number of all rows together, examples and chains. They are two means: each sum
    is divided by the number of its own rows, before one is taken from the other.""",
)

exercise.edit(
    "sums where chances belong",
    {"sigmoid(V @ W + b), sigmoid(V_end @ W + b)": "V @ W + b, V_end @ W + b"},
    """V_end is right, but in the means stands what the hidden units *receive*. Wanted are their chances: the sigmoid of
    it.""",
)

exercise.edit(
    "sign turned",
    {
        "V_end.T @ P_end / len(V_end) - V.T @ P / len(V)": "V.T @ P / len(V) - V_end.T @ P_end / len(V_end)",
        "P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0)": (
            "P.mean(axis=0) - P_end.mean(axis=0), V.mean(axis=0) - V_end.mean(axis=0)"
        ),
    },
    """All gradients have the other sign. Weights go *against* a gradient, so it is dreamt minus seen: what is seen
    becomes likelier, and what is dreamt less so.""",
)

exercise.edit(
    "sign of the weights turned",
    {"V_end.T @ P_end / len(V_end) - V.T @ P / len(V)": "V.T @ P / len(V) - V_end.T @ P_end / len(V_end)"},
    "dW has the other sign: dreamt minus seen, as in db and dc.",
)

exercise.edit(
    "chain ignored",
    {"V if chain is None else chain": "V"},
    "The chain always begins at the examples, also where one is given: chains that go on could not.",
)

exercise.edit(
    "one step only",
    {"range(steps)": "range(1)"},
    "The chain makes one step, whatever `steps` says.",
)

exercise.edit(
    "one step too many",
    {"range(steps)": "range(steps + 1)"},
    "The chain makes a step more than `steps` says.",
)

exercise.edit(
    "every step from the start",
    {"gibbs_step(V_end, W": "gibbs_step(V if chain is None else chain, W"},
    "Every step begins at the start of the chain again. It should begin where the last one ended.",
)

exercise.edit(
    "every step from the examples",
    {"gibbs_step(V_end, W": "gibbs_step(V, W"},
    """Every step begins at the examples: `gibbs_step` gets V in each round, so several steps lead no farther than one,
    and chains that were given are forgotten. Each should begin where the last one ended, at V_end.""",
)

exercise.edit(
    "the first pattern handed back",
    {"V.mean(axis=0), V_end": "V.mean(axis=0), V if chain is None else chain"},
    "V_end is where the chain *began*. Give back where it has come to, or it can never go on.",
)

exercise.edit(
    "the examples handed back",
    {"V.mean(axis=0), V_end": "V.mean(axis=0), V"},
    "The last thing that comes back are the examples. Give back where the chain has come to, or it can never go on.",
)

exercise.edit(
    "chances of the examples at the end",
    {"sigmoid(V_end @ W + b)": "sigmoid((V if chain is None else chain) @ W + b)"},
    """At the end of the chain you take the hidden units' chances for the pattern in which it *began*. Both sides of a
    product belong to the same pattern.""",
)

exercise.edit(
    "sums instead of means",
    {
        "V_end.T @ P_end / len(V_end) - V.T @ P / len(V)": "V_end.T @ P_end - V.T @ P",
        "P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0)": (
            "P_end.sum(axis=0) - P.sum(axis=0), V_end.sum(axis=0) - V.sum(axis=0)"
        ),
    },
    "You add up over the rows. Wanted are means: the step should not be larger because there are more examples.",
)

exercise.edit(
    "hidden biases forgotten",
    {"sigmoid(V @ W + b), sigmoid(V_end @ W + b)": "sigmoid(V @ W), sigmoid(V_end @ W)"},
    "The hidden biases are missing in the chances of the hidden units.",
)

exercise.edit(
    "what is dreamt alone",
    {" - V.T @ P / len(V)": ""},
    "dW has only what is dreamt. What is seen must be taken from it.",
)


@exercise.mistake("the chains for the examples")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    """Where chains are given, they take the place of the examples on both sides. What is *seen* are always the
    examples.
    """
    V = V if chain is None else chain
    return direction(V, W, b, c, rng, steps, None, seen=chances, dreamt=chances)


@exercise.plants(
    "samples where chances belong",
    "both divided by the number of examples",
    symptom=(
        "a fresh machine, the 30 bars and stripes, no step of the chain (`steps=0`): what is seen and what is dreamt "
        "are the same, so all should be 0. But the largest number of dW is 0.14 to 0.20, another one for each seed.",
        "With 90 chains that stand on the 30 patterns, three on each, all should be 0, too; but the numbers of dW are "
        "0.5 on average.",
    ),
)
def contrastive_divergence(V, *, W, b, c, rng, steps=1, chain=None):
    """Which way its guesses come closer to the examples: what it sees, against what it dreams.

    V: array (N, D); W: (D, M); b: (M,); c: (D,); rng: a random generator; steps: a whole number;
    chain: array (K, D) or None
    -> (dW, db, dc, V_end): arrays (D, M), (M,), (D,) and (K, D), where the chain has come to
    """
    V_end = V if chain is None else chain
    for _ in range(steps):
        V_end, _ = gibbs_step(V_end, W=W, b=b, c=c, rng=rng)
    P, P_end = sigmoid(V @ W + b), sigmoid(V_end @ W + b)
    P_end = (rng.random(P_end.shape) < P_end).astype(P_end.dtype)
    dW = (V_end.T @ P_end - V.T @ P) / len(V)
    return dW, P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0), V_end


@exercise.accepts("with einsum, the means by hand")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    here = (V if chain is None else chain).copy()
    while steps > 0:
        here, steps = gibbs_step(here, W=W, b=b, c=c, rng=rng)[0], steps - 1
    seen, dreamt = sigmoid(V @ W + b), sigmoid(here @ W + b)
    dW = np.einsum("kd,km->dm", here, dreamt) / len(here) - np.einsum("nd,nm->dm", V, seen) / len(V)
    return [dW, dreamt.sum(0) / len(here) - seen.sum(0) / len(V), here.sum(0) / len(here) - V.sum(0) / len(V), here]


@exercise.accepts("biases as one more unit that is always on")
def _(V, *, W, b, c, rng, steps=1, chain=None):
    end = V if chain is None else chain
    for _ in range(steps):
        end = gibbs_step(end, W=W, b=b, c=c, rng=rng)[0]

    def statistics(X):
        left = np.hstack([X, np.ones((len(X), 1), X.dtype)])
        right = np.hstack([sigmoid(X @ W + b), np.ones((len(X), 1), X.dtype)])
        return left.T @ right / len(X)

    change = statistics(end) - statistics(V)
    return change[:-1, :-1], change[-1, :-1], change[:-1, -1], end
