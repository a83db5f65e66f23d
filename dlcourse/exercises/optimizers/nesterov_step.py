"""Nesterov's momentum: the step looks ahead to where the velocity is about to lead."""

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


@exercise.mistake("plain momentum")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """This is momentum without the look ahead. Step along g plus `momentum` times the *new* velocity."""
    v = momentum * v + g
    return w - learning_rate * v, v


@exercise.mistake("look ahead not damped")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You add the whole new velocity to g. On its next step it will have faded: `momentum * v`."""
    v = momentum * v + g
    return w - learning_rate * (g + v), v


@exercise.mistake("look ahead outside the parentheses")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The learning rate multiplies only g, and the look ahead is added whole. Both belong into the parentheses:
    `learning_rate * (g + momentum * v)`.
    """
    v = momentum * v + g
    return w - learning_rate * g + momentum * v, v


@exercise.mistake("only the look ahead")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The step uses `momentum * v` alone. The gradient of this step comes in addition: it counts twice."""
    v = momentum * v + g
    return w - learning_rate * momentum * v, v


@exercise.mistake("direction returned as velocity")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The weights are right. But the velocity to remember is `momentum * v + g`, not the direction of the step."""
    direction = g + momentum * (momentum * v + g)
    return w - learning_rate * direction, direction


@exercise.mistake("old velocity handed back")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The weights are right, but v comes back as it came in. Return the new velocity."""
    return w - learning_rate * (g + momentum * (momentum * v + g)), v.copy()


@exercise.mistake("direction uphill")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You go *up*: the gradient points to where the loss rises, so a step along it has a minus."""
    v = momentum * v + g
    return w + learning_rate * (g + momentum * v), v


@exercise.accepts("nesterov by two velocities")
def _(*, w, g, v, learning_rate, momentum=0.9):
    v_new = momentum * v + g
    v_ahead = momentum * v_new + g
    return w - learning_rate * v_ahead, v_new


@exercise.accepts("nesterov written out")
def _(*, w, g, v, learning_rate, momentum=0.9):
    step = (1 + momentum) * g + momentum**2 * v
    return w - learning_rate * step, g + momentum * v
