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
        "In the example the step is 0.1 times 11.9. Of which two numbers is 11.9 the sum?",
        "The 2 is the gradient of now. The 9.9 is what will be left of the *new* velocity in the next step. The "
        "velocity that is remembered is that of momentum.",
        "Python multiplies before it adds: `3 * 2 + 5` is 11, but `3 * (2 + 5)` is 21.",
    ],
    solved="momentum that brakes a little before the valley turns.",
)

exercise.edit(
    "plain momentum",
    {"(g + momentum * v)": "v"},
    """This is momentum without the look ahead. The step is to know where the new velocity will lead next: look at what
    makes 11.9 of 11 in the example.""",
)

exercise.edit(
    "look ahead not damped",
    {"(g + momentum * v)": "(g + v)"},
    """You add the whole new velocity to g. By its next step it will have faded.""",
)

exercise.edit(
    "look ahead outside the parentheses",
    {"(g + momentum * v)": "g + momentum * v"},
    """The learning rate multiplies only g, and the look ahead is added whole. Both belong inside one pair of
    parentheses, which it multiplies.""",
)

exercise.edit(
    "only the look ahead",
    {"(g + momentum * v)": "momentum * v"},
    """The step uses `momentum * v` alone. Add the gradient of this step as well: g counts once more by itself.""",
)

exercise.edit(
    "direction returned as velocity",
    {"), v": "), g + momentum * v"},
    """The weights are right. But what is remembered is the velocity, made as for momentum, and not the direction of the
    step.""",
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

exercise.edit(
    "learning rate inside the velocity",
    {"+ g": "- learning_rate * g", "learning_rate * (g + momentum * v)": "learning_rate * g + momentum * v"},
    """You put the learning rate into the velocity, as other courses do. Here v is made of gradients alone, and the
    learning rate multiplies the whole direction: so it can change on the way without changing what is remembered.""",
)

exercise.edit(
    "learning rate on its way into the velocity",
    {"+ g\n": "+ learning_rate * g\n", "learning_rate * (g + momentum * v)": "(learning_rate * g + momentum * v)"},
    """You multiply the gradient by the learning rate on its way into v. Here v is made of gradients alone, and the
    learning rate multiplies the whole direction, g and the look ahead.""",
)

exercise.edit(
    "old velocity counted once more",
    {"(g + momentum * v)": "(v + momentum * v)"},
    """You step along v plus `momentum` times v. What is left of the old velocity is in the second part already: the
    first v counts it once more.""",
)

exercise.edit(
    "running mean in the velocity",
    {"+ g\n": "+ (1 - momentum) * g\n"},
    """You give the gradient the share 1 - momentum in v. Here it is added whole: v is a fading sum, not a mean.""",
)

exercise.edit(
    "whole direction damped",
    {"(g + momentum * v)": "momentum * (g + v)"},
    """The momentum multiplies g, too. Only the velocity will have faded by its next step: `momentum` belongs to v.""",
)

exercise.edit(
    "no learning rate",
    {"learning_rate * (g + momentum * v)": "(g + momentum * v)"},
    """You take away the whole direction. The learning rate says how much of it: multiply.""",
)

exercise.edit(
    "plain gradient descent",
    {"(g + momentum * v)": "g"},
    """The velocity is right, but the weights move along g alone. What the velocity has gathered must have a part in the
    step, too.""",
)

exercise.edit(
    "nothing remembered",
    {"momentum * v + g": "g"},
    """Your velocity is the gradient of this step alone. A share of the old one has to stay: v is made as for
    momentum.""",
)

exercise.edit(
    "velocity never fades",
    {"momentum * v + g": "v + g"},
    """The old velocity stays whole. Of it, `momentum` is kept: without this brake it grows and grows.""",
)

exercise.edit(
    "gradient subtracted from the velocity",
    {"+ g\n": "- g\n"},
    """You subtract the gradient from the velocity. Here g is *added* to v; the minus stands in the step.""",
)

exercise.edit(
    "change instead of the weights",
    {"w - learning_rate": "-learning_rate"},
    """v is right, but in place of the weights comes their change. Wanted are the new weights: begin with w.""",
)

exercise.edit(
    "gradient damped, velocity whole",
    {"(g + momentum * v)": "(momentum * g + v)"},
    """v is right, but in the direction the momentum multiplies g. The gradient is of now; it is the velocity that will
    have faded by the next step.""",
)

exercise.edit(
    "mean of gradient and velocity",
    {"(g + momentum * v)": "((1 - momentum) * g + momentum * v)"},
    """v is right, but in the direction you give g the share 1 - momentum. It is no mean: g goes in whole.""",
)

exercise.edit(
    "look ahead subtracted",
    {"(g + momentum * v)": "(g - momentum * v)"},
    """v is right, but in the direction it is subtracted from g: together with the minus of the step it leads uphill.
    Add it.""",
)

exercise.edit(
    "look ahead with the old velocity",
    {"v = momentum * v + g": "old, v = v, momentum * v + g", "(g + momentum * v)": "(momentum * old + v)"},
    """v is right, but you look ahead along the *old* velocity. Where the weight is about to go is known to the new
    one.""",
)

exercise.edit(
    "jump without the learning rate",
    {"learning_rate * (g + momentum * v)": "momentum * v - learning_rate * g"},
    """v is right, and you go along the velocity and along g. But the learning rate multiplies g only, so that the jump
    along the velocity is far too long: the rate belongs to both.""",
)

exercise.edit(
    "jump along the old velocity, without the learning rate",
    {
        "v = momentum * v + g": "old, v = v, momentum * v + g",
        "learning_rate * (g + momentum * v)": "momentum * old - learning_rate * g",
    },
    """v is right. But you jump along the *old* velocity, and without the learning rate. Look ahead along the new one,
    and let the learning rate multiply the jump, too.""",
)

exercise.edit(
    "a momentum of your own in the look ahead",
    {"(g + momentum * v)": "(g + 0.9 * v)"},
    """v is right, but in the step the velocity always fades to 0.9, whatever the caller has chosen. Use `momentum` in
    both places.""",
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
