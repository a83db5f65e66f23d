"""Gradient descent with momentum: the velocity v remembers the gradients of earlier steps."""

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
        "Two lines: first the new velocity, then a step as in SGD, but along the velocity instead of the gradient.",
        "`v = momentum * v + g` makes a new array; the caller's v stays as it was.",
        "Then `return w - learning_rate * v, v`",
    ],
    solved="a ball that rolls: it gathers speed where the slope stays, and shakes off what goes to and fro.",
)


@exercise.mistake("nothing remembered")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """Your velocity is the gradient of this step alone. Keep `momentum` times the old one, and add g."""
    return w - learning_rate * g, g


@exercise.mistake("old velocity returned")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The weights are right, but v comes back as it came in: the next step will have forgotten this one. Return the new
    velocity.
    """
    return w - learning_rate * (momentum * v + g), v.copy()


@exercise.mistake("step with the old velocity")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The velocity is right, but the weights move with the old one. First the new velocity, then the step."""
    return w - learning_rate * v, momentum * v + g


@exercise.mistake("gradient not added")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """Your velocity only fades: the gradient is never added to it."""
    v = momentum * v
    return w - learning_rate * v, v


@exercise.mistake("running mean instead of a sum")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You give the gradient the share 1 - momentum. That makes a mean, as Adam uses it; here the gradient is added
    whole, and v grows to up to 10 gradients for a momentum of 0.9.
    """
    v = momentum * v + (1 - momentum) * g
    return w - learning_rate * v, v


@exercise.mistake("momentum on the wrong part")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You multiply the gradient by the momentum. It is the *old velocity* that fades."""
    v = v + momentum * g
    return w - learning_rate * v, v


@exercise.mistake("velocity never fades")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """The old velocity stays whole: without `momentum` as a brake it rolls to and fro for ever."""
    v = v + g
    return w - learning_rate * v, v


@exercise.mistake("learning rate inside the velocity")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You put the learning rate into the velocity, as some books do. Here v is made of gradients alone, and the
    learning rate comes in the step: so it can change on the way without changing what is remembered.
    """
    v = momentum * v - learning_rate * g
    return w + v, v


@exercise.mistake("learning rate in the wrong line")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You multiply the gradient by the learning rate on its way into the velocity, as some books do. Here v is made of
    gradients alone, and the learning rate comes in the step.
    """
    v = momentum * v + learning_rate * g
    return w - v, v


@exercise.mistake("velocity uphill")
def _(*, w, g, v, learning_rate, momentum=0.9):
    """You go *up*: the gradient points to where the loss rises, so the step along the velocity has a minus."""
    v = momentum * v + g
    return w + learning_rate * v, v


@exercise.accepts("momentum on own copies")
def _(*, w, g, v, learning_rate, momentum=0.9):
    v, w = v.copy(), w.copy()
    v *= momentum
    v += g
    w -= learning_rate * v
    return w, v


@exercise.accepts("momentum named")
def _(*, w, g, v, learning_rate, momentum=0.9):
    new_v = np.add(np.multiply(momentum, v), g)
    new_w = w + (-learning_rate) * new_v
    return [new_w, new_v]
