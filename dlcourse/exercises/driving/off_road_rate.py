"""Who leaves the road, and after how many steps: the first offset beyond the edge, on either side."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import driving


def cases(rng):
    """By hand, both sides; exactly on the edge; nobody, everybody at once; one who comes back; one car, one step."""
    few, some, many = drawn_sizes(rng, 3, least=4, most=14)
    return [
        Case(np.array([[0.0, 1.0, 3.0, 0.0], [0.0, -2.0, 1.0, 0.0]]), half_width=2.0),
        Case(np.array([[0.0, -1.0, -2.5, -4.0]]), half_width=2.0),
        Case(np.array([[0.0, 0.5, -0.5], [0.25, 0.0, -0.25]]), half_width=1.0),
        Case(np.array([[0.0, 1.5, -1.5, 1.5, 0.0]]), half_width=1.5),
        Case(np.array([[2.0, 0.0, 0.0], [-3.0, -3.0, 0.0]]), half_width=1.0),
        Case(np.array([[0.0, 1.0, 2.0, 0.5, 2.5, 0.0]]), half_width=1.5),
        Case(np.array([[0.5], [-1.5], [0.0]]), half_width=1.0),
        Case(np.array([[0, 1, 2, 3], [0, 0, -1, 0], [1, 0, 0, 0]]), half_width=1),
        Case(np.array([[0.0, 0.0, 0.1], [0.0, 0.0, 0.0]]), half_width=0.0),
        _case(rng, few, some),
        _case(rng, many, few),
        _case(rng, some, many),
    ]


def _case(rng, cars, steps):
    """Cars that wander: some leave to the left, some to the right, some come back, one stays."""
    offsets = rng.normal(size=(cars, steps)).cumsum(axis=1)
    offsets[0] = rng.uniform(-1, 1, steps)
    offsets[1] = np.linspace(0, 3, steps)
    offsets[2] = np.linspace(0, -3, steps)
    return Case(offsets, half_width=1.5)


LAST = "the last of two axes is axis 1"

exercise = Exercise(
    reference=driving.off_road_rate,
    points=2,
    form="fault",
    cases=cases,
    outputs=("share", "steps"),
    hints=[
        "Go through the function with two cars by hand: one that stays in the middle of the road, and one that is far "
        "off to the left at the third step. What do `off` and `argmax` say of each?",
        "A road has two edges. And of a row in which nothing is true, `argmax` gives a place, too: is it the right "
        "number of steps for a car that never left?",
        "Elsewhere: `np.where([True, False], [3, 4], 9)` is `[3 9]`; `np.abs(-2)` is 2; and `(T > 5).any(axis=1)` says "
        "of each row of a table whether one of its numbers is above 5.",
    ],
    equivalent_mutants={
        "left = off.any(axis=-1)": LAST,
        "steps = np.where(left, off.argmax(axis=-1), offsets.shape[1])": LAST,
        "steps = np.where(left, off.argmax(axis=1), offsets.shape[-1])": LAST,
    },
    solved="the number that counts on a road. A mean error is none.",
)

exercise.edit(
    "one edge only",
    {"np.abs(offsets) > half_width": "offsets > half_width"},
    "A car far off to the *left*, with an offset far below 0, is on the road for you: a road has two edges.",
    hint=1,
)
exercise.edit(
    "the left edge only",
    {"np.abs(offsets) > half_width": "offsets < -half_width"},
    "A car far off to the *right* is on the road for you: a road has two edges.",
)


@exercise.mistake("no steps for who never leaves")
def _(offsets, *, half_width):
    """A car that never leaves the road counts with 0 steps: `argmax` of a row of False gives its first place. It did
    all of them.
    """
    off = np.abs(offsets) > half_width
    return float(off.any(axis=1).mean()), float(off.argmax(axis=1).mean())


exercise.edit(
    "on the edge is off",
    {"> half_width": ">= half_width"},
    "A car exactly on the edge is off the road for you: it is still on it.",
)


@exercise.mistake("where it is at the end")
def _(offsets, *, half_width):
    """You look at the last offsets alone. A car that was off the road and came back has left it, too."""
    steps = driving.off_road_rate(offsets, half_width=half_width)[1]
    return float((np.abs(offsets[:, -1]) > half_width).mean()), steps


@exercise.mistake("all steps on the road counted")
def _(offsets, *, half_width):
    """The steps that a car does *after* it has come back count, too. Only those before it leaves for the first time
    should.
    """
    off = np.abs(offsets) > half_width
    return float(off.any(axis=1).mean()), float((~off).sum(axis=1).mean())


@exercise.mistake("one step too many")
def _(offsets, *, half_width):
    """For cars that leave, the first step off the road is counted, too: wanted is how many stand *before* it."""
    off = np.abs(offsets) > half_width
    steps = np.where(off.any(axis=1), off.argmax(axis=1) + 1, offsets.shape[1])
    return float(off.any(axis=1).mean()), float(steps.mean())


@exercise.mistake("one step too few")
def _(offsets, *, half_width):
    """A car that never leaves gets one step too few: it did all of them, as many as there are columns."""
    off = np.abs(offsets) > half_width
    steps = np.where(off.any(axis=1), off.argmax(axis=1), offsets.shape[1] - 1)
    return float(off.any(axis=1).mean()), float(steps.mean())


@exercise.mistake("the mean of those who left")
def _(offsets, *, half_width):
    """The mean is over the cars that left alone. Those that never do belong to it with all their steps: else a better
    driver looks worse.
    """
    off = np.abs(offsets) > half_width
    left = off.any(axis=1)
    return float(left.mean()), float(off.argmax(axis=1)[left].mean() if left.any() else offsets.shape[1])


@exercise.also("the mean of those who left")
def _(offsets, *, half_width):
    off = np.abs(offsets) > half_width
    left = off.any(axis=1)
    return float(left.mean()), off.argmax(axis=1)[left].mean()


@exercise.mistake("off at the first step")
def _(offsets, *, half_width):
    """A car that is off the road at its very first step counts as one that never leaves: `argmax` gives 0 for both, and
    `any` tells them apart. It did no step on the road.
    """
    off = np.abs(offsets) > half_width
    first = off.argmax(axis=1)
    return float(off.any(axis=1).mean()), float(np.where(first == 0, offsets.shape[1], first).mean())


@exercise.also("the mean of those who left")
def _(offsets, *, half_width):
    off = np.abs(offsets) > half_width
    left = off.any(axis=1)
    return float(left.mean()), float(off.argmax(axis=1)[left].mean() if left.any() else 0.0)


exercise.edit(
    "the share that stays",
    {"left.mean()": "1 - left.mean()"},
    "You give the share of the cars that *stay* on the road. Wanted is the share of those that leave it.",
)
exercise.edit(
    "the share of the steps",
    {"left.mean()": "off.mean()"},
    "You give the share of all *steps* that are off the road. Wanted is the share of the *cars* that ever are.",
)
exercise.edit(
    "how many instead of which share",
    {"left.mean()": "left.sum()"},
    "You count the cars that leave. Wanted is which share of all of them that is, a number from 0 to 1.",
)
exercise.edit(
    "percent",
    {"left.mean()": "100 * left.mean()"},
    "You give percent. Wanted is a share, from 0 to 1.",
)
exercise.edit(
    "half of the half",
    {"> half_width": "> half_width / 2"},
    "You halve `half_width`. It is half of the road already: so far the edges are from the middle.",
)
exercise.edit(
    "the whole width",
    {"> half_width": "> 2 * half_width"},
    "Cars are off your road only at twice `half_width`: that is how far each edge is from the middle.",
)


@exercise.mistake("down the columns")
def _(offsets, *, half_width):
    """You go down the columns, from car to car. A row is one car on its way: go along axis 1."""
    return driving.off_road_rate(offsets.T, half_width=half_width)


@exercise.mistake("the last time")
def _(offsets, *, half_width):
    """You count up to the *last* time that a car is off the road. Wanted is the first."""
    off = np.abs(offsets) > half_width
    last = offsets.shape[1] - 1 - off[:, ::-1].argmax(axis=1)
    return float(off.any(axis=1).mean()), float(np.where(off.any(axis=1), last, offsets.shape[1]).mean())


exercise.edit(
    "farthest instead of first",
    {"off.argmax(axis=1)": "np.abs(offsets).argmax(axis=1)"},
    "You count up to where a car is *farthest* off. Wanted is the first step on which it is off the road.",
)
exercise.edit(
    "median of the steps",
    {"steps.mean()": "np.median(steps)"},
    "You take the median of the steps. Wanted is their mean.",
)
exercise.edit(
    "the first to leave",
    {"steps.mean()": "steps.min()"},
    "You give the steps of the first car that leaves. Wanted is the mean over all cars.",
)
exercise.edit(
    "steps of each car",
    {"steps.mean()": "steps"},
    "The steps come as a number for each car. One number is wanted: their mean.",
)


@exercise.plants(
    "one edge only",
    "no steps for who never leaves",
    symptom=(
        "a car that goes off to the left is not noticed.",
        "The better all cars stay on the road, the fewer steps it reports; if none leaves, 0.",
    ),
)
def off_road_rate(offsets, *, half_width):
    """How many cars leave the road, and how far they come.

    offsets: array (cars, steps), metres right of the middle; half_width: a number, how far from
    there the edges are -> (share, steps): a number, and a number
    """
    off = offsets > half_width
    return float(off.any(axis=1).mean()), float(off.argmax(axis=1).mean())


@exercise.accepts("car by car")
def _(offsets, *, half_width):
    counts = []
    for way in offsets:
        count = 0
        while count < len(way) and abs(way[count]) <= half_width:
            count += 1
        counts.append(count)
    return sum(count < offsets.shape[1] for count in counts) / len(counts), sum(counts) / len(counts)


@exercise.accepts("by what has been so far")
def _(offsets, *, half_width):
    on = np.logical_and.accumulate(np.abs(offsets) <= half_width, axis=1)
    return 1 - on[:, -1].mean(), on.sum(axis=1).mean()
