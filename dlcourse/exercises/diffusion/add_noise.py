"""Noise of any step, in one step."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.mixtures import by_example, mixing_cases
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.add_noise,
    points=1,
    cases=mixing_cases,
    hints=[
        "In the example by hand 0.64 of the variance is kept: what is the clean number multiplied by, and what the "
        "noise? What would the variance of the mixture be if both were multiplied by the shares themselves?",
        "What scales a variance by a share scales the number by its root. The two shares add up to 1. And where each "
        "example has a share of its own, all numbers of that example want the same one.",
        "Elsewhere: prices of 3 shops on 7 days are `P` (3, 7), a rate for each shop is `r` (3,). `r.reshape(-1, 1)` "
        "is (3, 1), and `r.reshape(-1, 1) * P` gives each shop its own. For one rate for all, `np.ndim(r)` is 0.",
    ],
    solved="ink in water, at any hour you like, without waiting for it.",
)


def mixed(clean, noisy):
    """A wrong mixture, with these factors of the share."""
    return lambda x0, noise, *, alpha_bar: (
        clean(by_example(alpha_bar, x0)) * x0 + noisy(by_example(alpha_bar, x0)) * noise
    )


def itself(share):
    return share


def rest(share):
    return 1 - share


def root_of_rest(share):
    return np.sqrt(1 - share)


def one(share):
    return 1.0


note = noting(exercise)

for name, advice, clean, noisy in [
    (
        "shares without roots",
        "You multiply by the shares themselves. They are shares of the *variance*: a number that is multiplied by 0.6 "
        "keeps 0.36 of it. So roots are wanted, of both.",
        itself,
        rest,
    ),
    (
        "no root at the clean example",
        "The noise is right. The clean example is multiplied by the share itself, and wants its root.",
        itself,
        root_of_rest,
    ),
    (
        "no root at the noise",
        "The clean example is right. The noise is multiplied by the share itself, and wants its root.",
        np.sqrt,
        rest,
    ),
    (
        "roots that add up to 1",
        "Your two factors add up to 1. It is the *variances* that do, the squares of the factors: the root is taken of "
        "1 - alpha_bar, after the subtraction.",
        np.sqrt,
        lambda share: 1 - np.sqrt(share),
    ),
    (
        "clean and noise exchanged",
        "With alpha_bar = 1 you give pure noise. `alpha_bar` is the share of the *clean* example.",
        root_of_rest,
        np.sqrt,
    ),
    (
        "shares exchanged, without roots",
        "Two things: `alpha_bar` is the share of the *clean* example; and the shares are of the variance, so that "
        "roots are wanted.",
        rest,
        itself,
    ),
    (
        "all of the noise",
        "The noise is added as it is. At step 0 none of it belongs there: it wants its factor, too.",
        np.sqrt,
        one,
    ),
    (
        "all of the clean example",
        "The clean example stays as it is, however much noise there is: the numbers grow from step to step, and the "
        "example never goes away. It wants its factor, too.",
        one,
        root_of_rest,
    ),
    (
        "noise taken away",
        "You take the noise away. Noise lies on both sides, but whoever uses it later counts on its sign: it is added.",
        np.sqrt,
        lambda share: -np.sqrt(1 - share),
    ),
    (
        "the same factor for both",
        "Clean example and noise have the same factor. That of the noise is made of 1 - alpha_bar.",
        np.sqrt,
        np.sqrt,
    ),
    (
        "share taken for the factor",
        "You take `alpha_bar` for the factor of the clean example itself, and what is left for the noise. It is a "
        "share of the variance: the factor is its root.",
        itself,
        lambda share: np.sqrt(1 - share**2),
    ),
    (
        "squares in place of roots",
        "You square the shares. A share of the variance is a square already: what multiplies is its *root*.",
        np.square,
        lambda share: (1 - share) ** 2,
    ),
    (
        "only the clean example",
        "No noise comes in: the second part of the sum is missing.",
        np.sqrt,
        lambda share: 0.0,
    ),
    (
        "noise by the root of the share kept",
        "The clean example stays as it is, and the noise has its factor. The two are exchanged, and the other one is "
        "missing.",
        one,
        np.sqrt,
    ),
]:
    note(name, advice, mixed(clean, noisy))


@exercise.mistake("shares along the last axis")
def _(x0, noise, *, alpha_bar):
    """One share for each example lies along the *last* axis with you, over the numbers of an example, and fits only
    where both are equally many. Give the shares axes of length 1 behind their own.
    """
    kept = np.asarray(alpha_bar)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.also("shares along the last axis")
def _(x0, noise, *, alpha_bar):
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * noise


@exercise.mistake("points only, one share for each")
def _(x0, noise, *, alpha_bar):
    """That holds for tables whose examples have a share each. A single number has no axes to be indexed, and pictures
    have one more: look how many axes there are (`np.ndim`, `x0.ndim`).
    """
    kept = np.asarray(alpha_bar)[:, None]
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.also("points only, one share for each")
def _(x0, noise, *, alpha_bar):
    kept = alpha_bar[:, None]
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.also("points only, one share for each")
def _(x0, noise, *, alpha_bar):
    kept = alpha_bar[:, np.newaxis]
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("points only")
def _(x0, noise, *, alpha_bar):
    """For points it is right. Pictures have one axis more: give the shares as many axes of length 1 as the examples
    have behind their first one.
    """
    kept = np.asarray(alpha_bar).reshape(-1, 1)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.also("points only")
def _(x0, noise, *, alpha_bar):
    kept = alpha_bar if np.ndim(alpha_bar) == 0 else alpha_bar[:, None]
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("pictures only")
def _(x0, noise, *, alpha_bar):
    """You give the shares two axes more in any case, as pictures want it. Points have one axis less, and so what comes
    back has one too many: as many axes of length 1 as the examples have behind their first one.
    """
    kept = np.asarray(alpha_bar).reshape(-1, 1, 1)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.also("shares along the last axis")
def _(x0, noise, *, alpha_bar):
    kept = np.asarray(alpha_bar)
    kept = kept.reshape(-1, 1, 1) if x0.ndim == 3 else kept
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("shares multiplied once more")
def _(x0, noise, *, alpha_bar):
    """You multiply the shares up, from example to example. `alpha_bar` has done this already, from step to step: each
    number is what is left for its example.
    """
    kept = by_example(np.cumprod(alpha_bar) if np.ndim(alpha_bar) else alpha_bar, x0)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("one share for all")
def _(x0, noise, *, alpha_bar):
    """All examples get the share of the first one. Where `alpha_bar` is an array, each example has its own."""
    kept = np.asarray(alpha_bar, float).ravel()[:1].sum()
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("the rest of the root")
def _(x0, noise, *, alpha_bar):
    """At the noise you take the root of what is missing to the *root* of the share. It is the share itself that is
    taken from 1, and then the root.
    """
    root = np.sqrt(by_example(alpha_bar, x0))
    return root * x0 + np.sqrt(1 - root) * noise


@exercise.mistake("the mean of the shares for all")
def _(x0, noise, *, alpha_bar):
    """All examples get the mean of the shares. Where `alpha_bar` is an array, each example has its own."""
    kept = np.mean(alpha_bar)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


@exercise.mistake("noise of its own")
def _(x0, noise, *, alpha_bar):
    """The noise comes in as the argument `noise`; you draw another one. Then nobody could say later which noise is in
    the example.
    """
    return diffusion.add_noise(x0, np.random.default_rng(0).normal(size=x0.shape), alpha_bar=alpha_bar)


@exercise.accepts("example by example")
def _(x0, noise, *, alpha_bar):
    out = np.zeros(x0.shape)
    for n, kept in enumerate(np.broadcast_to(alpha_bar, len(x0))):
        out[n] = kept**0.5 * x0[n] + (1 - kept) ** 0.5 * noise[n]
    return out


@exercise.accepts("the first axis moved to the end")
def _(x0, noise, *, alpha_bar):
    kept = np.asarray(alpha_bar)
    return (np.sqrt(kept) * x0.T + np.sqrt(1 - kept) * noise.T).T


@exercise.accepts("as on a circle")
def _(x0, noise, *, alpha_bar):
    angle = np.arccos(np.sqrt(by_example(alpha_bar, x0)))
    return np.cos(angle) * x0 + np.sin(angle) * noise
