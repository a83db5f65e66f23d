"""Back through a product: each factor gets what arrives, times the other factor."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop


def cases(rng):
    a, b, c = drawn_sizes(rng, 3)
    return [
        Case(np.array([5.0]), (np.array([3.0]), np.array([4.0]))),
        Case(np.array([1.0, -2.0, 0.5]), (np.array([2.0, 0.0, -3.0]), np.array([4.0, 1.0, 0.25]))),
        Case(rng.normal(size=(2, 3)), (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))),
        Case(rng.normal(size=(a, b)), (rng.normal(size=(a, b)), rng.normal(size=(a, b)))),
        Case(rng.normal(size=(c, 1, a)), (1e3 * rng.normal(size=(c, 1, a)), rng.normal(size=(c, 1, a)))),
        Case(np.zeros(b), (rng.normal(size=b), rng.normal(size=b))),  # nothing arrives
        Case(rng.normal(size=4).astype(np.float32), tuple(rng.normal(size=(2, 4)).astype(np.float32))),
    ]


exercise = Exercise(
    reference=backprop.multiply_backward,
    inside={"cache": ("x", "y")},
    points=1,
    cases=cases,
    outputs=("dx", "dy"),
    hints=[
        "If x rises by a little, by how much does x times y rise?",
        "The local slope for a factor is the other factor. What arrives at the product is multiplied by it.",
        "Elsewhere: `low, high = bounds` takes a pair apart, and `return high - 1, low + 1` gives two values back, "
        "in this order.",
    ],
    solved="the first backward of your own: in a product, each factor hears about the other.",
)

exercise.edit(
    "own factor instead of the other",
    {"d_out * y, d_out * x": "d_out * x, d_out * y"},
    """In the place of dx comes `d_out * x`, in that of dy `d_out * y`. Turn x up by a little: x * y grows by y times
    that. So the *other* factor goes with each, and dx comes first.""",
)

exercise.edit(
    "gradient from above forgotten",
    {"d_out * y, d_out * x": "y, x"},
    """These are the local slopes, y and x. They still have to be multiplied by `d_out`, which says how much the loss
    cares for the product.""",
)

exercise.edit(
    "slopes of a sum",
    {"d_out * y, d_out * x": "d_out, d_out"},
    """Both factors get `d_out` as it is: so it is for a sum. In a product each is multiplied by the other factor.""",
)

exercise.edit(
    "added instead of multiplied",
    {"d_out * y, d_out * x": "d_out + y, d_out + x"},
    """You add the local slope to the gradient from above. Along a path, slopes multiply.""",
)

exercise.edit(
    "the product sent back",
    {"d_out * y, d_out * x": "d_out * x * y, d_out * x * y"},
    """You multiply by x and by y. The product is what went forward; the slope for x is y alone, and the slope for y is
    x alone.""",
)

exercise.edit(
    "both slopes added",
    {"d_out * y, d_out * x": "d_out * (x + y), d_out * (x + y)"},
    """Both get `d_out * (x + y)`. The slopes for x and for y are two answers, one for each: y for x, and x for y.""",
)

exercise.edit(
    "elements added up",
    {"d_out * y, d_out * x": "np.dot(d_out, y), np.dot(d_out, x)"},
    """`np.dot` multiplies and adds up. Here every element of x has a gradient of its own, so `*` is enough: nothing is
    added up.""",
)

exercise.edit(
    "matrix product",
    {"d_out * y, d_out * x": "d_out @ y.T, x.T @ d_out"},
    """`@` is the matrix product, which adds up. The forward was `*`, element by element, and so is its backward.""",
)

exercise.edit(
    "divided by the factors",
    {"d_out * y, d_out * x": "d_out / x, d_out / y"},
    """You divide. The slope of x * y for x is y: what arrives is *multiplied* by the other factor.""",
)

exercise.edit(
    "one gradient for both",
    {"d_out * y, d_out * x": "d_out * (x + y)"},
    """One array comes back. Two factors went in, and each gets a gradient of its own: return two, dx and dy.""",
)

exercise.edit(
    "one product for both",
    {"d_out * y, d_out * x": "d_out * x * y"},
    """One array comes back, in which x and y both are. Two factors went in, and each gets a gradient of its own: what
    arrives, times the *other* factor.""",
)


@exercise.accepts("as a list")
def _(d_out, cache):
    return [d_out * cache[1], np.multiply(cache[0], d_out)]


@exercise.accepts("over the factors, swapped")
def _(d_out, cache):
    return tuple(d_out * factor for factor in cache[::-1])
