"""From noise to digits: step by step, in leaps, louder, along straight ways, and from half way."""

import numpy as np

from dlcourse.experiments.diffusion.digits import ANY, as_ink, as_pictures
from dlcourse.lessons import diffusion
from dlcourse.nn.training.pace import at_pace


def believer(model, labels, *, guidance=None, scale=1.0, steps):
    """What a network believes to be clean, inside of -1 to 1: a function of x (N, 64) and one step t for all.

    Parameters
    ----------
    model : Denoiser
    labels : int array (N,)
        The digits asked for; 10 for none in particular.
    guidance : function, optional
        As the learner's; without it the network is asked for the digit only.
    scale : float
        Of the guidance.
    steps : int
        From clean to noise.
    """
    louder = guidance and at_pace(guidance, diffusion.guidance)

    def clean(x, t):
        time = np.full(len(x), t / steps)
        said = model.says(x, time, labels)
        if louder:
            said = louder(model.says(x, time, np.full(len(x), ANY)), said, scale=scale)
        return np.clip(said, -1, 1)

    return clean


def walk(sample_step, model, labels, *, alpha_bar, seed=0, guidance=None, scale=1.0, seen=()):
    """Pictures of the digits asked for: from noise, step by step.

    Parameters
    ----------
    sample_step : function
        As the learner's.
    model : Denoiser
    labels : int array (N,)
    alpha_bar : array (T + 1,)
    seed : int
        Of all noise.
    guidance : function, optional
    scale : float
    seen : sequence of int
        Steps at which to look, between T and 1.

    Returns
    -------
    array (N, 64), or with `seen` a dict of int to tuple
        The pictures, from 0 to 1; or by step, and 0 for the end, what was there and what was believed, both cut off at
        0 and 1.
    """
    rng, step, steps = np.random.default_rng(seed), at_pace(sample_step, diffusion.sample_step), len(alpha_bar) - 1
    believe, looks = believer(model, labels, guidance=guidance, scale=scale, steps=steps), {}
    x = rng.normal(size=(len(labels), 64))
    for t in range(steps, 0, -1):
        clean = believe(x, t)
        if t in seen:
            looks[t] = as_pictures(x), as_pictures(clean)
        x = step(x, clean, rng.normal(size=x.shape), t=t, alpha_bar=alpha_bar)
    looks[0] = as_pictures(x), as_pictures(x)
    return looks if seen else as_pictures(x)


def stops(steps, last):
    """Which steps to call at, when only so many are made: `last`, then about evenly down to 0.

    >>> stops(4, 50)
    [50, 38, 25, 12, 0]
    """
    return [round(last * (steps - k) / steps) for k in range(steps + 1)]


def leap(ddim_step, model, labels, *, alpha_bar, steps, seed=0):
    """Pictures of the digits asked for, in a few long steps without new noise.

    Parameters
    ----------
    ddim_step : function
        As the learner's.
    model, labels, alpha_bar, seed
        As of :func:`walk`.
    steps : int
        How often the network is asked, at most T.

    Returns
    -------
    array (N, 64)
    """
    last, step = len(alpha_bar) - 1, at_pace(ddim_step, diffusion.ddim_step)
    believe = believer(model, labels, steps=last)
    x, places = np.random.default_rng(seed).normal(size=(len(labels), 64)), stops(steps, last)
    for t, earlier in zip(places[:-1], places[1:], strict=True):
        x = step(x, believe(x, t), alpha_bar=alpha_bar[t], earlier=alpha_bar[earlier])
    return as_pictures(x)


def short_walk(sample_step, model, labels, *, alpha_bar, steps, seed=0):
    """As :func:`walk`, in so few steps as :func:`leap` takes: with new noise after each, on a schedule cut short."""
    last, step = len(alpha_bar) - 1, at_pace(sample_step, diffusion.sample_step)
    believe, places = believer(model, labels, steps=last), stops(steps, last)
    kept, rng = alpha_bar[places[::-1]], np.random.default_rng(seed)
    x = rng.normal(size=(len(labels), 64))
    for k, t in zip(range(steps, 0, -1), places[:-1], strict=True):
        x = step(x, believe(x, t), rng.normal(size=x.shape), t=k, alpha_bar=kept)
    return as_pictures(x)


def flow(model, labels, *, steps, seed=0, says="velocity"):
    """Pictures along the velocities that a network says: each step straight on for a while.

    Parameters
    ----------
    model : Denoiser
        Of :func:`dlcourse.experiments.diffusion.digits.learn_flow`.
    labels : int array (N,)
    steps, seed : int
    says : str
        "velocity", or "clean": then the velocity is the one that leads there, cut off at paper and ink as in
        :func:`believer`.

    Returns
    -------
    array (N, 64)
    """
    x = np.random.default_rng(seed).normal(size=(len(labels), 64))
    for k in range(steps):
        said = model.says(x, np.full(len(x), k / steps), labels)
        velocity = said if says == "velocity" else (np.clip(said, -1, 1) - x) / (1 - k / steps)
        x = x + velocity / steps
    return as_pictures(x)


def half_way(add_noise, sample_step, model, picture, label, *, alpha_bar, steps, count=4):
    """A picture, drowned in noise for each of some numbers of steps, and walked back from there.

    Parameters
    ----------
    add_noise, sample_step : function
        As the learner's.
    model : Denoiser
    picture : array (64,) or (8, 8)
        From 0 to 1.
    label : int
        The digit that it shall be; 10 for none in particular.
    alpha_bar : array (T + 1,)
    steps : sequence of int
        How far to go, 1 to T.
    count : int
        Ways back for each.

    Returns
    -------
    dict of int to tuple of arrays (count, 64)
        By the number of steps the noisy pictures, and those at the end of the ways back.
    """
    mix, step = at_pace(add_noise, diffusion.add_noise), at_pace(sample_step, diffusion.sample_step)
    believe = believer(model, np.full(count, label), steps=len(alpha_bar) - 1)
    x0, found = np.repeat(as_ink(picture).reshape(1, -1), count, axis=0), {}
    for far in steps:
        rng = np.random.default_rng(0)
        x = noisy = mix(x0, rng.normal(size=x0.shape), alpha_bar=alpha_bar[far])
        for t in range(far, 0, -1):
            x = step(x, believe(x, t), rng.normal(size=x.shape), t=t, alpha_bar=alpha_bar)
        found[far] = as_pictures(noisy), as_pictures(x)
    return found
