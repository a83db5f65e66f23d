"""A challenge: rates for plain gradient descent, one for each step, that bring down every direction of a ravine."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed

AS_MANY = 3  # as far as the best single rate comes in so many times the steps
POINTS = 2000  # curvatures that are looked at
FAR = 1e200  # what is further away than this is as bad as this


def own_rates(gentlest, steepest, steps):
    """Choose a learning rate for each step of gradient descent, for all curvatures of a range at once."""
    # Young (1953): each rate brings one curvature to the bottom; these are spread so that no other is left far behind.
    spread = np.cos(np.pi * (np.arange(steps) + 0.5) / steps)
    return 2 / (steepest + gentlest + (steepest - gentlest) * spread)


def cases(rng):
    cases = [Case(1.0, 40.0, 16), Case(1.0, 100.0, 20), Case(0.5, 15.0, 12)]
    for steps in (12, 16, 20, 24):
        gentlest = round(float(rng.uniform(0.1, 5)), 2)
        cases.append(Case(gentlest, round(gentlest * float(rng.uniform(30, 100)), 2), steps))
    return cases


def what_is_left(arguments, value):
    """How much of the way is left in the worst direction, beyond what is allowed."""
    gentlest, steepest, steps = (arguments[name] for name in ("gentlest", "steepest", "steps"))
    try:
        rates = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Malformed(f"Wanted is an array of {steps} numbers, a learning rate for each step.") from None
    if rates.shape != (steps,) or not np.isfinite(rates).all():
        raise Malformed(f"Wanted is an array of {steps} finite numbers, a learning rate for each step.")
    curvatures = np.concatenate([make(gentlest, steepest, POINTS) for make in (np.linspace, np.geomspace)])
    left = np.ones_like(curvatures)
    for rate in rates:
        left = np.minimum(np.abs(left * (1 - rate * curvatures)), FAR)
    allowed = ((steepest - gentlest) / (steepest + gentlest)) ** (AS_MANY * steps)
    return {"left of the way in the worst direction, beyond what is allowed": max(0.0, float(left.max()) - allowed)}


exercise = Exercise(
    reference=own_rates,
    points=3,
    minutes=15,
    cases=cases,
    observe=what_is_left,
    form="challenge",
    atol=1e-9,
    hints=[
        "A step with the rate r multiplies the way that is left along a curvature c by 1 - r c. Which curvature does a "
        "step bring to the bottom at once?",
        "Each rate 1/c wipes out one curvature, and may make steeper ones worse; what counts is the product over all "
        "steps. Spread the curvatures that you wipe out as the shadows of points that stand evenly on a half circle "
        "over the range: more closely near its two ends, and none right at an end.",
        "`(np.arange(5) + 0.5) / 5` are the middles of five equal parts of 1: 0.1, 0.3, 0.5, 0.7, 0.9. Half a turn is "
        "`np.pi`, and `np.cos(angle)` says where the shadow of a point on the circle falls, from 1 to -1.",
    ],
    solved="rates of your own: gradient descent without any memory, that takes steps beyond the limit and gets there "
    "sooner.",
    since=2,
)


@exercise.mistake("one rate for all steps")
def _(gentlest, steepest, steps):
    """This is the best single rate, and it comes only as far as gradient descent does. Let the rates differ: a step
    that is too long for the steep direction can be mended by short ones.
    """
    return np.full(steps, 2 / (gentlest + steepest))


@exercise.mistake("always a safe rate")
def _(gentlest, steepest, steps):
    """Every step fits the steepest direction, so that the gentle ones hardly move. Some of the steps may be far longer,
    as long as others mend what they do.
    """
    return np.full(steps, 1 / steepest)


@exercise.mistake("at the limit")
def _(gentlest, steepest, steps):
    """All steps have the rate at which the steepest direction only jumps from side to side. Let the rates differ."""
    return np.full(steps, 2 / steepest)


@exercise.mistake("too long for the steep direction")
def _(gentlest, steepest, steps):
    """All steps are made for the gentlest direction, and in the steep ones every jump is longer than the one before.
    Mix: most of the steps have to be short.
    """
    return np.full(steps, 1 / gentlest)


@exercise.mistake("two rates by turns")
def _(gentlest, steepest, steps):
    """A long step and a short one: the right idea, but these two do not mend each other. Along the curvatures between
    the two the long steps overshoot more than the short ones bring back. Let there be more than two different rates.
    """
    return np.where(np.arange(steps) % 2, 1 / steepest, 1 / gentlest)


@exercise.mistake("from the longest to the shortest, by equal factors")
def _(gentlest, steepest, steps):
    """Your rates go from 1/gentlest to 1/steepest by equal factors. Then half of the steps are too long for the steep
    directions, more than the other half can mend. Spread the curvatures that you wipe out, not the rates.
    """
    return 1 / np.geomspace(gentlest, steepest, steps)


@exercise.mistake("from the longest to the shortest, by equal differences")
def _(gentlest, steepest, steps):
    """Your rates go from 1/gentlest to 1/steepest in equal differences. Then nearly all steps are too long for the
    steep directions. Spread the curvatures that you wipe out, not the rates.
    """
    return np.linspace(1 / gentlest, 1 / steepest, steps)


@exercise.mistake("curvatures instead of rates")
def _(gentlest, steepest, steps):
    """These are curvatures. The rate that brings a curvature to the bottom is 1 divided by it."""
    return np.linspace(gentlest, steepest, steps)


@exercise.mistake("falls along half a cosine")
def _(gentlest, steepest, steps):
    """Your rate falls along half a cosine, from twice the safe one to 0. That never goes beyond the limit, so that the
    gentle directions move as slowly as before. Try steps that are longer now and then.
    """
    return (1 + np.cos(np.pi * np.arange(steps) / steps)) / steepest


@exercise.mistake("curvatures at equal distances")
def _(gentlest, steepest, steps):
    """You wipe out curvatures that are equally far apart: a good idea, but near the two ends of the range they are too
    few. Inside of it every curvature has others on both sides that help, at an end on one side only.
    """
    return 1 / np.linspace(gentlest, steepest, steps)


@exercise.mistake("two curvatures right at the ends")
def _(gentlest, steepest, steps):
    """Nearly: your curvatures crowd at the ends as they should, but the first and the last stand right at them. Beyond
    the ends there is nothing to wipe out: move all a little inward. Cut the half circle into equal parts, as many as
    there are steps: where in each part would you put its point?
    """
    shadows = np.cos(np.linspace(0, np.pi, steps))
    return 2 / (steepest + gentlest + (steepest - gentlest) * shadows)


@exercise.mistake("one curvature right at an end")
def _(gentlest, steepest, steps):
    """Your curvatures crowd at the ends as they should, but one stands right at an end, and at the other end there is a
    gap. Cut the half circle into equal parts, as many as there are steps: where in each part would you put its point?
    """
    return 2 / (steepest + gentlest + (steepest - gentlest) * np.cos(np.pi * np.arange(steps) / steps))


@exercise.mistake("curvatures in the middles of equal parts")
def _(gentlest, steepest, steps):
    """You wipe out the middles of equal parts of the range: a good idea, but near its two ends they are too few. Inside
    of it every curvature has others on both sides that help, at an end on one side only. Let them crowd at the ends.
    """
    return 1 / (gentlest + (steepest - gentlest) * (np.arange(steps) + 0.5) / steps)


@exercise.accepts("four rates, again and again")
def _(gentlest, steepest, steps):
    crowded = np.cos(np.pi * np.array([1, 3, 5, 7]) / 8)
    rates = 1 / ((steepest + gentlest) / 2 + (steepest - gentlest) / 2 * crowded)
    return np.tile(rates, steps // 4)


@exercise.accepts("by the squares of sines, as a list, the longest last")
def _(gentlest, steepest, steps):
    angles = [np.pi * (2 * place + 1) / (4 * steps) for place in range(steps)]
    return sorted(1 / (gentlest + (steepest - gentlest) * np.sin(angle) ** 2) for angle in angles)
