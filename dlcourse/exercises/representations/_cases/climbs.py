"""Pictures for the map that adds up, with something that bends on the way to them; and the way itself."""

import numpy as np

from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.exercises.representations._cases.looked import RELUS

CLOSE = 0.03  # of the largest number that plays a part: what a sum over a hundred pictures leaves


def climb_cases(rng):
    """Three classes of the same picture, the third one's score the sum of the others'; paper, and another picture.

    Some pixels are the same as in the baseline, and the last one is not looked at by the network. For the first of both
    pictures a few steps are too few; for none do they have to be very many, so that nobody is right by luck.
    """
    found = []
    for H, L, empty in ((2, 3, True), (*drawn_sizes(rng, 2, 3, 6), False)):
        picture, baseline = drawn(rng, H, L, empty)
        while not fine_enough(picture, baseline) or (empty and not bends(picture, baseline)):
            picture, baseline = drawn(rng, H, L, empty)
        found += [Case(picture, baseline, *RELUS, label=label) for label in range(3)]
    return found


def drawn(rng, H, L, empty):
    """A picture, and paper or another picture as its baseline."""
    picture = rng.uniform(0.2, 1, size=(H, L, 1))
    baseline = np.zeros_like(picture) if empty else rng.uniform(size=picture.shape)
    baseline[0, :2] = picture[0, :2]
    return picture, baseline


def middles(steps):
    """The middles of so many steps from 0 to 1."""
    return (np.arange(steps) + 0.5) / steps


def bends(picture, baseline):
    """Whether the sum is off by too much for ten steps, for twenty places that begin or end where the way does, and for
    slopes at the picture; and whether these, made to add up by a factor, do not fit the sum of two classes.
    """
    ways = middles(10), np.arange(20) / 20, np.linspace(0, 1, 20), [1.0]
    enough = min(off(picture, baseline, share) for share in ways) > 1.3 * CLOSE
    return enough and factor_shows(picture, baseline)


def factor_shows(picture, baseline):
    """Whether the slopes at the picture, made to add up by a factor, break the rule on the sum of two classes."""
    forward, backward = (REGISTRY[name.name] for name in RELUS)
    ends = [walked(picture, baseline, forward, backward, label, [1.0]) for label in range(3)]
    more = forward(picture[None])[0][0] - forward(baseline[None])[0][0]
    one, other, both = (end * rise / end.sum() for end, rise in zip(ends, more))
    return np.abs(one + other - both).max() > 2 * CLOSE * max(np.abs(one).max(), np.abs(other).max())


def fine_enough(picture, baseline):
    """Whether fifty steps would do, and a hundred taken at their beginnings."""
    return max(off(picture, baseline, middles(50)), off(picture, baseline, np.arange(100) / 100)) < 0.7 * CLOSE


def off(picture, baseline, share):
    """How far the sum is off with these places of the way, for the worst class, as `observe` measures it."""
    forward, backward = (REGISTRY[name.name] for name in RELUS)
    found = []
    for label in range(3):
        more = forward(picture[None])[0][0, label] - forward(baseline[None])[0][0, label]
        right, rough = (walked(picture, baseline, forward, backward, label, way) for way in (middles(400), share))
        found.append(abs(rough.sum() - more) / max(abs(more), np.abs(right).max()))
    return max(found)


def along(picture, baseline, forward, backward, label, share):
    """The slopes at these shares of the way, (N, H, L, C)."""
    scores, cache = forward(baseline + np.asarray(share)[:, None, None, None] * (picture - baseline))
    d_scores = np.zeros_like(scores)
    d_scores[:, label] = 1
    return backward(d_scores, cache)


def walked(picture, baseline, forward, backward, label, share):
    """The map with the mean of the slopes at these shares of the way."""
    mean = along(picture, baseline, forward, backward, label, share).mean(axis=0)
    return ((picture - baseline) * mean).sum(axis=2)


def walks(share):
    """The answer that asks for the slopes at these shares of the way."""

    def answer(picture, baseline, forward, backward, *, label):
        return walked(picture, baseline, forward, backward, label, share)

    return answer


def in_proportion(forward, picture, baseline, label, weights):
    """What the class scores more, in shares that go with the weights."""
    more = forward(picture[None])[0][0, label] - forward(baseline[None])[0][0, label]
    return more * weights.sum(axis=2) / weights.sum()
