"""Nesterov's momentum: the step goes where the velocity is about to lead."""

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import momentum_cases
from dlcourse.lessons import optimizers

exercise = Exercise(
    reference=optimizers.nesterov_step,
    points=2,
    cases=momentum_cases,
    outputs=("w", "v"),
    withheld=("momentum_step",),
    hints=[
        "The velocity is the same as for momentum. Only the step goes another way.",
        "First `v = momentum * v + g`. The direction of the step is g plus the momentum times this new v.",
        "`return w - learning_rate * (g + momentum * v), v`",
    ],
    solved="momentum that brakes a little before the valley turns.",
)

exercise.edit(
    "plain momentum",
    {"(g + momentum * v)": "v"},
    """This is momentum without the look ahead. Step along g plus `momentum` times the *new* velocity.""",
)

exercise.edit(
    "look ahead not damped",
    {"(g + momentum * v)": "(g + v)"},
    """You add the whole new velocity to g. On its next step it will have faded: `momentum * v`.""",
)

exercise.edit(
    "look ahead outside the parentheses",
    {"(g + momentum * v)": "g + momentum * v"},
    """The learning rate multiplies only g, and the look ahead is added whole. Both belong into the parentheses:
    `learning_rate * (g + momentum * v)`.""",
)

exercise.edit(
    "only the look ahead",
    {"(g + momentum * v)": "momentum * v"},
    """The step uses `momentum * v` alone. The gradient of this step comes in addition: it counts twice.""",
)

exercise.edit(
    "direction returned as velocity",
    {"), v": "), g + momentum * v"},
    """The weights are right. But the velocity to remember is `momentum * v + g`, not the direction of the step.""",
)

exercise.edit(
    "old velocity handed back",
    {"v = momentum * v + g": "new = momentum * v + g", "momentum * v)": "momentum * new)"},
    """The weights are right, but v comes back as it came in. Return the new velocity.""",
)

exercise.edit(
    "direction uphill",
    {"w - learning_rate": "w + learning_rate"},
    """You go *up*: the gradient points to where the loss rises, so a step along it has a minus.""",
)


@exercise.accepts("by the velocity of the step after")
def _(*, w, g, v, learning_rate, momentum=0.9):
    v_new = momentum * v + g
    v_ahead = momentum * v_new + g
    return w - learning_rate * v_ahead, v_new


@exercise.accepts("multiplied out")
def _(*, w, g, v, learning_rate, momentum=0.9):
    step = (1 + momentum) * g + momentum**2 * v
    return w - learning_rate * step, g + momentum * v
