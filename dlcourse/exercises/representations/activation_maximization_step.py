"""Activation maximisation: a picture goes uphill, towards what makes a unit answer more."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.representations._cases.looked import step_cases
from dlcourse.lessons import representations

exercise = Exercise(
    reference=representations.activation_maximization_step,
    points=2,
    minutes=4,
    cases=step_cases,
    hints=[
        "What becomes of a picture of 0.5 and 0.5 whose gradient is 3 and −3, if the step is 0.1: which number has the "
        "gradient, as a whole, for its size?",
        "Three things in this order: the old picture fades, the step is added, and what no ink can be is cut off. And "
        "a gradient that is 0 everywhere has no size to divide by.",
        "The root of the mean of the squares of `[6, 8]` is `np.sqrt(50)`; `np.clip([-1, 3], 0, 2)` is `[0 2]`.",
    ],
    solved="a picture that a unit asked for.",
    equivalent_mutants={
        f"step = dX / size if size > 0 else {other}": "there, all numbers of dX are 0"
        for other in ("0 + dX", "0", "dX", "1 * dX", "-1 * dX")
    },
)


def stepped(X, dX, learning_rate, decay, *, size=None, cut=(0, 1)):
    """The step with another size of the gradient, or cut off elsewhere."""
    size = np.sqrt(np.mean(dX**2)) if size is None else size
    step = dX / size if size > 0 else 0 * dX
    return np.clip((1 - decay) * X + learning_rate * step, *cut)


exercise.edit(
    "downhill",
    {"+ learning_rate * step": "- learning_rate * step"},
    """The step goes downhill, as in training, where a loss should fall. Here the answer should *rise*.""",
)
exercise.edit(
    "not divided",
    {"dX / size if size > 0 else 0 * dX": "dX"},
    """The step is as long as the gradient happens to be: tiny for one unit, huge for the next. Divide by its size, the
    root of the mean of its squares.""",
)
exercise.edit(
    "not cut off",
    {"np.clip((1 - decay) * X + learning_rate * step, 0, 1)": "(1 - decay) * X + learning_rate * step"},
    """Numbers leave the range from 0 to 1: there is no ink below paper and none beyond black. Cut them off at the
    end.""",
)


@exercise.mistake("cut off below only")
def _(X, dX, *, learning_rate, decay):
    """What is above 1 stays: blacker than black. Cut off at both ends."""
    return stepped(X, dX, learning_rate, decay, cut=(0, None))


@exercise.mistake("cut off above only")
def _(X, dX, *, learning_rate, decay):
    """What is below 0 stays: less ink than none. Cut off at both ends."""
    return stepped(X, dX, learning_rate, decay, cut=(None, 1))


exercise.edit(
    "no decay",
    {"(1 - decay) * X": "X"},
    """The old picture does not fade. Without decay, all noise that it began with stays: it becomes (1 - decay) times as
    strong first.""",
)
exercise.edit(
    "decay for what is left",
    {"(1 - decay) * X": "decay * X"},
    """A share `decay` of the old picture is *left*; it should be the share that is lost: 1 - decay stays.""",
)
exercise.edit(
    "decay after the step",
    {"(1 - decay) * X + learning_rate * step": "(1 - decay) * (X + learning_rate * step)"},
    """The step fades, too. Only the old picture does: the brackets end before the step is added.""",
)
exercise.edit(
    "decay times the learning rate",
    {"(1 - decay) * X": "(1 - learning_rate * decay) * X"},
    """The decay is multiplied by the learning rate, as AdamW's is. Here it is a number of its own.""",
)
exercise.edit(
    "multiplied by the size",
    {"dX / size": "dX * size"},
    """You multiply the gradient by its size, and so it counts twice: where it is small, nothing moves, and where it is
    large, all pixels fly to the ends. Divided by it, each step is of the same size.""",
)


@exercise.mistake("divided by the length")
def _(X, dX, *, learning_rate, decay):
    """You divide by the root of the *sum* of the squares: in a large picture each pixel then hardly moves. With the
    mean, a pixel moves by about the learning rate, whatever the size.
    """
    return stepped(X, dX, learning_rate, decay, size=np.sqrt(np.sum(dX**2)))


@exercise.mistake("divided by the mean of the squares")
def _(X, dX, *, learning_rate, decay):
    """The root is missing: you divide by the mean of the squares, so that a gradient twice as large makes a step half
    as long.
    """
    return stepped(X, dX, learning_rate, decay, size=np.mean(dX**2))


@exercise.mistake("divided by the largest slope")
def _(X, dX, *, learning_rate, decay):
    """You divide by the largest slope: one steep pixel makes all others stand still. The formula takes the root of the
    mean of the squares.
    """
    return stepped(X, dX, learning_rate, decay, size=np.max(np.abs(dX)))


@exercise.mistake("divided by the mean size")
def _(X, dX, *, learning_rate, decay):
    """You divide by the mean of the sizes. The formula takes the root of the mean of the *squares*."""
    return stepped(X, dX, learning_rate, decay, size=np.mean(np.abs(dX)))


@exercise.mistake("divided by the standard deviation")
def _(X, dX, *, learning_rate, decay):
    """`np.std` takes the mean off first. If all slopes were 5, the standard deviation would be 0; the root of the mean
    of the squares is 5.
    """
    return stepped(X, dX, learning_rate, decay, size=np.std(dX))


@exercise.mistake("sign alone")
def _(X, dX, *, learning_rate, decay):
    """Each pixel moves by the same, up or down. The step keeps the proportions of the gradient; only its size as a
    whole is set to 1.
    """
    return np.clip((1 - decay) * X + learning_rate * np.sign(dX), 0, 1)


@exercise.mistake("0 divided by 0")
def _(X, dX, *, learning_rate, decay):
    """Where the gradient is 0 everywhere you divide 0 by 0. That happens: a unit that is silent has no slope. Then only
    the decay remains.
    """
    with np.errstate(all="ignore"):
        return np.clip((1 - decay) * X + learning_rate * dX / np.sqrt(np.mean(dX**2)), 0, 1)


@exercise.mistake("no decay without a gradient")
def _(X, dX, *, learning_rate, decay):
    """Where the gradient is 0 everywhere you hand back the picture as it is. It fades all the same: only the decay
    remains.
    """
    return stepped(X, dX, learning_rate, decay) if np.any(dX) else X.copy()


@exercise.mistake("gradient cut off")
def _(X, dX, *, learning_rate, decay):
    """You cut off the step, and not the picture: what comes out can still leave the range from 0 to 1, and no pixel can
    get paler.
    """
    return (1 - decay) * X + learning_rate * stepped(0 * X, dX, 1.0, 0.0)


@exercise.mistake("cut off between -1 and 1")
def _(X, dX, *, learning_rate, decay):
    """You cut off at -1. Ink begins at 0, paper."""
    return stepped(X, dX, learning_rate, decay, cut=(-1, 1))


@exercise.mistake("scaled to the range")
def _(X, dX, *, learning_rate, decay):
    """The picture is stretched until it fills 0 to 1. Cut off what sticks out, and leave the rest as it is."""
    out = (1 - decay) * X + learning_rate * stepped(0 * X, dX, 1.0, 0.0, cut=(None, None))
    return (out - out.min()) / max(np.ptp(out), 1e-12)


@exercise.accepts("with a small number below the line")
def _(X, dX, *, learning_rate, decay):
    size = np.sqrt((dX * dX).mean()) + 1e-15
    return np.clip(X - decay * X + learning_rate / size * dX, 0, 1).astype(X.dtype)


@exercise.accepts("with minimum and maximum")
def _(X, dX, *, learning_rate, decay):
    length = np.linalg.norm(dX) / np.sqrt(dX.size)
    out = (1 - decay) * X
    if length:
        out = out + learning_rate * (dX / length)
    return np.minimum(np.maximum(out, 0), 1)
