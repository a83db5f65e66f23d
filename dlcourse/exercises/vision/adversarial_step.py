"""The fast gradient sign method: each pixel a little, all in the direction in which the loss grows."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.pictures import step_cases
from dlcourse.lessons import vision

exercise = Exercise(
    reference=vision.adversarial_step,
    points=1,
    cases=step_cases,
    hints=[
        "Training takes a step that makes the loss smaller. Which way does this one go, and how far does a pixel with "
        "a tiny gradient go?",
        "Only the direction of each pixel's gradient counts, and each goes equally far. A pixel without a gradient has "
        "no direction. And what comes out must still be a picture.",
        "Elsewhere: `np.sign([-3.0, 0.0, 0.2])` is `[-1. 0. 1.]`, and `np.clip(temperatures, 5, 30)` leaves nothing "
        "below 5 or above 30.",
    ],
    solved="a picture that looks nearly the same to you, and not at all to the network.",
)


def kept(X, change, low=0, high=1):
    """The changed picture between two bounds, in the type of X."""
    return np.clip(X + change, low, high).astype(X.dtype)


@exercise.mistake("downhill")
def _(X, dX, *, budget):
    """You make the loss smaller, as in training. Here it should grow: go *with* the gradient."""
    return kept(X, -budget * np.sign(dX))


@exercise.mistake("the gradient itself")
def _(X, dX, *, budget):
    """You go along the gradient itself: pixels with a small gradient hardly move, others too far. Each one goes as far
    as the budget allows: only the sign counts.
    """
    return kept(X, budget * dX)


@exercise.mistake("the gradient, cut off at the budget")
def _(X, dX, *, budget):
    """You cut the gradient off at the budget: pixels with a smaller one move less. Each one goes as far as the budget
    allows: only the sign counts.
    """
    return kept(X, np.clip(dX, -budget, budget))


@exercise.mistake("pixels only go up")
def _(X, dX, *, budget):
    """Pixels with a gradient above 0 go up, and the others stay. Where it is below 0 they go down."""
    return kept(X, budget * (dX > 0))


@exercise.mistake("the gradient on the scale of the largest")
def _(X, dX, *, budget):
    """The largest gradient uses the budget up, and all others less. Each pixel may use it: only the sign counts."""
    return kept(X, budget * dX / max(np.abs(dX).max(), 1e-12))


@exercise.mistake("the gradient at length 1")
def _(X, dX, *, budget):
    """You bring the gradient to length 1. Here the budget is one for each pixel: only the sign counts."""
    return kept(X, budget * dX / max(np.linalg.norm(dX), 1e-12))


@exercise.mistake("no bounds")
def _(X, dX, *, budget):
    """Some pixels are below 0 or above 1: that is no picture any more. Cut them off there."""
    return X + X.dtype.type(budget) * np.sign(dX)


@exercise.mistake("not below 0, but above 1")
def _(X, dX, *, budget):
    """Some pixels are above 1. Cut off at both ends."""
    return kept(X, budget * np.sign(dX), high=np.inf)


@exercise.mistake("not above 1, but below 0")
def _(X, dX, *, budget):
    """Some pixels are below 0. Cut off at both ends."""
    return kept(X, budget * np.sign(dX), low=-np.inf)


@exercise.mistake("pixels without a gradient go up")
def _(X, dX, *, budget):
    """A pixel whose gradient is 0 moves up. It has no direction: it stays where it is, as with `np.sign`."""
    return kept(X, budget * np.where(dX >= 0, 1, -1))


@exercise.mistake("pixels without a gradient go down")
def _(X, dX, *, budget):
    """A pixel whose gradient is 0 moves down. It has no direction: it stays where it is, as with `np.sign`."""
    return kept(X, budget * np.where(dX > 0, 1, -1))


@exercise.mistake("the change alone")
def _(X, dX, *, budget):
    """You give the change. Wanted is the changed picture."""
    return budget * np.sign(dX)


@exercise.mistake("the change cut off")
def _(X, dX, *, budget):
    """You cut the *change* off at 0 and 1, so no pixel ever gets darker. It is the changed picture that must stay
    between 0 and 1.
    """
    return X + np.clip(budget * np.sign(dX), 0, 1).astype(X.dtype)


@exercise.mistake("budget added everywhere")
def _(X, dX, *, budget):
    """All pixels get brighter, whatever the gradient says. The sign says which way each one goes."""
    return kept(X, budget)


@exercise.mistake("stretched back")
def _(X, dX, *, budget):
    """You bring the changed picture back to a scale from 0 to 1. That moves every pixel, by more than the budget. Cut
    off what is outside, and leave the rest.
    """
    moved = X + budget * np.sign(dX)
    return ((moved - moved.min()) / max(np.ptp(moved), 1e-12)).astype(X.dtype)


@exercise.accepts("minimum and maximum")
def _(X, dX, *, budget):
    moved = X + X.dtype.type(budget) * np.sign(dX)
    return np.minimum(np.maximum(moved, 0), 1)


@exercise.accepts("up and down by masks")
def _(X, dX, *, budget):
    moved = X.copy()
    moved[dX > 0] += X.dtype.type(budget)
    moved[dX < 0] -= X.dtype.type(budget)
    return moved.clip(0, 1)
