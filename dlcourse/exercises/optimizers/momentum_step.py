"""Momentum: a velocity remembers the gradients of earlier steps, and the step goes along it."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.optimizers._cases import momentum_cases
from dlcourse.lessons import optimizers

exercise = Exercise(
    reference=optimizers.momentum_step,
    points=2,
    cases=momentum_cases,
    outputs=("w", "v"),
    withheld=("nesterov_step",),
    hints=[
        "Look at the example by hand: which velocity moved the weight by 1.1, the one that came in or the new one?",
        "Of the old velocity the share `momentum` is left, and the gradient joins it whole. Only then the weight "
        "moves, against what has come out.",
        "`balance = 0.5 * balance` makes a new array under the old name; `balance *= 0.5` would change the "
        "caller's. Two things go back as `return one, other`.",
    ],
    solved="a ball that rolls: it gathers speed where the slope stays, and shakes off what goes to and fro.",
)

exercise.edit(
    "nothing remembered",
    {"momentum * v + g": "g"},
    """Your velocity is the gradient of this step alone. A share of the old one has to stay, and the gradient joins
    it.""",
)

exercise.edit(
    "old velocity returned",
    {"v = momentum * v + g": "new = momentum * v + g", "learning_rate * v": "learning_rate * new"},
    """v comes back as it came in: the next step will have forgotten this one. Return the new velocity.""",
)

exercise.edit(
    "step with the old velocity",
    {"v = momentum * v + g": "new = momentum * v + g", "v, v": "v, new"},
    """The weights move with the old velocity. First the new velocity, then the step.""",
)

exercise.edit(
    "gradient not added",
    {" + g": ""},
    """Your velocity only fades: the gradient is never added to it.""",
)

exercise.edit(
    "running mean instead of a sum",
    {"+ g": "+ (1 - momentum) * g"},
    """You give the gradient the share 1 - momentum. That makes a mean; here the gradient is added whole, and v grows up
    to 10 times as large as a gradient, for a momentum of 0.9.""",
)

exercise.edit(
    "momentum on the wrong part",
    {"momentum * v + g": "v + momentum * g"},
    """You multiply the gradient by the momentum. It is the *old velocity* that fades.""",
)

exercise.edit(
    "velocity never fades",
    {"momentum * v": "v"},
    """The old velocity stays whole: without `momentum` as a brake it rolls to and fro for ever.""",
)

exercise.edit(
    "learning rate inside the velocity",
    {"+ g": "- learning_rate * g", "w - learning_rate * v": "w + v"},
    """You put the learning rate into the velocity, as some books do. Here v is made of gradients alone, and the
    learning rate comes in the step: so it can change on the way without changing what is remembered.""",
)

exercise.edit(
    "learning rate in the wrong line",
    {"+ g": "+ learning_rate * g", "w - learning_rate * v": "w - v"},
    """You multiply the gradient by the learning rate on its way into the velocity, as some books do. Here v is made of
    gradients alone, and the learning rate comes in the step.""",
)

exercise.edit(
    "velocity uphill",
    {"w - learning_rate": "w + learning_rate"},
    """You go *up*: the gradient points to where the loss rises, so the step along the velocity has a minus.""",
)

exercise.edit(
    "learning rate in both lines",
    {"+ g": "+ learning_rate * g"},
    """The learning rate comes twice, in the velocity and in the step. Here v is made of gradients alone: leave it in
    the step only.""",
)

exercise.edit(
    "velocity points downhill",
    {"+ g": "- g", "w - learning_rate": "w + learning_rate"},
    """You subtract the gradient from the velocity and go along it, as some books do. Here g is *added* to v, which then
    points uphill like g, and the minus stands in the step. The v that comes in is of that kind, too.""",
)

exercise.edit(
    "gradient subtracted from the velocity",
    {"+ g": "- g"},
    """You subtract the gradient from the velocity, and the step has a minus as well: together they lead uphill. Add g;
    the minus of the step is enough.""",
)

exercise.edit(
    "no learning rate",
    {"learning_rate * v": "v"},
    """You take away the whole velocity. The learning rate says how much of it: multiply.""",
)

exercise.edit(
    "step along the gradient alone",
    {"learning_rate * v": "learning_rate * g"},
    """The weights move along g, as in plain gradient descent. The step goes along the new v.""",
)

exercise.edit(
    "gradient fades at once",
    {"momentum * v + g": "momentum * (v + g)"},
    """The momentum multiplies v and g. Only the *old velocity* fades; the new gradient is added whole. Mind the
    parentheses.""",
)

exercise.edit(
    "shares of the wrong parts",
    {"momentum * v + g": "(1 - momentum) * v + momentum * g"},
    """Your velocity keeps the share 1 - momentum, and takes momentum times g. It keeps `momentum` times the old one,
    and g is added whole.""",
)

exercise.edit(
    "fades too fast",
    {"momentum * v": "(1 - momentum) * v"},
    """Of the old velocity you keep 1 - momentum. It is the share `momentum` that stays: 0.9 means a long memory.""",
)

exercise.edit(
    "change instead of the weights",
    {"w - learning_rate": "-learning_rate"},
    """In place of the weights comes their change. Wanted are the new weights: begin with w.""",
)

exercise.edit(
    "old velocity without the learning rate",
    {"v = momentum * v + g": "w, v = w - momentum * v, momentum * v + g", "learning_rate * v": "learning_rate * g"},
    """In the step the learning rate multiplies g only, and the old velocity is taken away whole: multiply the new
    velocity, all of it.""",
)

exercise.edit(
    "share and learning rate inside the velocity",
    {"+ g": "+ (1 - momentum) * learning_rate * g", "w - learning_rate * v": "w - v"},
    """On its way into v you multiply g by 1 - momentum and by the learning rate. Here g is added whole, and the
    learning rate comes in the step.""",
)

exercise.edit(
    "gradient added once more",
    {"learning_rate * v": "learning_rate * (v + g)"},
    """The step adds g to the velocity once more. It is in the new v already.""",
)

exercise.edit(
    "new velocity not used at all",
    {"v = momentum * v + g": "new = momentum * v + g"},
    """The weights move along the velocity that came in, and that one goes back, too: this gradient has no part in
    either. Make the new velocity first; the step uses it, and it goes back.""",
)

exercise.edit(
    "nothing but the gradient",
    {"v = momentum * v + g": "new = momentum * v + g", "learning_rate * v": "learning_rate * g"},
    """The weights move along g, as in plain gradient descent, and v comes back as it came in. Make the new velocity
    first; the step uses it, and it goes back.""",
)


@exercise.accepts("in place, on copies of its own")
def _(*, w, g, v, learning_rate, momentum=0.9):
    v, w = v.copy(), w.copy()
    v *= momentum
    v += g
    w -= learning_rate * v
    return w, v


@exercise.accepts("with new names, as a list")
def _(*, w, g, v, learning_rate, momentum=0.9):
    new_v = np.add(np.multiply(momentum, v), g)
    new_w = w + (-learning_rate) * new_v
    return [new_w, new_v]
