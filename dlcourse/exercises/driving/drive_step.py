"""One step of many cars: the heading turns by what the wheel, the road and the wind do, then the car moves along it."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import driving


def cases(rng):
    """By hand; the wheel as the road; a heading alone; a gust alone; a turn of a quarter; no speed; whole numbers."""
    few, some, many = drawn_sizes(rng, 3, least=3, most=12)
    still = np.zeros(1)
    return [
        Case(np.zeros((1, 2)), np.array([0.05]), curvature=np.array([0.02]), speed=2.0, gusts=np.array([0.04])),
        Case(np.array([[0.5, 0.0]]), np.array([0.1]), curvature=np.array([0.1]), speed=2.0, gusts=still),
        Case(np.array([[-1.0, 0.25]]), still, curvature=still, speed=0.5, gusts=still),
        Case(np.array([[0.75, 0.0]]), still, curvature=still, speed=2.0, gusts=np.array([-0.3])),
        Case(np.array([[0.5, 0.5]]), still, curvature=np.array([0.1]), speed=1.0, gusts=still),
        Case(np.array([[0.5, 0.1]]), np.array([0.3]), curvature=still, speed=0.0, gusts=np.array([0.2])),
        Case(np.array([[1.0, 1.5], [-2.0, -1.4]]), np.array([0.4, -0.8]), curvature=np.array([-0.2, 0.1]), speed=1.5,
             gusts=np.array([0.0, -0.1])),
        Case(np.array([[2, 1], [0, -1], [-1, 0]]), np.array([0, 1, -1]), curvature=np.array([1, 0, 0]), speed=1,
             gusts=np.array([0, 0, 1])),
        _case(rng, few, 1.0),
        _case(rng, some, 2.5),
        _case(rng, many, 0.75),
        _case(rng, some, 2.0, np.float32),
    ]  # fmt: skip


def _case(rng, N, speed, kind=float):
    positions = (rng.normal(size=(N, 2)) * [1.5, 0.4]).astype(kind)
    steering, curvature, gusts = (0.2 * rng.normal(size=(3, N))).astype(kind)
    return Case(positions, steering, curvature=curvature, speed=speed, gusts=gusts)


exercise = Exercise(
    reference=driving.drive_step,
    points=2,
    cases=cases,
    fresh=True,
    hints=[
        "The wheel is held as the road bends. How does the heading against the road change? And if it bends more?",
        "Two things change, one after the other. First the heading: how much does it turn on a way of `speed` metres, "
        "if it turns by so many radians a metre? Then, on the same way, the car moves along its *new* heading: which "
        "part of that is sideways?",
        "Elsewhere: `T[:, 0]` is the first column of a table, and `np.column_stack([a, b])` makes one of two rows of "
        "numbers.",
    ],
    equivalent_mutants={
        "headings = positions[:, -1] + speed * (steering - curvature) + gusts": "the last of two columns is column 1",
    },
    solved="a car, and the loop is closed: what it does now decides what it will see next.",
)


def step(positions, steering, curvature, speed, gusts, *, turn=None, way=None, along=None):
    """A step with some of its parts done otherwise: the turn, the heading along which it goes, the way to the side."""
    turn = speed * (steering - curvature) + gusts if turn is None else turn
    headings = positions[:, 1] + turn
    way = speed * np.sin(headings if along is None else along) if way is None else way
    return np.column_stack([positions[:, 0] + way, headings])


@exercise.mistake("along the old heading")
def _(positions, steering, *, curvature, speed, gusts):
    """The heading is right, but the car still moves along the old one. It turns first, and moves along its *new*
    heading.
    """
    return step(positions, steering, curvature, speed, gusts, along=positions[:, 1])


@exercise.mistake("half way between two headings")
def _(positions, steering, *, curvature, speed, gusts):
    """The headings are right, but the car moves along the mean of the old and the new one. Finer, perhaps, but not what
    is wanted: it moves along the new one.
    """
    turn = speed * (steering - curvature) + gusts
    return step(positions, steering, curvature, speed, gusts, along=positions[:, 1] + turn / 2)


@exercise.mistake("the gust comes after the way")
def _(positions, steering, *, curvature, speed, gusts):
    """The headings are right, but the gust turns the car only after it has moved. It blows first."""
    along = positions[:, 1] + speed * (steering - curvature)
    return step(positions, steering, curvature, speed, gusts, along=along)


exercise.edit(
    "the road's bend ignored",
    {"(steering - curvature)": "steering"},
    """The road's curvature has no effect. The heading is told against the road: if the road turns to the right under a
    car that goes straight on, the car points to the left of it.""",
    hint=1,
)
exercise.edit(
    "the road's bend added",
    {"steering - curvature": "steering + curvature"},
    """The curvature of the road is added. A wheel held just as the road bends leaves the heading as it is: the
    difference counts.""",
    hint=1,
)
exercise.edit(
    "road and wheel exchanged",
    {"steering - curvature": "curvature - steering"},
    "Steering to the right turns your car to the left: the two curvatures are exchanged.",
)
exercise.edit(
    "heading instead of its sine",
    {"np.sin(headings)": "headings"},
    """You multiply by the heading itself. For small ones that is nearly the same; but a car across the road, at π/2,
    goes sideways by `speed`, not by π/2 times that.""",
)
exercise.edit(
    "cosine",
    {"np.sin": "np.cos"},
    """You take the cosine: that is how far the car comes *along* the road. Straight ahead, at heading 0, it must not
    move sideways.""",
)
exercise.edit(
    "radians taken for degrees",
    {"np.sin(headings)": "np.sin(np.radians(headings))"},
    "You turn the headings from degrees to radians before the sine. They are radians already.",
)
exercise.edit("tangent", {"np.sin": "np.tan"}, "You take the tangent. The way itself is `speed` long, not its part "
              "along the road: the part to the side is a sine.")  # fmt: skip
exercise.edit("gust forgotten", {" + gusts": ""}, "The gusts have no effect.")
exercise.edit("gust from the other side", {" + gusts": " - gusts"}, "The gusts turn the car the wrong way: add them.")


@exercise.mistake("gust times speed")
def _(positions, steering, *, curvature, speed, gusts):
    """The gusts are multiplied by the speed. They are radians already, a turn of the heading as it is; only the
    curvatures are by the metre.
    """
    return step(positions, steering, curvature, speed, gusts, turn=speed * (steering - curvature + gusts))


@exercise.mistake("gust shifts the car")
def _(positions, steering, *, curvature, speed, gusts):
    """The gusts are added to the offset. They turn the heading."""
    turn = speed * (steering - curvature)
    headings = positions[:, 1] + turn
    return step(positions, steering, curvature, speed, gusts, turn=turn, way=speed * np.sin(headings) + gusts)


@exercise.mistake("turn without speed")
def _(positions, steering, *, curvature, speed, gusts):
    """The heading turns by the curvature as if each step were one metre long: on `speed` metres it turns that many
    times as far.
    """
    return step(positions, steering, curvature, speed, gusts, turn=steering - curvature + gusts)


exercise.edit(
    "way without speed",
    {"speed * np.sin(headings)": "np.sin(headings)"},
    "The headings are right, but the way to the side is as if each step were one metre long: it is `speed` metres.",
)
exercise.edit(
    "speed nowhere",
    {"speed * (steering - curvature)": "(steering - curvature)", "speed * np.sin(headings)": "np.sin(headings)"},
    "The speed has no effect: both the turn and the way grow with it.",
)
exercise.edit(
    "old heading forgotten",
    {"positions[:, 1] + speed": "speed"},
    "The old heading has no effect: the turn is *added* to it.",
)
exercise.edit(
    "old offset forgotten",
    {"positions[:, 0] + speed": "speed"},
    "The old offset has no effect: the way to the side is *added* to it.",
)
exercise.edit(
    "to the left",
    {"positions[:, 0] + speed": "positions[:, 0] - speed"},
    "A car that points to the right moves to the left: add the way.",
)
exercise.edit(
    "columns exchanged",
    {"[offsets, headings]": "[headings, offsets]"},
    "The two columns are exchanged: the offset comes first, then the heading.",
)
exercise.edit(
    "heading left as it was",
    {"[offsets, headings]": "[offsets, positions[:, 1]]"},
    "The offsets are right, but the old headings come back: the next step would begin with them.",
)
exercise.edit(
    "offset left as it was",
    {"[offsets, headings]": "[positions[:, 0], headings]"},
    "The headings are right, but no car has moved sideways.",
)


@exercise.mistake("change without the old place")
def _(positions, steering, *, curvature, speed, gusts):
    """What comes back is how much offset and heading *change*. Wanted is where the cars are."""
    return driving.drive_step(positions, steering, curvature=curvature, speed=speed, gusts=gusts) - positions


@exercise.accepts("car by car")
def _(positions, steering, *, curvature, speed, gusts):
    after = []
    for (offset, heading), wheel, road, gust in zip(positions, steering, curvature, gusts, strict=True):
        heading = heading + speed * (wheel - road) + gust
        after.append([offset + speed * np.sin(heading), heading])
    return np.array(after)


@exercise.accepts("in a copy")
def _(positions, steering, *, curvature, speed, gusts):
    after = positions.astype(np.result_type(positions, steering, gusts, np.float32))
    after[:, 1] += speed * steering
    after[:, 1] -= speed * curvature
    after[:, 1] += gusts
    after[:, 0] += speed * np.sin(after[:, 1])
    return after
