"""One step of a Gibbs chain: hidden units drawn from what is seen, visible ones from what was drawn."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.machines import step_cases
from dlcourse.lessons import autoencoder
from dlcourse.lessons.neuron import sigmoid

exercise = Exercise(
    reference=autoencoder.gibbs_step,
    points=2,
    minutes=3.5,
    cases=step_cases,
    outputs=("V_next", "H"),
    hints=[
        "A coin shows heads with chance 0.8. If `rng.random()` gives any number from 0 to 1 alike, in which part of "
        "that range would you call it heads?",
        "First a table of chances for the hidden units, then a random number for each of them; what comes out are 0s "
        "and 1s. From *these*, the same once more in the other direction.",
        "Elsewhere: `(rng.random(rain.shape) < rain).astype(float)` is 1.0 on a share of the days that follows their "
        "chance of rain.",
    ],
    solved="a machine that can dream: step after step, and each dream begins where the last one ended.",
    equivalent_mutants={
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0 both are 1/2",
        "H = (rng.random(P.shape) <= P).astype(P.dtype)": "a number exactly at its chance never comes",
        "return ((rng.random(P.shape) <= P).astype(P.dtype), H)": "a number exactly at its chance never comes",
    },
)


def drawn(P, rng):
    """0.0 and 1.0, as the chances say."""
    return (rng.random(P.shape) < P).astype(P.dtype)


@exercise.mistake("hidden units not drawn")
def _(V, *, W, b, c, rng):
    """H holds chances. Each hidden unit is 0 or 1: draw it, and let the visible ones follow from what was drawn."""
    H = sigmoid(V @ W + b)
    return drawn(sigmoid(H @ W.T + c), rng), H


@exercise.also("hidden units not drawn")
def _(V, *, W, b, c, rng):
    H = sigmoid(V @ W + b)
    rng.random(H.shape)
    return drawn(sigmoid(H @ W.T + c), rng), H


@exercise.mistake("chances handed on, and draws given back")
def _(V, *, W, b, c, rng):
    """H is drawn, but the visible units follow from the *chances* of the hidden ones. They should see what was
    drawn.
    """
    P = sigmoid(V @ W + b)
    H = drawn(P, rng)
    return drawn(sigmoid(P @ W.T + c), rng), H


@exercise.mistake("draws handed on, and chances given back")
def _(V, *, W, b, c, rng):
    """V_next is right, but in the place of H there are chances. Wanted are the hidden units that were drawn, 0 or 1:
    those that made V_next.
    """
    P = sigmoid(V @ W + b)
    return drawn(sigmoid(drawn(P, rng) @ W.T + c), rng), P


@exercise.also("draws handed on, and chances given back")
def _(V, *, W, b, c, rng):
    P = sigmoid(drawn(sigmoid(V @ W + b), rng) @ W.T + c)  # one name for both tables of chances
    return drawn(P, rng), P


@exercise.mistake("visible units not drawn")
def _(V, *, W, b, c, rng):
    """V_next holds chances. In a chain the visible units are drawn, too: 0 or 1."""
    H = drawn(sigmoid(V @ W + b), rng)
    return sigmoid(H @ W.T + c), H


@exercise.mistake("nothing drawn")
def _(V, *, W, b, c, rng):
    """Nothing is drawn: H and V_next are chances. That is how an autoencoder answers, always in the same way; a chain
    draws every unit, 0 or 1.
    """
    H = sigmoid(V @ W + b)
    return sigmoid(H @ W.T + c), H


@exercise.mistake("rounded instead of drawn")
def _(V, *, W, b, c, rng):
    """You make a unit 1 where its chance is above 1/2. Then a chance of 0.4 never happens. Draw: a random number for
    each unit, and 1 where that is below its chance.
    """
    H = (sigmoid(V @ W + b) > 0.5).astype(float)
    return (sigmoid(H @ W.T + c) > 0.5).astype(float), H


exercise.edit(
    "turned round for both",
    {"H = (rng.random(P.shape) < P)": "H = (rng.random(P.shape) > P)",
     "return (rng.random(P.shape) < P)": "return (rng.random(P.shape) > P)"},
    "A unit is 1 where the random number is *above* its chance: so the likely ones are seldom 1. Turn the sign round.",
)  # fmt: skip

exercise.edit(
    "turned round for the hidden units",
    {"H = (rng.random(P.shape) < P)": "H = (rng.random(P.shape) > P)"},
    "Hidden units are 1 where the random number is *above* their chance. Turn the sign round.",
)

exercise.edit(
    "one random number for each row",
    {"H = (rng.random(P.shape)": "H = (rng.random((len(P), 1))",
     "return (rng.random(P.shape)": "return (rng.random((len(P), 1))"},
    "All units of a row share one random number. Each unit draws its own: as many numbers as there are chances.",
)  # fmt: skip

exercise.edit(
    "one random number for all",
    {"H = (rng.random(P.shape)": "H = (rng.random()", "return (rng.random(P.shape)": "return (rng.random()"},
    "All units share one random number. Each unit draws its own: as many numbers as there are chances.",
)

exercise.edit(
    "the same random numbers for every row",
    {"H = (rng.random(P.shape)": "H = (rng.random(P.shape[1])",
     "return (rng.random(P.shape)": "return (rng.random(P.shape[1])"},
    """You draw one row of random numbers, and all rows are compared with it: all chains would move in step. Each unit
    of each row draws its own: `P.shape`, and not its second number alone.""",
)  # fmt: skip

for _side, _before in (("hidden", "H = "), ("visible", "return ")):
    for _size, _words in (("", "one random number"), ("(len(P), 1)", "one random number for each row"),
                          ("P.shape[1]", "one row of random numbers")):  # fmt: skip
        exercise.edit(
            f"{_words}, for the {_side} units",
            {f"{_before}(rng.random(P.shape)": f"{_before}(rng.random({_size})"},
            f"The {_side} units share {_words}. Each of them, in each row, draws its own: as many numbers as there are "
            "chances. With the other units you do so.",
        )

exercise.edit(
    "hidden biases forgotten",
    {"V @ W + b": "V @ W"},
    "The hidden biases b are missing from the chances of the hidden units.",
)

exercise.edit(
    "visible biases forgotten",
    {"H @ W.T + c": "H @ W.T"},
    "The visible biases c are missing from the chances of the visible units.",
)

exercise.edit(
    "the old visible units as well",
    {"H @ W.T + c": "H @ W.T + c + V"},
    "The old pattern joins in what the visible units receive. They hear only of the hidden units.",
)


@exercise.mistake("bell curves instead of even numbers")
def _(V, *, W, b, c, rng):
    """You draw from a bell curve (`rng.normal`). Below a chance p lies the share p only of numbers that are spread
    evenly from 0 to 1: `rng.random`.
    """
    P = sigmoid(V @ W + b)
    H = (rng.normal(size=P.shape) < P).astype(float)
    P = sigmoid(H @ W.T + c)
    return (rng.normal(size=P.shape) < P).astype(float), H


@exercise.mistake("drawn in another way")
def _(V, *, W, b, c, rng):
    """The units are drawn by their chances, but with other random numbers than those agreed on. Call
    `rng.random(shape)` once for H and then once for V, and compare with the chances, so that the same seed gives
    everybody the same chain.
    """
    H = rng.binomial(1, sigmoid(V @ W + b)).astype(float)
    return rng.binomial(1, sigmoid(H @ W.T + c)).astype(float), H


@exercise.also("drawn in another way")
def _(V, *, W, b, c, rng):
    P = sigmoid(V @ W + b)
    H = (rng.random(P.shape) > 1 - P).astype(float)
    P = sigmoid(H @ W.T + c)
    return (rng.random(P.shape) > 1 - P).astype(float), H


@exercise.also("drawn in another way")
def _(V, *, W, b, c, rng):
    random_v, random_h = rng.random(V.shape), rng.random((len(V), len(b)))
    H = (random_h < sigmoid(V @ W + b)).astype(float)
    return (random_v < sigmoid(H @ W.T + c)).astype(float), H


@exercise.also("drawn in another way")
def _(V, *, W, b, c, rng):
    H = rng.binomial(1, sigmoid(V @ W + b)).astype(float)
    return drawn(sigmoid(H @ W.T + c), rng), H


@exercise.mistake("the hidden units once more")
def _(V, *, W, b, c, rng):
    """H is drawn anew after the visible units. What is wanted are the hidden units that *made* V_next, drawn before
    it.
    """
    H = drawn(sigmoid(V @ W + b), rng)
    V = drawn(sigmoid(H @ W.T + c), rng)
    return V, drawn(sigmoid(V @ W + b), rng)


@exercise.mistake("V not moved on")
def _(V, *, W, b, c, rng):
    """V comes back as it was. The step ends with *new* visible units, drawn from the hidden ones."""
    return V.copy(), drawn(sigmoid(V @ W + b), rng)


@exercise.accepts("row by row")
def _(V, *, W, b, c, rng):
    u, r = rng.random((len(V), len(b))), rng.random(V.shape)
    H = np.array([1.0 * (u[n] < sigmoid(W.T @ v + b)) for n, v in enumerate(V)])
    return np.array([np.where(r[n] < sigmoid(W @ h + c), 1.0, 0.0) for n, h in enumerate(H)]), H


@exercise.accepts("in whole numbers on the way")
def _(V, *, W, b, c, rng):
    chances = sigmoid(np.einsum("nd,dm->nm", V, W) + b)
    H = np.less(rng.random(chances.shape), chances) * 1.0
    seen = np.floor(sigmoid(H @ W.T + c) - rng.random(V.shape)) + 1
    return seen, H
