"""The loss of a driver: the mean squared difference from another one's steering, and its gradient."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import driving


def cases(rng):
    """By hand; all alike; one picture; too far to the left; whole numbers; float32."""
    short, middle, long = drawn_sizes(rng, 3, least=3, most=12)
    return [
        Case(np.array([1.0, 0.0]), np.array([0.0, 2.0])),
        Case(np.array([0.25, -0.5, 0.75]), np.array([0.25, -0.5, 0.75])),
        Case(np.array([0.5]), np.array([0.25])),
        Case(np.array([0.0, 0.0, 0.0]), np.array([0.2, -0.4, 0.1])),
        Case(np.array([0.3, -0.1, 0.2, 0.6]), np.zeros(4)),
        Case(np.array([3, 0, -2]), np.array([1, 1, 1])),
        Case(rng.normal(size=short), rng.normal(size=short)),
        Case(0.05 * rng.normal(size=middle), 0.05 * rng.normal(size=middle)),
        Case(rng.normal(size=long).astype(np.float32), rng.normal(size=long).astype(np.float32)),
    ]


exercise = Exercise(
    reference=driving.steering_loss,
    points=1,
    form="derive",
    first="driving.steering_slope",
    cases=cases,
    outputs=("loss", "d_predicted"),
    hints=[
        "The question above was one number of the gradient. What in it belongs to that picture, and what to how many "
        "there are?",
        "The loss is one number, a mean. Its gradient has a number for each picture: a square has twice its inside for "
        "a slope, and a mean divides by how many there are.",
        "Elsewhere, for the mean of cubes of an array `a` of four numbers: `np.mean(a**3), 3 * a**2 / 4`.",
    ],
    solved="all that a network is told about driving: how far off it is from somebody who can.",
)

exercise.edit(
    "half of the square",
    {"np.mean(off**2)": "np.mean(off**2) / 2", "2 * off": "off"},
    """Everything is half as large: many books write half of the square, so that the 2 cancels. Here it is the square
    itself.""",
)
exercise.edit("slope without the 2", {"2 * off": "off"}, "The gradient is half as large: a square has a slope of 2.")
exercise.edit(
    "gradient of the sum",
    {"2 * off / len(off)": "2 * off"},
    "That is the gradient of the sum of the squares. The loss is their mean: divide by how many there are.",
)
exercise.edit(
    "sum instead of mean",
    {"np.mean(off**2)": "np.sum(off**2)", "2 * off / len(off)": "2 * off"},
    "You add up the squares. The loss is their mean: with twice as many pictures it should not be twice as large.",
)
exercise.edit(
    "sum, with the gradient of the mean",
    {"np.mean(off**2)": "np.sum(off**2)"},
    "The gradient is right, but the loss is the sum of the squares. It should be their mean.",
)
exercise.edit(
    "uphill instead of downhill",
    {"2 * off / len(off)": "-2 * off / len(off)"},
    """The gradient has its sign turned. Where the network steers too far to the right, steering still further there
    makes the loss *larger*: above 0.""",
    hint=1,
)
exercise.edit(
    "absolute differences",
    {"off**2": "np.abs(off)", "2 * off / len(off)": "np.sign(off) / len(off)"},
    "You take the absolute differences. Wanted is the mean of the squared ones: large mistakes count for more.",
)
exercise.edit(
    "absolute loss",
    {"off**2": "np.abs(off)"},
    "The gradient is that of the squares; the loss takes the absolute differences.",
)
exercise.edit(
    "square of the mean",
    {"np.mean(off**2)": "np.mean(off) ** 2", "2 * off / len(off)": "np.full(off.shape, 2 * np.mean(off) / len(off))"},
    """You square the mean. A car that steers too far left half of the time, and too far right else, would be perfect:
    first square, then take the mean.""",
)


@exercise.also("square of the mean")
def _(predicted, wanted):
    off = predicted - wanted
    return np.mean(off) ** 2, 2 * off / len(off)


exercise.edit(
    "root of the mean",
    {"np.mean(off**2)": "np.sqrt(np.mean(off**2))"},
    "You take the root of the mean of the squares. It is a fine number to report, but this loss is without the root.",
)
exercise.edit(
    "mean slope for all",
    {"2 * off / len(off)": "np.full(off.shape, 2 * np.mean(off) / len(off))"},
    "All answers of the network get the same slope. Each has one of its own, by how far it is off.",
)
exercise.edit(
    "the square in the gradient",
    {"2 * off / len(off)": "2 * off**2 / len(off)"},
    "The gradient has the difference squared. The slope of a square is twice what is squared, not twice the square.",
)
exercise.edit(
    "wanted instead of the difference",
    {"2 * off / len(off)": "2 * predicted / len(off)"},
    "The gradient does not look at `wanted`. It is 0 where both steer alike.",
)
exercise.edit(
    "each loss by itself",
    {"np.mean(off**2)": "off**2"},
    "The loss is a number for each picture. One number is wanted: their mean.",
)


@exercise.accepts("picture by picture")
def _(predicted, wanted):
    N, loss, slopes = len(predicted), 0.0, np.zeros(len(predicted), dtype=np.result_type(predicted, np.float32))
    for n in range(N):
        loss += (predicted[n] - wanted[n]) ** 2 / N
        slopes[n] = 2 * (predicted[n] - wanted[n]) / N
    return loss, slopes


@exercise.accepts("as a product")
def _(predicted, wanted):
    off = predicted - wanted
    return off @ off / off.size, off * (2 / off.size)
