"""Ways of points in the plane: from data into noise, and back by what somebody believes to be behind the noise.

Who believes is a function ``believe(x, t)``: noisy points (N, 2) and their step to what is taken for the clean ones.
"""

import numpy as np

from dlcourse.lessons import diffusion
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

ALONG = 2  # numbers of a point
FARTHEST = 4.0  # in each direction: what is believed to be farther out is brought there


def there(add_noise, x0, *, alpha_bar, seed=0):
    """All steps of points into noise, each by one drop of noise of its own.

    Parameters
    ----------
    add_noise : function
        As the learner's.
    x0 : array (N, 2)
    alpha_bar : array (T + 1,)
    seed : int

    Returns
    -------
    array (T + 1, N, 2)
    """
    noise = np.random.default_rng(seed).normal(size=np.shape(x0))
    return np.stack([add_noise(x0, noise, alpha_bar=kept) for kept in alpha_bar])


def by_data(ideal_denoiser, *, data, alpha_bar):
    """Who believes that what is behind the noise must be among `data` (M, 2): ``believe(x, t)``.

    Parameters
    ----------
    ideal_denoiser : function
        As the learner's.
    data : array (M, 2)
    alpha_bar : array (T + 1,)
    """
    ideal_denoiser = at_pace(ideal_denoiser, diffusion.ideal_denoiser)

    def believe(x, t):
        return ideal_denoiser(x, data=data, alpha_bar=alpha_bar[t])

    return believe


def by_network(model, *, alpha_bar, clean_from_noise=None):
    """Who believes what a network says: ``believe(x, t)``.

    Parameters
    ----------
    model : function
        Noisy points (N, 2) and their steps (N,) to what it says (N, 2).
    alpha_bar : array (T + 1,)
    clean_from_noise : function, optional
        As the learner's, for a network that says the noise; if left out, what it says is taken for the clean points.
    """
    clean_from_noise = at_pace(clean_from_noise, diffusion.clean_from_noise) if clean_from_noise else None

    def believe(x, t):
        said = model(x, np.full(len(x), t))
        return clean_from_noise(x, said, alpha_bar=alpha_bar[t]) if clean_from_noise else said

    return believe


def begun(count, seed):
    """A generator, and pure noise that it has drawn: array (count, 2)."""
    rng = np.random.default_rng(seed)
    return rng, rng.normal(size=(few(count, 20), ALONG))


def back(sample_step, believe, *, alpha_bar, count=1000, seed=0):
    """Walk from pure noise back to step 0, one step at a time, with a little new noise in each.

    Parameters
    ----------
    sample_step : function
        As the learner's.
    believe : function
        ``believe(x, t)``, as :func:`by_data` or :func:`by_network`; cut off at `FARTHEST`.
    alpha_bar : array (T + 1,)
    count : int
        How many points.
    seed : int

    Returns
    -------
    array (T + 1, count, 2)
        At place t the points at step t: the noise is the last, the samples are the first.
    """
    sample_step = at_pace(sample_step, diffusion.sample_step)
    rng, x = begun(count, seed)
    path = [x]
    for t in range(len(alpha_bar) - 1, 0, -1):
        clean = np.clip(believe(x, t), -FARTHEST, FARTHEST)
        x = sample_step(x, clean, rng.normal(size=x.shape), t=t, alpha_bar=alpha_bar)
        path.append(x)
    return np.stack(path[::-1])


def leap(ddim_step, believe, *, alpha_bar, steps, count=1000, seed=0):
    """Walk from the same pure noise back to step 0 in a few leaps, without new noise.

    Parameters
    ----------
    ddim_step : function
        As the learner's.
    believe, alpha_bar, count, seed
        As for :func:`back`.
    steps : int
        How many leaps, of equal length but for rounding.

    Returns
    -------
    array (steps + 1, count, 2)
        The noise is the last, the samples are the first.
    """
    ddim_step = at_pace(ddim_step, diffusion.ddim_step)
    _, x = begun(count, seed)
    path, stops = [x], np.linspace(len(alpha_bar) - 1, 0, steps + 1).round().astype(int)
    for now, then in zip(stops[:-1], stops[1:], strict=True):
        clean = np.clip(believe(x, now), -FARTHEST, FARTHEST)
        x = ddim_step(x, clean, alpha_bar=alpha_bar[now], earlier=alpha_bar[then])
        path.append(x)
    return np.stack(path[::-1])


def detour(path):
    """How long ways are, the mean over points, for one long step straight from noise to sample: a number from 1 on.

    Parameters
    ----------
    path : array (T + 1, N, 2)
    """
    walked = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum(axis=0)
    return float(np.mean(walked) / np.mean(np.linalg.norm(path[-1] - path[0], axis=-1)))
