"""The numerical gradient: each element moved a little up and down, and put back."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import functions
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import losses

exercise = Exercise(
    reference=losses.numerical_gradient,
    points=3,
    form="fault",
    cases=functions,
    rtol=1e-6,
    atol=1e-8,
    hints=[
        "Take f(x) = x² at x = 3 and h = 0.1, and go through the loop with a pencil: at which two places is f asked?",
        "The two places should lie on both sides of the old one, equally far. And what does an array of whole numbers "
        "do with 3 + 0.00001?",
        "After `counts = np.array([1, 2])` and `counts[0] = 1.7`, `counts` is `[1 2]`. `counts.astype(float)` is a "
        "copy with decimals, and `old = counts[0]` remembers a number.",
    ],
    solved="a slope finder for any function at all. It is slow, and it is how all faster ones are checked.",
    equivalent_mutants={"gradient = np.ones(x.shape)": "every element is set after that"},
)

exercise.edit(
    "one-sided difference",
    {"x[i] = kept - h": "x[i] = kept", "/ (2 * h)": "/ h"},
    """You step to one side only, from f(x) to f(x + h). That is a slope too, but with an error in proportion to h; from
    both sides, (f(x + h) − f(x − h)) / (2 h), the largest error cancels.
    """,
)

exercise.edit(
    "divided by h instead of 2 h",
    {"/ (2 * h)": "/ h"},
    """All slopes are twice as steep: from x − h to x + h it is a distance of 2 h.""",
)


@exercise.mistake("divided by 2, then multiplied by h")
def _(f, x, h=1e-5):
    """Python reads `/ 2 * h` from left to right: it divides by 2, then *multiplies* by h. Use brackets."""
    return losses.numerical_gradient(f, x, h) * h * h


@exercise.mistake("all elements moved at once")
def _(f, x, h=1e-5):
    """You move all elements together and get one number. Each element has a slope of its own: move one, hold the others
    still.
    """
    return (f(x + h) - f(x - h)) / (2 * h)


exercise.edit(
    "elements not put back",
    {"        x[i] = kept\n": ""},
    """Each element stays where its last step has left it, while the next one is tried. Put it back: `x[i] = kept`.""",
)

exercise.edit(
    "second step from the first",
    {"x[i] = kept - h": "x[i] -= h"},
    """Your second value is f(x) itself, not f at x[i] - h: from x[i] + h, subtracting h *once* leads back to the start.
    Keep the old value, and set `x[i] = kept - h`.
    """,
)


@exercise.mistake("laid flat")
def _(f, x, h=1e-5):
    """The slopes are right, but they come in one row. The gradient has the shape of x: `np.zeros(x.shape)`, and
    `gradient[i]` for each i of `np.ndindex(x.shape)`.
    """
    return losses.numerical_gradient(f, x, h).ravel()


@exercise.mistake("whole rows moved")
def _(f, x, h=1e-5):
    """Where x has several axes, you move a whole row at once: `range(len(x))` counts rows. `np.ndindex(x.shape)` goes
    through every single element.
    """
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


exercise.edit(
    "whole numbers swallow the step",
    {"np.array(x, dtype=float)": "np.array(x)"},
    """Where x holds whole numbers, `x[i] = kept + h` cuts the decimals off again, and nothing moves. Begin with `x =
    x.astype(float)`: a copy that has decimals.
    """,
)


@exercise.also("whole numbers swallow the step")
def _(f, x, h=1e-5):
    x, gradient = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return gradient


@exercise.mistake("gradient of whole numbers")
def _(f, x, h=1e-5):
    """`np.zeros_like(x)` makes whole numbers where x has whole numbers, and cuts off the decimals of your slopes. Use
    `np.zeros(x.shape)`.
    """
    gradient = np.zeros_like(x)
    gradient[...] = losses.numerical_gradient(f, x, h)
    return gradient


@exercise.mistake("own step instead of h")
def _(f, x, h=1e-5):
    """Your step is always 1e-5. Use the argument `h`."""
    return losses.numerical_gradient(f, x, 1e-5)


def slopes(f, x, h, formula):
    """For each element a formula of f(x), f a step above and f a step below, as an array."""
    x = x.astype(float)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([formula(f(x), f(x + step), f(x - step)) for step in steps]).reshape(x.shape)


@exercise.mistake("one-sided difference, downwards")
def _(f, x, h=1e-5):
    """You step to one side only, from f(x) to f(x - h): the error is in proportion to h. From both sides, the largest
    error cancels.
    """
    return slopes(f, x, h, lambda here, above, below: (here - below) / h)


@exercise.mistake("not divided")
def _(f, x, h=1e-5):
    """That is the difference of the two values. The slope is the difference *per distance*: divide by 2 h."""
    return slopes(f, x, h, lambda here, above, below: above - below)


@exercise.mistake("values added")
def _(f, x, h=1e-5):
    """You add the two values. A slope is a *difference*: above minus below."""
    return slopes(f, x, h, lambda here, above, below: (above + below) / (2 * h))


@exercise.mistake("only the lower value divided")
def _(f, x, h=1e-5):
    """Only the second value is divided by 2 h: Python divides before it subtracts. Put the difference in brackets."""
    return slopes(f, x, h, lambda here, above, below: above - below / (2 * h))


@exercise.mistake("one-sided, and not put back")
def _(f, x, h=1e-5):
    """Two things: you step to one side only, where both sides are wanted; and each element stays where its step has
    left it, while the next one is tried: put it back.
    """
    x = x.astype(float)
    before, gradient = f(x), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        gradient[i] = (f(x) - before) / h
    return gradient


@exercise.mistake("the same array moved both ways")
def _(f, x, h=1e-5):
    """All slopes are 0: both values of f are the same. After `up = x` and `down = x`, all three names mean *one* array,
    and its steps cancel. Make copies, `x.copy()`, or put the element back in between.
    """
    return np.zeros(x.shape)


@exercise.mistake("only the last slope")
def _(f, x, h=1e-5):
    """One number came back, the slope of the last element: each round replaces what was there. Write it into its place,
    `gradient[i] = ...`.
    """
    return losses.numerical_gradient(f, x, h).flat[-1]


@exercise.mistake("only the first slope")
def _(f, x, h=1e-5):
    """Only the first element has a slope, the others are 0. Is the `return` inside the loop? Then it ends after its
    first round.
    """
    gradient = np.zeros(x.shape)
    gradient.flat[0] = losses.numerical_gradient(f, x, h).flat[0]
    return gradient


@exercise.mistake("f of one element alone")
def _(f, x, h=1e-5):
    """You give f a single element. f wants the *whole* array, in which this one has moved."""
    g = [(f(np.array(v + h)) - f(np.array(v - h))) / (2 * h) for v in x.ravel()]
    return np.array(g).reshape(x.shape)


@exercise.mistake("too few digits")
def _(f, x, h=1e-5):
    """You turn x into float32, which has about 7 digits: the small step h is lost in rounding. Take
    `x.astype(float)`.
    """
    x = x.astype(np.float32)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = kept
    return gradient


@exercise.mistake("all elements moved at once, one slope for all")
def _(f, x, h=1e-5):
    """You move all elements together and give each the same number. Move one, hold the others still."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@exercise.mistake("second derivative")
def _(f, x, h=1e-5):
    """That is how fast the slope itself changes. The slope is (f above - f below) / (2 h), without f(x), and without h
    squared.
    """
    return slopes(f, x, h, lambda here, above, below: (above - 2 * here + below) / h**2)


exercise.edit(
    "whole numbers swallow the step and the slopes",
    {"np.array(x, dtype=float)": "np.array(x)", "np.zeros(x.shape)": "np.zeros_like(x)"},
    """Where x holds whole numbers, `x[i] = kept + h` cuts the decimals off, and so does a gradient made by
    `np.zeros_like(x)`. Begin with `x = x.astype(float)`: then both have decimals.
    """,
)


note_rarer(exercise, "numerical_gradient")


@exercise.plants(
    "second step from the first",
    "whole numbers swallow the step",
    symptom=(
        "For the sum of all squares at (3.0, -1.0) it says about 3 and -1. The slopes there are 6 and -2.",
        "At a point that is written in whole numbers, `np.array([2, 1])`, it says 150000 and 50000.",
    ),
)
def numerical_gradient(f, x, h=1e-5):
    """The slope of f for each element of x, by trying: central differences.

    f: a function that takes an array like x and gives a number; x: array of any shape, whole numbers
    or not; h: a number, the step -> float array of the shape of x
    """
    x, gradient = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= h
        below = f(x)
        gradient[i] = (above - below) / (2 * h)
    return gradient


@exercise.accepts("with two copies")
def _(f, x, h=1e-5):
    slopes = []
    for i in range(x.size):
        above, below = x.astype(float).ravel(), x.astype(float).ravel()
        above[i] += h
        below[i] -= h
        slopes.append((f(above.reshape(x.shape)) - f(below.reshape(x.shape))) / (2 * h))
    return np.array(slopes).reshape(x.shape)


@exercise.accepts("with unit steps")
def _(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)


@exercise.accepts("the mean of both one-sided slopes")
def _(f, x, h=1e-5):
    return (slopes(f, x, h, lambda here, above, below: (above - here) / h + (here - below) / h)) / 2
