"""A small network of points in the plane that is told the time, and its training."""

import numpy as np

from dlcourse.experiments.diffusion.plane import NAMES, moons, shown
from dlcourse.experiments.diffusion.walks import ALONG
from dlcourse.lessons import diffusion
from dlcourse.nn.training import Adam, mlp
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

WIDTHS = (64, 64, 64, 64)  # of the hidden layers
WAVES = 4  # of the time: a quarter of a turn, a half, one and two
BATCH, UPDATES, RATE = 128, 3000, 0.006
ASKED = 200  # points at each step, when losses are told


class PointNetwork:
    """A multilayer perceptron that is called with points (N, 2) and times (N,), and gives points (N, 2).

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    last : float
        The time at which time ends: the number of steps, or 1.
    """

    def __init__(self, rng, last):
        self.last, self.layers = last, mlp([ALONG + 2 * WAVES, *WIDTHS, ALONG], rng)

    def inputs(self, x, t):
        """Each point and its time, as cosines and sines of several lengths: array (N, 10)."""
        turns = np.pi / 2 * np.outer(np.asarray(t) / self.last, 2.0 ** np.arange(WAVES))
        return np.concatenate([x, np.cos(turns), np.sin(turns)], axis=1)

    def __call__(self, x, t):
        return self.layers.outputs(self.inputs(x, t))

    @property
    def size(self):
        """How many numbers it learns."""
        return self.layers.size


def trained(model, gradient, rng, *, updates, rate):
    """Train a network of points on :func:`~dlcourse.experiments.diffusion.plane.shown`, with Adam.

    Parameters
    ----------
    model : PointNetwork
        Changed in place.
    gradient : function
        ``gradient(x0, noise, network)`` gives the loss and its gradient by what the network said when it was called.
    rng : numpy.random.Generator
    updates : int
    rate : float
        At the beginning; it falls to 0 along a cosine.

    Returns
    -------
    tuple (PointNetwork, array (updates,))
        The network, and the loss before each update.
    """
    data, losses, kept = shown(), [], {}

    def network(x, t):
        said, kept["caches"] = model.layers.forward(model.inputs(x, t), training=True)
        return said

    optimizer = Adam(lambda update: rate * (1 + np.cos(np.pi * update / updates)) / 2)
    for _ in range(few(updates)):
        x0 = data[rng.integers(len(data), size=BATCH)]
        loss, d_said = gradient(x0, rng.normal(size=x0.shape), network)
        optimizer.step(model.layers, model.layers.backward(d_said, kept["caches"]))
        losses.append(loss)
    return model, np.array(losses)


def learn(denoising_loss, *, alpha_bar, target="noise", seed=0, updates=UPDATES, rate=RATE):
    """Train a network to say the noise in noisy points, or the clean points.

    Parameters
    ----------
    denoising_loss : function
        As the learner's.
    alpha_bar : array (T + 1,)
    target : str
        "noise" or "clean".
    seed : int
        Draws weights, points, noise and steps.
    updates : int
    rate : float

    Returns
    -------
    tuple (PointNetwork, array (updates,))
        The network, and the loss before each update.
    """
    denoising_loss = at_pace(denoising_loss, diffusion.denoising_loss)
    rng, steps = np.random.default_rng(seed), len(alpha_bar) - 1

    def gradient(x0, noise, network):
        t = rng.integers(1, steps + 1, size=len(x0))
        return denoising_loss(x0, noise, t=t, network=network, alpha_bar=alpha_bar, target=target)

    return trained(PointNetwork(rng, steps), gradient, rng, updates=updates, rate=rate)


def losses_told(denoising_loss, believers, *, alpha_bar):
    """As text, how far off those who believe are about the noise: in the points that were shown, and in new ones.

    Parameters
    ----------
    denoising_loss : function
        As the learner's; it is asked for "noise".
    believers : dict of str to function
        ``believe(x, t)`` of each, as in :mod:`dlcourse.experiments.diffusion.walks`.
    alpha_bar : array (T + 1,)
    """
    denoising_loss = at_pace(denoising_loss, diffusion.denoising_loss)
    heaps = {"shown points": np.tile(shown(), (ASKED // len(shown()), 1)), "new points": moons(ASKED, seed=1)}
    lines = [f"{'loss, for the noise in':{NAMES}}" + "".join(f"{name:>15}" for name in heaps)]
    for name, believe in believers.items():
        lines.append(f"{name:{NAMES}}")
        for x0 in heaps.values():
            lines[-1] += f"{_loss(denoising_loss, believe, x0, alpha_bar):15.2f}"
    return "\n".join(lines)


def _loss(denoising_loss, believe, x0, alpha_bar):
    """The mean over all steps, with the same noise for everybody."""
    rng, found = np.random.default_rng(0), []

    def noise_in(x, t):
        left = alpha_bar[t[0]]
        return (x - np.sqrt(left) * believe(x, t[0])) / np.sqrt(1 - left)

    for step in range(1, few(len(alpha_bar) - 1) + 1):
        t, noise = np.full(len(x0), step), rng.normal(size=x0.shape)
        asked = {"t": t, "network": noise_in, "alpha_bar": alpha_bar, "target": "noise"}
        found.append(denoising_loss(x0, noise, **asked)[0])
    return float(np.mean(found))
