"""A challenge: shares of the pixels in a score that add up to what is to be explained.

Sundararajan, Taly and Yan (2017), *Axiomatic attribution for deep networks*, give such a map (integrated gradients).
"""

import numpy as np

from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Exercise, Malformed
from dlcourse.exercises.representations._cases.climbs import (
    CLOSE,
    along,
    climb_cases,
    in_proportion,
    middles,
    walked,
    walks,
)
from dlcourse.lessons.representations import saliency_map


def map_that_adds_up(picture, baseline, forward, backward, *, label):
    """Shares of the pixels in what a class scores more for a picture than for a baseline.

    picture, baseline: arrays (H, L, C); forward, backward: functions, as those of saliency_map; label: a whole number
    -> array (H, L)
    """
    share = (np.arange(400) + 0.5) / 400  # the middles of so many steps
    between = baseline + share[:, None, None, None] * (picture - baseline)  # (400, H, L, C)
    scores, cache = forward(between)
    d_scores = np.zeros_like(scores)
    d_scores[:, label] = 1
    return ((picture - baseline) * backward(d_scores, cache).mean(axis=0)).sum(axis=2)


def shares(value, shape):
    """The answer as an array, or Malformed."""
    value = np.asarray(value)
    if value.dtype.kind not in "iuf" or not np.isfinite(value).all():
        raise Malformed("The map should be an array of finite numbers.")
    if value.shape != shape:
        raise Malformed(f"The map should have the shape {shape}, a number for each pixel: it has {value.shape}.")
    return value.astype(float)


def score(picture, arguments):
    """The score of the class for a picture."""
    return float(REGISTRY[arguments["forward"].name](picture[None])[0][0, arguments["label"]])


def observe(arguments, value):
    """How far it is from the first three rules, in shares of the largest number that plays a part."""
    picture, baseline = arguments["picture"], arguments["baseline"]
    found = shares(value, picture.shape[:2])
    more = score(picture, arguments) - score(baseline, arguments)
    same = np.all(picture == baseline, axis=2)
    largest = max(abs(more), np.abs(map_that_adds_up(**called(arguments))).max())
    return {
        "how far the sum is off": (found.sum() - more) / largest,
        "what pixels have that are the same": float(np.abs(found[same]).max()) / largest,
        "what the pixel has that is not looked at": float(found[-1, -1]) / largest,
    }


def called(arguments):
    """The arguments with functions in place of their names."""
    return {key: REGISTRY[one.name] if isinstance(one, FunctionName) else one for key, one in arguments.items()}


def together(answers):
    """Rule 4: how far the map of the third class is from the sum of those of the first two, at most."""
    try:
        maps = [shares(value, arguments["picture"].shape[:2]) for arguments, value in answers]
    except Malformed:
        return {}
    off = [0.0]
    for first in range(0, len(maps) - 2, 3):
        one, other, third = maps[first : first + 3]
        off.append(float(np.abs(one + other - third).max() / max(np.abs(one).max(), np.abs(other).max(), 1e-12)))
    return {"how far the map of the third class is off": max(off)}


exercise = Exercise(
    reference=map_that_adds_up,
    points=3,
    minutes=15,
    form="challenge",
    cases=climb_cases,
    observe=observe,
    together=together,
    rtol=0,
    atol=CLOSE,
    hints=[
        "A slope says what happens for a small step. How would you find out how far you have climbed, if you know only "
        "how steep it is at each place of your walk?",
        "Walk from the baseline to the picture on a straight line, in many small steps, and ask for the slopes at "
        "each. What does a pixel add to the climb that changes by so much in a step, where its slope is that steep?",
        "The middles of ten steps from 0 to 1 are `(np.arange(10) + 0.5) / 10`. A way of pictures is a batch: with "
        "`t` of shape (10,), `t[:, None, None, None] * picture` has the shape (10, H, L, C).",
    ],
    solved='a map that adds up, known as "integrated gradients" (Sundararajan, Taly and Yan, 2017).',
)


@exercise.mistake("slopes at the picture only")
def _(picture, baseline, forward, backward, *, label):
    """The slopes at the picture itself, times what has changed: for a network of straight lines that would add up. This
    one bends on the way, at each ReLU, so the slope at the end says little of the climb before.
    """
    return ((picture - baseline) * along(picture, baseline, forward, backward, label, [1.0])[0]).sum(axis=2)


@exercise.mistake("made to add up by a factor")
def _(picture, baseline, forward, backward, *, label):
    """Each map adds up, since you scaled it so; but where a score is the sum of two others, the map is not the sum of
    theirs. A factor hides what the slopes at one place do not know.
    """
    more = forward(picture[None])[0][0, label] - forward(baseline[None])[0][0, label]
    found = ((picture - baseline) * along(picture, baseline, forward, backward, label, [1.0])[0]).sum(axis=2)
    return found * more / found.sum()


@exercise.mistake("shared out evenly")
def _(picture, baseline, forward, backward, *, label):
    """It adds up, but each pixel that has changed gets the same share, also the one that the network does not look
    at.
    """
    more = forward(picture[None])[0][0, label] - forward(baseline[None])[0][0, label]
    changed = np.any(picture != baseline, axis=2)
    return more * changed / changed.sum()


@exercise.mistake("shared out by the size of the change")
def _(picture, baseline, forward, backward, *, label):
    """It adds up, but each pixel's share hangs on how far it has changed, and not on what the network makes of it: the
    one that is not looked at gets a share, too. How steep is the score there, on the way?
    """
    return in_proportion(forward, picture, baseline, label, np.abs(picture - baseline))


@exercise.also("shared out by the size of the change")
def _(picture, baseline, forward, backward, *, label):
    return in_proportion(forward, picture, baseline, label, picture - baseline)


@exercise.mistake("times the picture")
def _(picture, baseline, forward, backward, *, label):
    """The slopes are multiplied by the picture, and not by what has *changed*: pixels that are the same as in the
    baseline get a share.
    """
    return (
        picture * along(picture, baseline, forward, backward, label, (np.arange(200) + 0.5) / 200).mean(axis=0)
    ).sum(axis=2)


@exercise.mistake("mean slope, not times the change")
def _(picture, baseline, forward, backward, *, label):
    """You have the mean slope of each pixel along the way. How much it added to the climb also hangs on how far it
    went.
    """
    return along(picture, baseline, forward, backward, label, (np.arange(200) + 0.5) / 200).mean(axis=0).sum(axis=2)


@exercise.mistake("sizes instead of slopes")
def _(picture, baseline, forward, backward, *, label):
    """All shares are positive: what lowers the score must count below 0, else it cannot add up."""
    mean = along(picture, baseline, forward, backward, label, (np.arange(200) + 0.5) / 200).mean(axis=0)
    return np.abs((picture - baseline) * mean).sum(axis=2)


@exercise.mistake("too few steps")
def _(picture, baseline, forward, backward, *, label):
    """The idea is right, but the steps are too few: the network bends on the way, between the places where you ask, and
    the sum is off by more than 3 %. Take more steps, and stand in the middle of each.
    """
    return walked(picture, baseline, forward, backward, label, [0.0, 1.0])


FEW = [middles(n) for n in (1, 2, 3, 4, 5, 10)] + [np.arange(n) / n for n in (2, 3, 5, 10, 20)]
FEW += [np.linspace(0, 1, n) for n in (3, 5, 10, 20)] + [np.arange(1, n + 1) / n for n in (5, 10)]
for few in FEW:
    exercise.also("too few steps")(walks(few))


@exercise.mistake("the steps added up")
def _(picture, baseline, forward, backward, *, label):
    """You add up the slopes of all steps, each times the *whole* change. In each of 100 steps a pixel makes a hundredth
    of its way: take the mean.
    """
    return (
        (picture - baseline) * along(picture, baseline, forward, backward, label, np.arange(100) / 100).sum(axis=0)
    ).sum(axis=2)


@exercise.mistake("from the picture to the baseline")
def _(picture, baseline, forward, backward, *, label):
    """All shares have the wrong sign: you go from the picture to the baseline. Asked is what the picture has *more*."""
    return -map_that_adds_up(picture, baseline, forward, backward, label=label)


@exercise.mistake("saliency")
def _(picture, baseline, forward, backward, *, label):
    """That is the saliency of lesson 09: how steep the score is at the picture. Slopes do not add up to a score."""
    return saliency_map(picture[None], forward, backward, labels=np.array([label]))[0]


@exercise.mistake("covered one by one")
def _(picture, baseline, forward, backward, *, label):
    """You put each pixel back to the baseline, one at a time, and take the fall of the score. What two pixels do
    *together* is then counted twice, or not at all, so it does not add up.
    """
    found = np.zeros(picture.shape[:2])
    for r, s in np.ndindex(found.shape):
        without = picture.copy()
        without[r, s] = baseline[r, s]
        found[r, s] = forward(picture[None])[0][0, label] - forward(without[None])[0][0, label]
    return found


@exercise.accepts("pixel after pixel, in one order")
def _(picture, baseline, forward, backward, *, label):
    now, found = baseline.copy(), np.zeros(picture.shape[:2])
    for r, s in np.ndindex(found.shape):
        before = forward(now[None])[0][0, label]
        now[r, s] = picture[r, s]
        found[r, s] = forward(now[None])[0][0, label] - before
    return found


@exercise.accepts("step by step, with fewer steps")
def _(picture, baseline, forward, backward, *, label):
    total = np.zeros_like(picture)
    for k in range(150):
        scores, cache = forward(baseline[None] + (k + 0.5) / 150 * (picture - baseline)[None])
        total += backward(np.eye(scores.shape[1])[[label]], cache)[0] / 150
    return (total * (picture - baseline)).sum(axis=2)
