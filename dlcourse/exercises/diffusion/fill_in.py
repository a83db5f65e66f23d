"""A challenge: a network that was never asked to fills in what is missing."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.signs import cases, observe, together


def fill_in(known, *, mask, denoiser, alpha_bar, count, rng):
    """Draw pictures that have what is known of one, and elsewhere what may have been there.

    known: array (H, W); mask: bool array (H, W), True where it is known, elsewhere it holds 0
    denoiser: a function of noisy pictures (N, H, W) and of the share of the clean variance that is
    left in them, a number; it gives what the clean ones must be believed to be, (N, H, W)
    alpha_bar: array (T + 1,), falling from 1; count: how many to draw; rng: a random generator
    -> array (count, H, W)
    """
    x = rng.normal(size=(count, *known.shape))
    for t in range(len(alpha_bar) - 1, 0, -1):
        now, then = alpha_bar[t], alpha_bar[t - 1]
        beta = 1 - now / then
        for again in range(16):  # back and forth, until what is known and what is new suit each other
            noisy = np.sqrt(now) * known + np.sqrt(1 - now) * rng.normal(size=x.shape)
            x = np.where(mask, noisy, x)
            mean = np.sqrt(then) * beta * denoiser(x, now) + np.sqrt(1 - beta) * (1 - then) * x
            x = mean / (1 - now) + np.sqrt(beta * (1 - then) / (1 - now)) * rng.normal(size=x.shape)
            if again < 15:
                x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.normal(size=x.shape)
    return np.where(mask, known, x)


exercise = Exercise(
    reference=fill_in,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "On the way back, at a step t, how noisy should a known pixel be, that it suits the others? And may a pixel "
        "that was drawn early learn of it?",
        "Put what is known into every step, with as much noise as belongs there. Then see how many draws agree with "
        "it: what was decided at much noise is hardly taken back. So let it be taken back: noise a step again, "
        "and come down anew, several times at each step.",
        "Elsewhere: `np.where(fixed, 7.0, row)` has 7 wherever `fixed` is True, and keeps the rest of `row`; `for _ in "
        "range(10):` inside of another loop does a thing ten times at each of its turns.",
    ],
    solved="what is called inpainting, with a network that was never trained for it: it only knows what pictures look "
    "like, and you said what is known.",
)


def stepwise(x, clean, t, alpha_bar, rng):
    """A step back from t, if `clean` is believed."""
    now, then = alpha_bar[t], alpha_bar[t - 1]
    beta = 1 - now / then
    mean = (np.sqrt(then) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)
    return mean + np.sqrt(beta * (1 - then) / (1 - now)) * rng.normal(size=x.shape)


def noised(known, kept, shape, rng):
    """What is known, with fresh noise, for each draw."""
    return np.sqrt(kept) * known + np.sqrt(1 - kept) * rng.normal(size=shape)


def once(mask, denoiser, alpha_bar, shape, rng, put_in):
    """One way back, with `put_in(x, t)` before each step."""
    x = rng.normal(size=shape)
    for t in range(len(alpha_bar) - 1, 0, -1):
        x = np.where(mask, put_in(x, t), x)
        x = stepwise(x, denoiser(x, alpha_bar[t]), t, alpha_bar, rng)
    return x


@exercise.mistake("what is known comes last")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """What is known is put in at the end: until then the draws know nothing of it, and become any sign. It has to have
    its say on the way.
    """
    x = once(mask, denoiser, alpha_bar, (count, *known.shape), rng, lambda x, t: x)
    return np.where(mask, known, x)


@exercise.mistake("decided too early")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """What is known has its say on the way: good. But only about half of the draws agree with it where little is known,
    or fewer. At much noise it is hardly seen, the rest is decided by chance, and hardly ever taken back. How could a
    draw get a second chance to change its mind?
    """
    shape = (count, *known.shape)
    x = once(mask, denoiser, alpha_bar, shape, rng, lambda x, t: noised(known, alpha_bar[t], shape, rng))
    return np.where(mask, known, x)


@exercise.also("decided too early")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    shape = (count, *known.shape)
    x = once(mask, denoiser, alpha_bar, shape, rng, lambda x, t: np.sqrt(alpha_bar[t]) * known)
    return np.where(mask, known, x)


@exercise.also("decided too early")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    x = rng.normal(size=(count, *known.shape))
    for t in range(len(alpha_bar) - 1, 0, -1):
        clean = np.where(mask, known, denoiser(x, alpha_bar[t]))
        x = stepwise(x, clean, t, alpha_bar, rng)
    return np.where(mask, known, x)


@exercise.also("decided too early")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    x = rng.normal(size=(count, *known.shape))
    for now, then in zip(alpha_bar[:0:-1], alpha_bar[-2::-1]):
        clean = np.where(mask, known, denoiser(x, now))
        x = np.sqrt(then) * clean + np.sqrt(1 - then) * (x - np.sqrt(now) * clean) / np.sqrt(1 - now)
    return np.where(mask, known, x)


@exercise.mistake("not yet often enough")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """Most of your draws agree with what is known, but more than one in ten contradicts it. What was decided at much
    noise still stands in the end. Give each step more occasions to take it back: some noise again, and down anew. (And
    what is put in at a step should be as noisy as all else there.)
    """
    shape = (count, *known.shape)
    x = once(mask, denoiser, alpha_bar, shape, rng, lambda x, t: known)
    return np.where(mask, known, x)


@exercise.also("not yet often enough")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    x = rng.normal(size=(count, *known.shape))
    for t in range(len(alpha_bar) - 1, 0, -1):
        for again in range(3):
            x = np.where(mask, noised(known, alpha_bar[t], x.shape, rng), x)
            x = stepwise(x, denoiser(x, alpha_bar[t]), t, alpha_bar, rng)
            if again < 2:
                kept = alpha_bar[t] / alpha_bar[t - 1]
                x = noised(x, kept, x.shape, rng)
    return np.where(mask, known, x)


@exercise.mistake("always the same")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """All your draws are the same picture. Where several agree with what is known, each of them may be the truth:
    draws should differ. So let each begin with noise of its own.
    """
    x = np.where(mask, known, 0.0)[None].repeat(count, axis=0)
    for kept in alpha_bar[:0:-1]:
        x = np.where(mask, known, denoiser(np.sqrt(kept) * x, kept))
    return x


@exercise.mistake("a guess, and no way back")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """You ask the denoiser once. Where nearly all is known, that is enough. Where little is, the best guess is a mean
    of several signs, which is none of them: a draw has to go down step by step, and decide on the way.
    """
    x = np.where(mask, known, 0.0)[None].repeat(count, axis=0)
    return np.where(mask, known, denoiser(x, alpha_bar[len(alpha_bar) // 2]))


@exercise.mistake("no signs where nothing is known")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """What is known is there, but with the rest it makes no sign, where little is known. The denoiser knows what signs
    look like: ask it at every step, from much noise down to none.
    """
    return np.where(mask, known, rng.normal(size=(count, *known.shape)))


@exercise.also("no signs where nothing is known")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    return np.where(mask, known, 0.0)[None].repeat(count, axis=0)


@exercise.mistake("all signs alike often")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """The draws agree with what is known. But where nothing is, one sign is half of all, and with you it comes hardly
    more often than the others. The denoiser believes in it most where there is *much* noise: ask it there, too.
    """
    x = np.where(mask, 5 * known, rng.normal(size=(count, *known.shape)))
    return np.where(mask, known, denoiser(x, 0.99))


@exercise.mistake("what is known does not stay")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """Known pixels come back changed. They are known: whatever happens on the way, in the end they have to be exactly
    as they were given.
    """
    return fill_in(known, mask=mask, denoiser=denoiser, alpha_bar=alpha_bar, count=count, rng=rng) * 0.98


@exercise.also("what is known does not stay")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    x = rng.normal(size=(count, *known.shape))
    for t in range(len(alpha_bar) - 1, 0, -1):
        for _ in range(15):
            x = np.where(mask, noised(known, alpha_bar[t], x.shape, rng), x)
            x = stepwise(x, denoiser(x, alpha_bar[t]), t, alpha_bar, rng)
            x = noised(x, alpha_bar[t] / alpha_bar[t - 1], x.shape, rng)
        x = stepwise(x, denoiser(x, alpha_bar[t]), t, alpha_bar, rng)
    return x


@exercise.mistake("mask upside down")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    """The mask is upside down: it is True where a pixel is *known*. You draw those, and keep the 0 elsewhere."""
    return np.where(mask, rng.normal(size=(count, *known.shape)), known)


@exercise.accepts("draw many, keep those that agree")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    kept = np.zeros((0, *known.shape))
    while len(kept) < count:
        x = once(mask, denoiser, alpha_bar, (300, *known.shape), rng, lambda x, t: x)
        kept = np.concatenate([kept, x[np.abs(x - known)[:, mask].max(axis=1, initial=0) < 0.1]])
    return np.where(mask, known, kept[:count])


@exercise.accepts("back and forth without a formula for the step: new noise on what is believed")
def _(known, *, mask, denoiser, alpha_bar, count, rng):
    x = rng.normal(size=(count, *known.shape))
    for t in range(len(alpha_bar) - 1, 0, -1):
        for _ in range(30):
            x = np.where(mask, noised(known, alpha_bar[t], x.shape, rng), x)
            clean = denoiser(x, alpha_bar[t])
            noise = (x - np.sqrt(alpha_bar[t]) * clean) / np.sqrt(1 - alpha_bar[t])
            down = np.sqrt(alpha_bar[t - 1]) * clean + np.sqrt(1 - alpha_bar[t - 1]) * noise
            x = noised(down, alpha_bar[t] / alpha_bar[t - 1], x.shape, rng)
        x = down
    return np.where(mask, known, x).tolist()
