"""A step back as long as one likes, and without a draw."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.exercises.diffusion._cases.ways_back import leap_cases
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.ddim_step,
    points=2,
    cases=leap_cases,
    hints=[
        "In the example by hand x is 4.6, and believed to be clean is 4. Which noise is then in x? And with that very "
        "noise, what would the example look like at the earlier step?",
        "Two thoughts, both of them seen before. The noise that is left: solve the mixture for the noise. Then mix "
        "`clean` and that noise again, with the shares of the earlier step.",
        "Elsewhere: 12 litres are 30 % syrup and 70 % of something else of strength s. Whoever knows the syrup's "
        "strength solves for s, and can then tell how strong any other mixture of the two would be.",
    ],
    solved="leaps in place of steps: fifty become ten, or five, and the same noise always gives the same picture.",
)
note = noting(exercise)


def leap(noise=None, mixture=None):
    """A step with another noise or another mixture."""

    def answer(x, clean, *, alpha_bar, earlier):
        with np.errstate(all="ignore"):
            kept, later = np.float64(alpha_bar), np.float64(earlier)
            left = (noise or right_noise)(x, clean, kept, later)
            return (mixture or right_mixture)(clean, left, later, kept)

    return answer


def right_noise(x, clean, kept, later):
    return (x - np.sqrt(kept) * clean) / np.sqrt(1 - kept)


def right_mixture(clean, left, later, kept):
    return np.sqrt(later) * clean + np.sqrt(1 - later) * left


note(
    "x taken for the noise",
    "You mix `clean` with x itself. x is not noise: part of it is `clean`. Take that part out first.",
    leap(lambda x, clean, kept, later: x),
    hint=2,
)
note(
    "noise as the plain difference",
    "Your noise is x minus `clean`. In x both have factors: sqrt(alpha_bar) at `clean`, sqrt(1 - alpha_bar) at the "
    "noise.",
    leap(lambda x, clean, kept, later: x - clean),
    leap(lambda x, clean, kept, later: (x - clean) / np.sqrt(1 - kept)),
    hint=2,
)
note(
    "noise not divided",
    "You take out the part of `clean`, but what is left is the noise times its factor: divide by sqrt(1 - alpha_bar).",
    leap(lambda x, clean, kept, later: x - np.sqrt(kept) * clean),
)
note(
    "noise multiplied",
    "You multiply by sqrt(1 - alpha_bar) where you should divide: the noise in x is shrunk already.",
    leap(lambda x, clean, kept, later: (x - np.sqrt(kept) * clean) * np.sqrt(1 - kept)),
)
note(
    "noise by shares without roots",
    "The noise in x is found with the shares themselves. In x their *roots* are factors.",
    leap(lambda x, clean, kept, later: (x - kept * clean) / (1 - kept)),
)
note(
    "no root at clean in the noise",
    "In the noise `clean` is multiplied by the share itself, and wants its root.",
    leap(lambda x, clean, kept, later: (x - kept * clean) / np.sqrt(1 - kept)),
)
note(
    "no root below the line",
    "In the noise you divide by the share itself, 1 - alpha_bar. It stands in x with its *root*.",
    leap(lambda x, clean, kept, later: (x - np.sqrt(kept) * clean) / (1 - kept)),
)
note(
    "brackets missing",
    "In the noise only `clean` is divided: put the difference in brackets.",
    leap(lambda x, clean, kept, later: x - np.sqrt(kept) * clean / np.sqrt(1 - kept)),
)
note(
    "noise by the earlier step",
    "You look for the noise in x with the share of the *earlier* step. x is of the later one: it was mixed by "
    "`alpha_bar`.",
    leap(lambda x, clean, kept, later: right_noise(x, clean, later, later)),
)
note(
    "shares exchanged",
    "The shares of the two steps are exchanged: x has `alpha_bar`, and the result `earlier`.",
    leap(
        lambda x, clean, kept, later: right_noise(x, clean, later, later),
        lambda clean, left, later, kept: right_mixture(clean, left, kept, later),
    ),
)
note(
    "noise divided by the clean factor",
    "In the noise you divide by sqrt(alpha_bar). That is the factor of `clean`; the noise has sqrt(1 - alpha_bar).",
    leap(lambda x, clean, kept, later: (x - np.sqrt(kept) * clean) / np.sqrt(kept)),
)
note(
    "noise with the wrong sign",
    "The noise has the wrong sign: it is what x has *beyond* the part of `clean`.",
    leap(lambda x, clean, kept, later: -right_noise(x, clean, kept, later)),
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean - np.sqrt(1 - later) * left),
)
note(
    "clean and x exchanged in the noise",
    "You take a part of x from `clean`. It is the other way round: `clean` is in x.",
    leap(lambda x, clean, kept, later: (clean - np.sqrt(kept) * x) / np.sqrt(1 - kept)),
)
note(
    "mixed without roots",
    "The noise is right. You mix with the shares themselves: their roots are the factors.",
    leap(None, lambda clean, left, later, kept: later * clean + (1 - later) * left),
)
note(
    "no root at clean in the mixture",
    "The noise is right. In the mixture the factor of `clean` wants a root.",
    leap(None, lambda clean, left, later, kept: later * clean + np.sqrt(1 - later) * left),
)
note(
    "no root at the noise in the mixture",
    "The noise is right. In the mixture its factor wants a root.",
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean + (1 - later) * left),
)
note(
    "clean and noise exchanged in the mixture",
    "In the mixture `clean` and the noise are exchanged: with earlier = 1 all of it is `clean`.",
    leap(None, lambda clean, left, later, kept: np.sqrt(1 - later) * clean + np.sqrt(later) * left),
    hint=1,
)
note(
    "clean as it is",
    "In the mixture `clean` stays as it is. At the earlier step it is shrunk, too, by sqrt(earlier).",
    leap(None, lambda clean, left, later, kept: clean + np.sqrt(1 - later) * left),
)
note(
    "noise left out",
    "The noise is left out. At the earlier step there is still some, unless it is step 0.",
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean),
)
note(
    "all of the noise",
    "The noise is added as it is. At the earlier step it has the factor sqrt(1 - earlier).",
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean + left),
)
note(
    "back where it was",
    "You mix with the shares of the step of x: that gives x again. Mix with those of the *earlier* one.",
    leap(None, lambda clean, left, later, kept: right_mixture(clean, left, kept, later)),
)


note(
    "noise of the difference",
    "The noise is right. As its factor you take the root of how far the two shares are apart. At the earlier step all "
    "of sqrt(1 - earlier) is there.",
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean + np.sqrt(np.abs(later - kept)) * left),
)
note(
    "1 minus the root",
    "As the noise's factor you take 1 minus the *root* of the share. It is the root of 1 minus the share.",
    leap(
        lambda x, clean, kept, later: (x - np.sqrt(kept) * clean) / (1 - np.sqrt(kept)),
        lambda clean, left, later, kept: np.sqrt(later) * clean + (1 - np.sqrt(later)) * left,
    ),
    leap(None, lambda clean, left, later, kept: np.sqrt(later) * clean + (1 - np.sqrt(later)) * left),
)
note(
    "`clean` cut off at 1",
    "You cut `clean` off at -1 and 1, as programs for pictures do. Points may lie anywhere: whoever believes may cut "
    "off, the step does not.",
    lambda x, clean, *, alpha_bar, earlier: leap()(x, np.clip(clean, -1, 1), alpha_bar=alpha_bar, earlier=earlier),
)


@exercise.mistake("the mean of the other step")
def _(x, clean, *, alpha_bar, earlier):
    """That is the mean of `sample_step`. There new noise comes on top; without it too little noise is left. Here all
    that is in x stays, only with a smaller factor.
    """
    with np.errstate(all="ignore"):
        beta = 1 - np.float64(alpha_bar) / earlier
        return (np.sqrt(earlier) * beta * clean + np.sqrt(1 - beta) * (1 - earlier) * x) / (1 - alpha_bar)


@exercise.also("the mean of the other step")
def _(x, clean, *, alpha_bar, earlier):
    beta = 1 - alpha_bar / earlier if earlier else 0.0
    return (np.sqrt(earlier) * beta * clean + np.sqrt(1 - beta) * (1 - earlier) * x) / (1 - alpha_bar)


@exercise.mistake("clean taken for the noise")
def _(x, clean, *, alpha_bar, earlier):
    """You take `clean` for the noise, as a network says it that was asked for that. It is what is believed to be the
    clean example.
    """
    with np.errstate(all="ignore"):
        picture = (x - np.sqrt(1 - alpha_bar) * clean) / np.sqrt(np.float64(alpha_bar))
    return np.sqrt(earlier) * picture + np.sqrt(1 - earlier) * clean


@exercise.mistake("noise of its own")
def _(x, clean, *, alpha_bar, earlier):
    """You draw noise. Here nothing is drawn: it is the noise that x has already."""
    noise = np.random.default_rng(0).normal(size=x.shape)
    return np.sqrt(earlier) * clean + np.sqrt(1 - earlier) * noise


@exercise.mistake("a part of the way toward clean")
def _(x, clean, *, alpha_bar, earlier):
    """You go straight from x toward `clean`, a share of the way. On the way back both factors change, that of `clean`
    and that of the noise. (Without any of the roots one arrives at the same place: they are shares of variances.)
    """
    share = (earlier - alpha_bar) / (1 - alpha_bar)
    return x + share * (clean - x)


@exercise.mistake("all the way at once")
def _(x, clean, *, alpha_bar, earlier):
    """`clean` itself comes back, whatever `earlier` is. It says how much noise there is still to be."""
    return clean.copy()


@exercise.accepts("two factors, of x and of clean")
def _(x, clean, *, alpha_bar, earlier):
    of_x = ((1 - earlier) / (1 - alpha_bar)) ** 0.5
    return of_x * x + (earlier**0.5 - of_x * alpha_bar**0.5) * clean


@exercise.accepts("as on a circle")
def _(x, clean, *, alpha_bar, earlier):
    now, then = np.arccos(np.sqrt([alpha_bar, earlier]))
    noise = (x - np.cos(now) * clean) / np.sin(now)
    return clean * np.cos(then) + noise * np.sin(then)


@exercise.accepts("number by number")
def _(x, clean, *, alpha_bar, earlier):
    out = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        noise = (x[place] - np.sqrt(alpha_bar) * clean[place]) / np.sqrt(1 - alpha_bar)
        out[place] = np.sqrt(earlier) * clean[place] + np.sqrt(1 - earlier) * noise
    return out


@exercise.accepts("example by example, stacked")
def _(x, clean, *, alpha_bar, earlier):
    shrunk = ((1 - earlier) / (1 - alpha_bar)) ** 0.5
    return np.stack([earlier**0.5 * c + shrunk * (row - alpha_bar**0.5 * c) for row, c in zip(x, clean)])
