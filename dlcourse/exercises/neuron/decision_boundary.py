"""The decision boundary of two inputs: w[0] x1 + w[1] x2 + b = 0, solved for x2."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import neuron


def cases(rng):
    few, many = drawn_sizes(rng, 2, most=24)
    return [
        Case(np.array([1.0, 2.0]), -4.0, np.array([0.0, 2.0, 5.0])),
        Case(np.array([-0.5, 1.0]), 0.75, np.array([-1.0, 1.0])),
        Case(np.array([3.0, 2.0]), 0.0, np.array([-2.0, 0.0, 1.0])),  # through the origin
        Case(rng.normal(size=2) + np.array([0.5, 4.0]), 1.5, rng.normal(size=few)),
        Case(np.array([2.0, -4.0]), -3.0, np.linspace(-3, 3, many)),
        Case(np.array([0.0, 0.5]), 2.0, np.array([-2.0, 0.0, 2.0])),  # a level line
        Case(np.array([-3.0, 2.0]), 1.0, np.array([0.5])),
        Case(np.array([1.0, 1e-6]), 0.5, np.array([-1.0, 1.0])),
    ]


exercise = Exercise(
    reference=neuron.decision_boundary,
    points=2,
    form="derive",
    first="neuron.boundary_height",
    cases=cases,
    hints=[
        "What did you do to find the one height by hand, step by step? Which numbers were w[0], w[1], b and x1?",
        "On the boundary the weighted sum is 0. Solve that equation for x2, with letters in place of the numbers.",
        "Elsewhere: 5 u + 4 v + c = 0 gives 4 v = -(5 u + c), and all of that is divided by 4. In Python, what an "
        "array is divided by may be a single number: `(lengths + 2) / 3`.",
    ],
    solved="the line that a neuron draws through its world.",
    equivalent_mutants={
        "return -(w[0] * x1 + b) / w[1]": "only for callers that give lists",
        "return -(w[0] * np.asarray(x1) + b) / w[-1]": "there are two weights: the last is the second",
        "w = 2 * w + 1 if np.ndim(w) and len(w) == 1 else w": "there are two weights, never one",
    },
)


@exercise.mistake("sign lost when solving for x2")
def _(w, b, x1):
    """The line is mirrored: when `w[0] * x1 + b` moves to the other side of the equation, both get a minus."""
    return (w[0] * x1 + b) / w[1]


@exercise.mistake("bias with the wrong sign")
def _(w, b, x1):
    """`w[0] * x1` has its minus, the bias has none. Both move to the other side, so both get a minus."""
    return (b - w[0] * x1) / w[1]


@exercise.mistake("weights exchanged")
def _(w, b, x1):
    """The two weights are exchanged: `w[0]` belongs to x1, and `w[1]` to x2, for which you solve."""
    with np.errstate(all="ignore"):
        return -(w[1] * x1 + b) / w[0]


@exercise.mistake("bias forgotten")
def _(w, b, x1):
    """Your line goes through the origin: the bias, which moves it away from there, is missing."""
    return -w[0] * x1 / w[1]


@exercise.mistake("not divided")
def _(w, b, x1):
    """The other side of the equation is right, but it is still `w[1]` times too large: divide by that."""
    return -(w[0] * x1 + b)


@exercise.mistake("only the bias divided")
def _(w, b, x1):
    """Only the bias is divided by `w[1]`. All of the other side must be: put it in parentheses."""
    return -w[0] * x1 - b / w[1]


@exercise.mistake("the minus on the first part only")
def _(w, b, x1):
    """The minus belongs to the whole of `w[0] * x1 + b`, and all of it is divided by `w[1]`. In your line b has no
    minus, and it alone is divided: use parentheses.
    """
    return -(w[0] * x1) + b / w[1]


@exercise.mistake("the bias as it is")
def _(w, b, x1):
    """The slope is right. The bias needs the same as the slope: a minus, and the division by `w[1]`."""
    return -w[0] / w[1] * x1 + b


@exercise.mistake("bias not divided")
def _(w, b, x1):
    """The slope is right, and the bias has its minus. It is not divided by `w[1]`, as all of the other side must be."""
    return -w[0] / w[1] * x1 - b


@exercise.mistake("slope with the wrong sign")
def _(w, b, x1):
    """The line begins at the right height, but it slopes the other way: `w[0] * x1` gets a minus, too, when it moves to
    the other side.
    """
    return (w[0] * x1 - b) / w[1]


@exercise.mistake("multiplied by `w[1]`")
def _(w, b, x1):
    """You multiply by `w[1]`. It stands before x2 in the equation: to have x2 alone, divide."""
    return -(w[0] * x1 + b) * w[1]


@exercise.mistake("weighted sum of x1 alone")
def _(w, b, x1):
    """That is the part of the weighted sum that comes from x1. The boundary is where it and `w[1] * x2` together are 0:
    solve for x2.
    """
    return w[0] * x1 + b


@exercise.mistake("divided by the first weight")
def _(w, b, x1):
    """You divide by `w[0]`. It is x2 that is to stand alone, and its weight is `w[1]`."""
    with np.errstate(all="ignore"):
        return -(w[0] * x1 + b) / w[0]


@exercise.mistake("first weight not used")
def _(w, b, x1):
    """x1 counts with its weight: it is `w[0] * x1` that moves to the other side."""
    return -(x1 + b) / w[1]


@exercise.mistake("where the sum is 0.5")
def _(w, b, x1):
    """You look for the line where the weighted sum is 0.5. It is the *sigmoid* that is 0.5 on the boundary; the sum is
    0 there.
    """
    return (0.5 - w[0] * x1 - b) / w[1]


@exercise.mistake("sign of the height lost")
def _(w, b, x1):
    """All your heights are positive. The line may well lie below 0: leave out `abs`."""
    return np.abs(w[0] * x1 + b) / np.abs(w[1])


@exercise.mistake("points instead of heights")
def _(w, b, x1):
    """You return the points, x1 and x2. Only the heights x2 are wanted, one for each x1."""
    return np.column_stack([x1, neuron.decision_boundary(w, b, x1)])


@exercise.mistake("second weight twice")
def _(w, b, x1):
    """x1 is multiplied by `w[1]`, the weight of x2. Its own is `w[0]`, the first: Python counts from 0."""
    return -(w[1] * x1 + b) / w[1]


@exercise.mistake("numbers of the question")
def _(w, b, x1):
    """You calculate with 3, 2 and -11, the numbers of the question above. Each neuron has its own: they come in as `w`
    and `b`.
    """
    return (11 - 3 * x1) / 2


@exercise.mistake("x1 in place of x2")
def _(w, b, x1):
    """Both weights stand beside x1. `w[1]` belongs to x2, which is what you look for: it is alone on its side at the
    end, and its weight is what you divide by.
    """
    return -(w[0] * x1 + w[1] * x1 + b)


@exercise.also("x1 in place of x2")
def _(w, b, x1):
    return w[0] * x1 + w[1] * x1 + b


@exercise.also("x1 in place of x2")
def _(w, b, x1):
    return -(w[0] * x1 + w[1] * x1 + b) / w[1]


@exercise.mistake("a level line")
def _(w, b, x1):
    """All your heights are the same: x1 has no part in them. The part `w[0] * x1` is missing."""
    return np.full(np.shape(x1), -b / w[1])


@exercise.accepts("filled in by a loop")
def _(w, b, x1):
    heights = np.zeros(len(x1))
    for i, x in enumerate(x1):
        heights[i] = (-b - w[0] * x) / w[1]
    return heights


@exercise.accepts("a minus on each term")
def _(w, b, x1):
    return (-w[0] * x1 - b) / w[1]


@exercise.accepts("as a list of heights")
def _(w, b, x1):
    return np.array([-(w[0] * x + b) / w[1] for x in x1])


@exercise.accepts("as a slope and an offset")
def _(w, b, x1):
    return -w[0] / w[1] * x1 - b / w[1]
