"""Clipping by norm: one factor for all gradients, so that no step is too long."""

import math

import numpy as np

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import optimizers


def cases(rng):
    a, b, c, d = drawn_sizes(rng, 4)
    cases = [
        Case([np.array([3.0]), np.array([[0.0], [4.0]])], 1.0),
        Case([np.array([0.3]), np.array([[0.0], [0.4]])], 1.0),
        Case([np.array([3.0, 4.0]), np.array([12.0])], 26.0),
        Case([np.zeros((2, 3)), np.zeros(3)], 0.5),
        Case([np.array([6.0, 0.0, -8.0])], 4.0),  # a single array
    ]
    for size, largest in [(1.0, 0.7), (40.0, 2.5), (1e5, 5.0), (0.01, 3.0)]:
        cases.append(Case([size * rng.normal(size=shape) for shape in [(a, b), (b,), (b, c), (c,)]], largest))
    return [*cases, Case([4 * rng.normal(size=shape).astype(np.float32) for shape in [(d, a), (1, d, b)]], 2.0)]


exercise = Exercise(
    reference=optimizers.clip_gradient_norm,
    inside={"": Each("gradient")},
    points=2,
    form="fault",
    cases=cases,
    # PyTorch adds 1e-6 to the norm, so as not to divide by 0: as right; what is clipped here is longer than 1.
    rtol=2e-6,
    fresh=True,
    hints=[
        "The numbers of (3) and (0, 4) have one norm together, 5. How many norms does this function work with?",
        "One number for the whole list comes first. Only then can every array be shortened, all by the same factor.",
        "`sum(len(word) for word in words)` adds up one number for each thing in a list.",
    ],
    solved="the safety belt of recurrent networks and of large language models.",
    equivalent_mutants={"factor = largest / max(largest, norm)": "the larger of two, in another order"},
)


@exercise.mistake("each array by itself")
def _(gradients, largest):
    """You clip every array with a norm of its own. That changes the direction of the step: arrays with large gradients
    lose more than others. One norm over all arrays, one factor for all.
    """
    return [optimizers.clip_gradient_norm([g], largest)[0] for g in gradients]


exercise.edit(
    "small gradients scaled up",
    {"max(norm, largest)": "(norm or 1)"},
    """Gradients that were small enough have grown. Clipping only makes smaller: the factor is at most 1.""",
)

exercise.edit(
    "always scaled",
    {"g * factor": "g * largest / norm"},
    """You scale all gradients to the norm `largest`, also those that were shorter (and a norm of 0 makes nan). Clipping
    only makes smaller: leave a norm of at most `largest` alone.""",
)


@exercise.mistake("each element cut off")
def _(gradients, largest):
    """You clip every number by itself. That changes the direction. Multiply all by one factor instead."""
    return [np.clip(g, -largest, largest) for g in gradients]


exercise.edit(
    "root of the sum forgotten",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "sum(np.sum(g * g) for g in gradients)"},
    """Your norm is the sum of squares. Its root is the length.""",
)

exercise.edit(
    "norms added up",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "sum(np.sqrt(np.sum(g * g)) for g in gradients)"},
    """You add up the arrays' norms. Lengths do not add like that: add up all *squares*, then take one root.""",
)

exercise.edit(
    "absolute values added up",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "sum(np.sum(np.abs(g)) for g in gradients)"},
    """You add up absolute values. The norm is the root of the sum of the squares.""",
)

exercise.edit(
    "largest norm counts",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "max(np.sqrt(np.sum(g * g)) for g in gradients)"},
    """You take the largest of the arrays' norms. All arrays together have one norm: the root of the sum of all
    squares.""",
)

exercise.edit(
    "norm 1 instead of the largest",
    {"g * factor": "g / norm if norm > largest else g"},
    """Your clipped gradients have the norm 1. They should have the norm `largest`.""",
)

exercise.edit(
    "set to 0",
    {"g * factor": "g * 0 if norm > largest else g"},
    """You set gradients that are too large to 0. Make them shorter, and keep their direction.""",
)

exercise.edit(
    "factor upside down",
    {"factor = largest / max(norm, largest)": "factor = max(norm, largest) / largest"},
    """Gradients that are too large have grown: your factor is upside down. It is `largest / norm`, less than 1.""",
)

exercise.edit(
    "comparison turned round",
    {"g * factor": "(g * largest / norm if norm < largest else g)"},
    """You scale the gradients that are small enough, and leave those that are too large. Scale if the norm is *above*
    `largest`.""",
)

exercise.edit(
    "factor at least 1",
    {"largest / max(norm, largest)": "max(1, largest / (norm or 1))"},
    """Your factor is at least 1: large gradients stay as they are, small ones grow. It should be at most 1: `min`.""",
)

exercise.edit(
    "nothing clipped",
    {"g * factor": "g * 1"},
    """The gradients come back as they came in, also those that are too large. (If you have a loop: `g = g * factor`
    gives the name g another array, and the list keeps the old one. Collect the new ones in a list.)""",
)

exercise.edit(
    "norm of the last array",
    {"sum(np.sum(g * g) for g in gradients)": "[np.sum(g * g) for g in gradients][-1]"},
    """Your norm is that of the last array alone: in the loop each new sum replaces the one before. Add them up, `+=`,
    beginning with 0.""",
)

exercise.edit(
    "mean of the squares",
    {"np.sum(g * g)": "np.mean(g * g)"},
    """You take the mean of the squares in each array. The norm is the root of their *sum*: a long gradient has a large
    norm.""",
)

exercise.edit(
    "squared after adding",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "abs(sum(np.sum(g) for g in gradients))"},
    """You add the gradients up before you square, where positive and negative ones cancel. Square each element first:
    `g * g`.""",
)

exercise.edit(
    "largest element counts",
    {"np.sqrt(sum(np.sum(g * g) for g in gradients))": "max(np.max(np.abs(g)) for g in gradients)"},
    """You compare the largest single element with `largest`. The norm is the length of all of them together: the root
    of the sum of all squares.""",
)


@exercise.mistake("only positive ones cut off")
def _(gradients, largest):
    """You cut every number above `largest` down to it, and negative ones not at all. That changes the direction.
    Multiply all by one factor instead.
    """
    return [np.minimum(g, largest) for g in gradients]


exercise.edit(
    "norm returned as well",
    {"return [g * factor for g in gradients]": "return [g * factor for g in gradients], norm"},
    """You return two things, the gradients and their norm. Wanted is the list of gradients alone.""",
)

exercise.edit(
    "square compared with the largest",
    {"largest / max(norm, largest)": "largest / norm if norm**2 > largest else 1"},
    """You compare the sum of the squares with `largest`. Take its root first: it is the norm that may be `largest` at
    most.""",
)

exercise.edit(
    "only the first array",
    {"[g * factor for g in gradients]": "gradients[0] * factor"},
    """What comes back is the first array alone. Is there a `return` inside the loop? It ends the function in the first
    round: collect all arrays in a list, and return that after the loop.""",
)


@exercise.mistake("norm so far")
def _(gradients, largest):
    """In your loop each array is shortened while the sum is still growing: the first knows only its own squares, and
    only the last one all of them. First go through all arrays for the norm, then once more to shorten them.
    """
    squares = np.cumsum([np.sum(g * g) for g in gradients])
    return [g * (largest / max(np.sqrt(square), largest)) for g, square in zip(gradients, squares, strict=True)]


@exercise.plants(
    "each array by itself",
    symptom="of the gradients (3) and (0, 4), to be shortened to the length 1, it makes (1) and (0, 1): their "
    "length is 1.41, and they no longer point the same way.",
)
def clip_gradient_norm(gradients, largest):
    """Scale all gradients by one factor so that their common norm is at most a given number.

    gradients: list of arrays of any shapes; largest: a number above 0 -> list of arrays, new ones
    """
    clipped = []
    for g in gradients:
        norm = np.sqrt(np.sum(g * g))
        clipped.append(g * (largest / max(norm, largest)))
    return clipped


@exercise.accepts("with an if and the norm of one long vector")
def _(gradients, largest):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    if norm <= largest:
        return [g.copy() for g in gradients]
    return [g * float(largest / norm) for g in gradients]


@exercise.accepts("by the norm of the norms, as a tuple")
def _(gradients, largest):
    norm = math.hypot(*(float(np.linalg.norm(g)) for g in gradients))
    factor = min(1.0, largest / (norm + 1e-300))
    return tuple(factor * g for g in gradients)


@exercise.accepts("PyTorch's form")
def _(gradients, largest):
    total_norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    coefficient = np.minimum(largest / (total_norm + 1e-6), 1.0)
    return [g * np.asarray(coefficient, g.dtype) for g in gradients]


@exercise.accepts("in place, on copies of its own")
def _(gradients, largest):
    clipped, squares = [g.copy() for g in gradients], 0.0
    for g in gradients:
        squares += float((g**2).sum())
    if squares > largest**2:
        for g in clipped:
            g *= largest / math.sqrt(squares)
    return clipped
