"""The interval of a score: what so many right answers say of the true accuracy."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import capstone


def cases(rng):
    """One picture; none right, all right; half; few and many; other z, also 0; and no picture at all."""
    count = int(rng.integers(30, 90))
    many = int(rng.integers(1000, 5000))
    return [
        Case(8, 10, z=1.96),
        Case(1, 1, z=1.0),
        Case(0, 20, z=1.96),
        Case(20, 20, z=1.96),
        Case(int(rng.integers(5, count - 4)), count, z=1.96),
        Case(int(rng.integers(many // 2, many)), many, z=1.96),
        Case(count // 3, count, z=float(rng.uniform(0.5, 3))),
        Case(3, 4, z=0.0),
        Case(0, 1, z=2.5),
        Case(0, 0, z=1.96),
    ]


exercise = Exercise(
    reference=capstone.score_interval,
    points=2,
    minutes=5,
    cases=cases,
    outputs=("low", "high"),
    refused=lambda arguments: ("count",),
    hints=[
        "By hand for 8 of 10 and z = 1.96: what is p, what stands under the root, and which part of the formula is "
        "divided by the last bracket?",
        "Both ends have the same middle and reach equally far from it. The division at the end is for both, and for "
        "all of each.",
        'Elsewhere: `np.sqrt(2.25)` is 1.5, `3**2 / (4 * 5**2)` is 0.09, and `raise ValueError(f"age is {age}")` '
        "says what was given.",
    ],
    solved="the honest way to quote a score: never one number without how far it can be off.",
)

exercise.edit(
    "the whole is not divided",
    {
        "(middle - reach) / (1 + z**2 / count)": "middle - reach",
        "(middle + reach) / (1 + z**2 / count)": "middle + reach",
    },
    "The bracket below the line, 1 + z²/N, is missing.",
)


@exercise.mistake("the simple interval")
def _(right, count, *, z):
    """That is p -+ z sqrt(p (1 - p) / N). Of 20 right of 20 it says that the true accuracy is 1, without any doubt:
    z² is missing in three places.
    """
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    reach = z * np.sqrt(p * (1 - p) / count)
    return p - reach, p + reach


@exercise.also("the simple interval")
def _(right, count, *, z):
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    reach = z * np.sqrt(p * (1 - p) / count)
    return max(0.0, p - reach), min(1.0, p + reach)


exercise.edit(
    "2 N in place of 4 N squared",
    {"z**2 / (4 * count**2)": "z**2 / (2 * count)"},
    "Under the root stands z²/4N²: the second N is squared, too.",
)
exercise.edit(
    "N not squared under the root",
    {"(4 * count**2)": "(4 * count)"},
    "Under the root N is squared: z²/4N².",
)
exercise.edit(
    "middle not moved",
    {"p + z**2 / (2 * count)": "p"},
    "The middle is p alone. It has z²/2N added: few pictures move it towards one half.",
)
exercise.edit(
    "only the middle is divided",
    {
        "(middle - reach) / (1 + z**2 / count)": "middle / (1 + z**2 / count) - reach",
        "(middle + reach) / (1 + z**2 / count)": "middle / (1 + z**2 / count) + reach",
    },
    "Only the middle is divided by 1 + z²/N. The reach is to be divided, too.",
)
exercise.edit(
    "only the reach is divided",
    {
        "(middle - reach) / (1 + z**2 / count)": "middle - reach / (1 + z**2 / count)",
        "(middle + reach) / (1 + z**2 / count)": "middle + reach / (1 + z**2 / count)",
    },
    "Only the reach is divided by 1 + z²/N: brackets around the sum are missing.",
)


@exercise.mistake("around p, not around the middle")
def _(right, count, *, z):
    """The reach is right, but it goes to both sides of p. The middle is p + z²/2N, over 1 + z²/N."""
    low, high = capstone.score_interval(right, count, z=z)
    return right / count - (high - low) / 2, right / count + (high - low) / 2


@exercise.mistake("z not squared")
def _(right, count, *, z):
    """Within the formula z is squared in three places: it is z² that stands there, and not z."""
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p, share = right / count, z / count
    reach = z * np.sqrt(p * (1 - p) / count + share / (4 * count))
    return (p + share / 2 - reach) / (1 + share), (p + share / 2 + reach) / (1 + share)


@exercise.mistake("brackets missing below a line")
def _(right, count, *, z):
    """`z**2 / 2 * count` *multiplies* by count: what stands below a line of the formula belongs into brackets."""
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    middle, reach = p + z**2 / 2 * count, z * np.sqrt(p * (1 - p) / count + z**2 / 4 * count**2)
    return (middle - reach) / (1 + z**2 / count), (middle + reach) / (1 + z**2 / count)


@exercise.also("brackets missing below a line")
def _(right, count, *, z):
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    middle, reach = p + z**2 / 2 * count, z * np.sqrt(p * (1 - p) / count + z**2 / (4 * count**2))
    return (middle - reach) / (1 + z**2 / count), (middle + reach) / (1 + z**2 / count)


@exercise.also("brackets missing below a line")
def _(right, count, *, z):
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    middle, reach = p + z**2 / (2 * count), z * np.sqrt(p * (1 - p) / count + z**2 / 4 * count**2)
    return (middle - reach) / (1 + z**2 / count), (middle + reach) / (1 + z**2 / count)


exercise.edit(
    "no root",
    {"z * np.sqrt(p * (1 - p) / count + z**2 / (4 * count**2))": "z * (p * (1 - p) / count + z**2 / (4 * count**2))"},
    "There is no square root: a variance is no distance.",
)
exercise.edit(
    "z under the root only",
    {"z * np.sqrt": "np.sqrt"},
    "The root is not multiplied by z: the first thing that stands before it.",
)
exercise.edit(
    "in percent",
    {
        "(middle - reach) / (1 + z**2 / count)": "100 * (middle - reach) / (1 + z**2 / count)",
        "(middle + reach) / (1 + z**2 / count)": "100 * (middle + reach) / (1 + z**2 / count)",
    },
    "Your numbers are percents. Accuracies go from 0 to 1 here.",
)


@exercise.accepts("over one line")
def _(right, count, *, z):
    if count < 1:
        raise ValueError("count must be 1 or more")
    root = z * (right * (count - right) / count + z * z / 4) ** 0.5
    return (right + z * z / 2 - root) / (count + z * z), (right + z * z / 2 + root) / (count + z * z)


@exercise.accepts("a minus and a plus in an array")
def _(right, count, *, z):
    if count <= 0:
        raise ValueError(f"no pictures: count is {count}")
    p, share = right / count, z * z / count
    ends = p + share / 2 + np.array([-1, 1]) * z * np.sqrt(p * (1 - p) / count + share / (4 * count))
    return tuple(ends / (1 + share))
