"""How much faster the whole gets when only parts of it do."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.layers import profiles
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.total_speedup,
    points=1,
    minutes=1.5,
    cases=profiles,
    hints=[
        "Of 10 seconds, 5 are spent in a part that gets four times faster. How many seconds does that part take then, "
        "and how many all together?",
        "Set the old time to 1. What is the new time: each part by itself, and what no part names? Then old over new.",
        "Elsewhere: a third of a way of 30 km on a road that is five times as fast takes `(10 / 5 + 20) / 30` of the "
        "time.",
    ],
    solved="a promise that can be checked: what is left alone sets the limit.",
)


@exercise.mistake("the rest forgotten", hint=2)
def _(shares, *, factors):
    """You leave out the time that belongs to no part. It takes as long as before, and in the end it is most of the
    whole.
    """
    with np.errstate(all="ignore"):
        return 1 / np.sum(shares / factors)


@exercise.mistake("the new time")
def _(shares, *, factors):
    """What comes back is the new time, as a part of the old one. Wanted is how many times *faster*: the old over the
    new.
    """
    return 1 - np.sum(shares) + np.sum(shares / factors)


@exercise.mistake("the time that is saved")
def _(shares, *, factors):
    """What comes back is how much of the time is saved. Wanted is how many times faster the whole gets."""
    return np.sum(shares) - np.sum(shares / factors)


@exercise.mistake("the mean of the factors")
def _(shares, *, factors):
    """You take the mean of the factors, weighed by the shares. Factors don't mix like that, *times* do: half of the
    work done infinitely fast makes the whole only twice as fast.
    """
    return 1 - np.sum(shares) + np.sum(shares * factors)


@exercise.also("the mean of the factors")
def _(shares, *, factors):
    return np.sum(shares * factors)


@exercise.also("the mean of the factors")
def _(shares, *, factors):
    return float(np.prod(factors**shares))


@exercise.mistake("shares not looked at")
def _(shares, *, factors):
    """Your answer is made of the factors alone. A large factor is worth little where the share is small, and what is
    left alone takes its time, too.
    """
    return np.max(factors)


def of_factors(made):
    """An answer that looks at the factors alone."""

    def answer(shares, *, factors):
        with np.errstate(all="ignore"):
            return made(factors)

    return answer


for made in (
    np.mean,
    np.prod,
    lambda factors: np.max(factors, initial=1.0),
    lambda factors: len(factors) / np.sum(1 / factors),
    lambda factors: 1 / np.sum(1 / factors),
):
    exercise.also("shares not looked at")(of_factors(made))


@exercise.mistake("what is saved for what is left")
def _(shares, *, factors):
    """You add what is *saved* to the rest of the time. What is left of a part is its share over its factor."""
    return 1 / (1 - np.sum(shares) + np.sum(shares * (1 - 1 / factors)))


@exercise.mistake("what is saved comes on top")
def _(shares, *, factors):
    """In your new time, what is saved is added to the old one. It is taken from it."""
    return 1 / (1 + np.sum(shares) - np.sum(shares / factors))


@exercise.mistake("shares stretched to the whole", hint=2)
def _(shares, *, factors):
    """You divide the shares by their sum, as if the parts were all there is. What no part names takes as long as
    before.
    """
    with np.errstate(all="ignore"):
        return 1 / np.sum(shares / np.sum(shares) / factors)


@exercise.mistake("what is saved, and 1")
def _(shares, *, factors):
    """You add the part of the time that is saved to 1. Half of the time saved makes it *twice* as fast: the old time
    over the new.
    """
    return 1 + np.sum(shares) - np.sum(shares / factors)


@exercise.mistake("parts that get slower left out")
def _(shares, *, factors):
    """A factor below 1 means that a part gets slower. That counts as well."""
    return 1 / (1 - np.sum(shares) + np.sum(shares / np.maximum(factors, 1)))


@exercise.mistake("rounded")
def _(shares, *, factors):
    """What comes back is rounded. Wanted is the number as it is."""
    return round(float(1 / (1 - np.sum(shares) + np.sum(shares / factors))), 2)


@exercise.also("rounded")
def _(shares, *, factors):
    return round(float(1 / (1 - np.sum(shares) + np.sum(shares / factors))), 1)


@exercise.mistake("slower instead of faster")
def _(shares, *, factors):
    """Your parts take their factor times as *long*. Who is four times faster takes a quarter of the time."""
    return 1 / (1 - np.sum(shares) + np.sum(shares * factors))


@exercise.mistake("factors over shares")
def _(shares, *, factors):
    """You divide the factors by the shares. A part's new time is its share over its factor."""
    with np.errstate(all="ignore"):
        return 1 / (1 - np.sum(shares) + np.sum(factors / shares))


@exercise.mistake("shares and factors summed up first")
def _(shares, *, factors):
    """You sum up the shares and the factors first, and divide then. Each part has its own factor: divide first."""
    with np.errstate(all="ignore"):
        return 1 / (1 - np.sum(shares) + np.sum(shares) / np.sum(factors))


@exercise.also("shares and factors summed up first")
def _(shares, *, factors):
    mean = np.mean(factors) if len(factors) else 1.0
    return 1 / (1 - np.sum(shares) + np.sum(shares) / mean)


@exercise.also("shares and factors summed up first")
def _(shares, *, factors):
    return 1 / (1 - np.sum(shares) + np.sum(shares) / np.prod(factors))


@exercise.mistake("each part as if alone")
def _(shares, *, factors):
    """You work out a speed-up for each part alone and put them together. The second part is then measured against a
    time that is no more: add up the new times of all parts instead.
    """
    return np.prod(1 / (1 - shares + shares / factors))


@exercise.also("each part as if alone")
def _(shares, *, factors):
    return np.sum(1 / (1 - shares + shares / factors))


@exercise.also("each part as if alone")
def _(shares, *, factors):
    with np.errstate(all="ignore"):
        return 1 / np.sum(1 - shares + shares / factors)


@exercise.mistake("a number for each part")
def _(shares, *, factors):
    """A number for each part came back. They are one whole: add up their new times."""
    return 1 / (1 - shares + shares / factors)


@exercise.mistake("the parts take no time")
def _(shares, *, factors):
    """You count the rest alone, as if the parts took no time at all. That is the limit that no factor can reach."""
    with np.errstate(all="ignore"):
        return 1 / (1 - np.sum(shares))


@exercise.accepts("part by part, in seconds")
def _(shares, *, factors):
    rest, new = 100.0, 0.0
    for share, factor in zip(shares, factors):
        rest -= 100 * share
        new += 100 * share / factor
    return 100 / (rest + new)


@exercise.accepts("what each part saves")
def _(shares, *, factors):
    return 1.0 / (1.0 - shares @ (1 - 1 / factors))
