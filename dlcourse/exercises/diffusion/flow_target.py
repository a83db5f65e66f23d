"""The straight way from noise to an example: where it is, and how fast it goes."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.mixtures import by_example, way_cases
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.flow_target,
    points=1,
    cases=way_cases,
    outputs=("x", "velocity"),
    hints=[
        "In the example by hand the way leads from 2 to 10, and takes one unit of time. Where is one after a quarter "
        "of it, and how far would one come in a whole unit at this speed?",
        "On a straight way the speed is the same everywhere. And each example has a time of its own, which all of its "
        "numbers share.",
        "Elsewhere: for prices `P` (3, 7, 2) and a rate for each of the 3 shops `r` (3,), `r.reshape(-1, 1, 1) * P` "
        "gives each shop its own; `(1,) * 2` is `(1, 1)`.",
    ],
    solved="a straight way from noise to a picture, and the arrow that shows along it.",
)
note = noting(exercise)


def way(place=None, velocity=None):
    """A way with another place, or another velocity: functions of x0, the noise and the time."""

    def answer(x0, noise, *, t):
        time = by_example(t, x0)
        with np.errstate(all="ignore"):
            return (place or right_place)(x0, noise, time), (velocity or right_velocity)(x0, noise, time)

    return answer


def right_place(x0, noise, time):
    return (1 - time) * noise + time * x0


def right_velocity(x0, noise, time):
    return x0 - noise


def turned_place(x0, noise, time):
    return time * noise + (1 - time) * x0


def turned_velocity(x0, noise, time):
    return noise - x0


def by_length(velocity):
    return velocity / np.linalg.norm(velocity.reshape(len(velocity), -1), axis=1).reshape(
        (-1,) + (1,) * (velocity.ndim - 1)
    )


note(
    "from the example to noise",
    "Your way leads from the example to the noise, as some articles have it. Here it begins with noise, at t = 0, and "
    "ends at the clean example.",
    way(turned_place, turned_velocity),
    hint=1,
)
note(
    "place exchanged",
    "The velocity is right. In the place the two are exchanged: at t = 0 it is all noise.",
    way(turned_place),
)
note(
    "velocity of length 1",
    "The place is right. Your velocity is divided by its length: the way is gone in one unit of time, so that far ones "
    "are faster.",
    way(None, lambda x0, noise, time: (x0 - noise) / np.linalg.norm(x0 - noise)),
    way(None, lambda x0, noise, time: by_length(x0 - noise)),
)
note(
    "on from the example",
    "The velocity is right. Your way begins at the example and leads away from it: begin at the noise.",
    way(lambda x0, noise, time: x0 + time * (x0 - noise)),
)
note(
    "velocity the wrong way",
    "The place is right. The velocity points back to the noise: the way leads to the example.",
    way(None, turned_velocity),
    hint=1,
)
note(
    "what is left of the way",
    "The place is right. You give what is *left* of the way, from x to the example. The speed is how far one comes in "
    "a whole unit of time, and the same everywhere.",
    way(None, lambda x0, noise, time: x0 - right_place(x0, noise, time)),
    hint=2,
)
note(
    "what is behind",
    "The place is right. You give the way that lies *behind*, from the noise to x. The speed is how far one comes in a "
    "whole unit of time, and the same everywhere.",
    way(None, lambda x0, noise, time: right_place(x0, noise, time) - noise),
    way(None, lambda x0, noise, time: time * (x0 - noise)),
    hint=2,
)
note(
    "velocity divided by the time",
    "The place is right. The velocity does not depend on the time: on a straight way it is the same at its beginning "
    "and at its end.",
    way(None, lambda x0, noise, time: (x0 - noise) / time),
    way(None, lambda x0, noise, time: (x0 - noise) / (1 - time)),
    way(None, lambda x0, noise, time: right_place(x0, noise, time) / time),
)
note(
    "the end as velocity",
    "The place is right. You give the *end* of the way, the clean example. The velocity is the difference of end and "
    "beginning.",
    way(None, lambda x0, noise, time: x0 + 0 * time),
)
note(
    "the beginning as velocity",
    "The place is right. You give the noise, the *beginning* of the way. The velocity is the difference of end and "
    "beginning.",
    way(None, lambda x0, noise, time: noise + 0 * time),
)
note(
    "sum as velocity",
    "The place is right. You add noise and example; the slope of the place by t is their difference.",
    way(None, lambda x0, noise, time: x0 + noise),
)
note(
    "roots as in diffusion",
    "You take roots of the shares, as where noise is added to an example. Here the way is straight: the shares are "
    "those of the formula, without roots.",
    way(lambda x0, noise, time: np.sqrt(1 - time) * noise + np.sqrt(time) * x0),
    way(lambda x0, noise, time: np.sqrt(time) * x0 + np.sqrt(1 - time) * noise, turned_velocity),
    way(lambda x0, noise, time: np.sqrt(1 - time) * x0 + np.sqrt(time) * noise),
)
note(
    "all of the noise",
    "The velocity is right. The noise stays as it is on the whole way: it has the factor 1 - t.",
    way(lambda x0, noise, time: noise + time * x0),
)
note(
    "all of the example",
    "The velocity is right. The clean example is all there from the beginning: it has the factor t.",
    way(lambda x0, noise, time: (1 - time) * noise + x0),
)
note(
    "velocity in the place of x",
    "In the first part stands how far one has come since the beginning, and not where one is: the noise is missing.",
    way(lambda x0, noise, time: time * (x0 - noise)),
)
note(
    "shares in the velocity",
    "The place is right. You put the shares of the place into the velocity, too. It is the slope of the place by t: of "
    "t x0, that is x0.",
    way(None, lambda x0, noise, time: time * x0 - (1 - time) * noise),
)
note(
    "divided by a time of 0",
    "You divide the way so far by the time it took. At t = 0 that is 0 / 0, no number; the velocity needs no division.",
    way(None, lambda x0, noise, time: (right_place(x0, noise, time) - noise) / time),
)
note(
    "only the size of the velocity",
    "The place is right. The velocity has lost its signs: it may lead up or down.",
    way(None, lambda x0, noise, time: np.abs(x0 - noise)),
)


@exercise.mistake("one velocity for each example")
def _(x0, noise, *, t):
    """The place is right. One number for each example came back as its velocity: how fast, but not in which direction.
    Every number of the example has its own.
    """
    x, velocity = diffusion.flow_target(x0, noise, t=t)
    return x, np.sqrt((velocity.reshape(len(t), -1) ** 2).sum(axis=1))


@exercise.mistake("times along the last axis")
def _(x0, noise, *, t):
    """The times lie along the *last* axis with you, over the numbers of an example, and fit only where both are equally
    many. Give them axes of length 1 behind their own.
    """
    return (1 - t) * noise + t * x0, x0 - noise


@exercise.mistake("points only")
def _(x0, noise, *, t):
    """For points it is right. Pictures have one axis more, and single numbers one less: give the times as many axes of
    length 1 as the examples have behind their first one.
    """
    time = t[:, None]
    return (1 - time) * noise + time * x0, x0 - noise


@exercise.also("points only")
def _(x0, noise, *, t):
    return noise + t[:, None] * (x0 - noise), x0 - noise


@exercise.mistake("pictures only")
def _(x0, noise, *, t):
    """You give the times two axes more in any case, as pictures want it. Points have one axis less, and so what comes
    back has one too many: as many axes of length 1 as the examples have behind their first one.
    """
    time = t.reshape(-1, 1, 1)
    return (1 - time) * noise + time * x0, x0 - noise


@exercise.mistake("one time for all")
def _(x0, noise, *, t):
    """All examples are at the time of the first one. Each has its own."""
    time = t[:1].sum()
    return (1 - time) * noise + time * x0, x0 - noise


@exercise.accepts("example by example")
def _(x0, noise, *, t):
    x, velocity = np.zeros(x0.shape), np.zeros(x0.shape)
    for n in range(len(t)):
        velocity[n] = x0[n] - noise[n]
        x[n] = noise[n] + t[n] * velocity[n]
    return x, velocity


@exercise.accepts("backwards from the end, the first axis moved")
def _(x0, noise, *, t):
    velocity = x0 - noise
    return (x0.T - (1 - t) * velocity.T).T, velocity
