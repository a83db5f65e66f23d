"""Asking for a class more loudly than it was learned."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import diffusion


def cases(rng):
    """By hand; to stay, to arrive, half way, beyond, backwards; a class that makes no difference; whole numbers."""
    N, D, M, K = drawn_sizes(rng, 4)

    def case(*shape, scale):
        return Case(*rng.normal(size=(2, *shape)), scale=scale)

    same = rng.normal(size=(N, 2))
    return [
        Case(np.array([1.0, 1.0]), np.array([2.0, 0.0]), scale=3.0),
        case(N, D, scale=2.0),
        case(K, scale=0.5),
        case(M, N, scale=1.0),
        case(D, K, scale=0.0),
        case(N, K, D, scale=float(rng.uniform(3, 9))),
        case(M, 1, scale=-1.5),
        case(1, M, scale=4),
        Case(same, same, scale=2.5),
        Case(rng.integers(-9, 9, (D, M)), rng.integers(-9, 9, (D, M)), scale=1.5),
        Case(*rng.normal(size=(2, K, N)).astype(np.float32), scale=3.0),
    ]


exercise = Exercise(
    reference=diffusion.guidance,
    points=1,
    cases=cases,
    hints=[
        "At what scale should the answer be `plain`, and at what scale `with_class`? What does yours give there?",
        "From one place to another leads the difference of the two. Take so many times this way, beginning at `plain`.",
        "Elsewhere: on a trip from kilometre 30 to kilometre 80, half of the way ends at 55 and twice the way at 130.",
    ],
    solved="a megaphone for the class: more of what it changes.",
)

exercise.edit(
    "begins at the class",
    {"plain + scale": "with_class + scale"},
    """You begin at `with_class`: with a scale of 0 it should be `plain`, and with 1 `with_class`. (Some articles count
    what goes *beyond*: their 0 is the 1 of this formula.)""",
)

exercise.edit(
    "toward the plain one",
    {"with_class - plain": "plain - with_class"},
    "You go away from the class: the way leads from `plain` to `with_class`, and so the difference is turned round.",
)

exercise.edit(
    "begins at the class, toward the plain one",
    {"plain + scale * (with_class - plain)": "with_class + scale * (plain - with_class)"},
    "You begin at `with_class` and go toward `plain`: a scale of 0 should give `plain`, and 1 `with_class`.",
)

exercise.edit(
    "only the difference",
    {"plain + scale": "scale"},
    "Only the way itself comes back, and not where it leads to: it begins at `plain`.",
)

exercise.edit(
    "class louder, plain not taken away",
    {"scale * (with_class - plain)": "scale * with_class"},
    "You add `scale` times all that was said with the class. Only what the class *changes* is to be made larger.",
)

exercise.edit(
    "class alone, louder",
    {"plain + scale * (with_class - plain)": "scale * with_class"},
    """Your answer is `scale * with_class`, whatever `plain` is: only what the class *changes* should get larger. Are
    brackets missing? `p + s * c - p` is no more than `s * c`.""",
)


@exercise.mistake("scale added up with the class")
def _(plain, with_class, *, scale):
    """You multiply the sum of both by the scale: what both say alike gets larger, too."""
    return scale * (plain + with_class)


@exercise.mistake("taken away from the class")
def _(plain, with_class, *, scale):
    """You take `scale` times `plain` away. Then a scale of 1 does not give `with_class`: the factors of the two must
    add up to 1, `1 - scale` and `scale`.
    """
    return with_class - scale * plain


@exercise.mistake("factors that do not add up to 1")
def _(plain, with_class, *, scale):
    """Your factors do not add up to 1: where the class makes no difference, the answer is not what both say."""
    return scale * with_class + (scale - 1) * plain


@exercise.mistake("never beyond the class")
def _(plain, with_class, *, scale):
    """You stop at `with_class`. More than 1 goes beyond: that is what guidance is for."""
    return plain + min(scale, 1) * (with_class - plain)


@exercise.also("never beyond the class")
def _(plain, with_class, *, scale):
    return plain + np.clip(scale, 0, 1) * (with_class - plain)


@exercise.mistake("cut off at 1")
def _(plain, with_class, *, scale):
    """Your answer is cut off at -1 and 1, as programs for pictures do it afterwards. Nothing says that here."""
    return np.clip(plain + scale * (with_class - plain), -1, 1)


@exercise.mistake("divided by the scale")
def _(plain, with_class, *, scale):
    """You divide by the scale at the end. Then a scale of 1 is right, and all others fall short: nothing is divided."""
    with np.errstate(all="ignore"):
        return (plain + scale * (with_class - plain)) / np.float64(scale)


@exercise.mistake("one step less")
def _(plain, with_class, *, scale):
    """You go `scale - 1` times the way: that is right if one begins at `with_class`; you begin at `plain`."""
    return plain + (scale - 1) * (with_class - plain)


@exercise.mistake("distance without its sign")
def _(plain, with_class, *, scale):
    """You take the difference without its sign. Where the class makes a number smaller, it is to get smaller still."""
    return plain + scale * np.abs(with_class - plain)


@exercise.mistake("a mean of both")
def _(plain, with_class, *, scale):
    """You take a weighted mean, which always lies *between* the two. More than 1 goes beyond the class."""
    with np.errstate(all="ignore"):
        return (plain + scale * with_class) / np.float64(1 + scale)


@exercise.mistake("the class up to a scale of 1")
def _(plain, with_class, *, scale):
    """Up to 1 you give `with_class`, whatever the scale is. 0 stays at `plain`, and 0.5 is half way."""
    return with_class.copy() if scale <= 1 else plain + scale * (with_class - plain)


@exercise.mistake("0 taken for no wish")
def _(plain, with_class, *, scale):
    """A scale of 0 counts as missing with you: in Python `if scale` is False for 0. There the answer is `plain`."""
    return plain + scale * (with_class - plain) if scale else with_class.copy()


@exercise.accepts("a weighted sum")
def _(plain, with_class, *, scale):
    return (1 - scale) * plain + scale * with_class


@exercise.accepts("beyond the class")
def _(plain, with_class, *, scale):
    return with_class + (scale - 1) * (with_class - plain)


@exercise.accepts("number by number")
def _(plain, with_class, *, scale):
    out = np.zeros(plain.shape)
    for place in np.ndindex(plain.shape):
        out[place] = plain[place] + scale * (with_class[place] - plain[place])
    return out
