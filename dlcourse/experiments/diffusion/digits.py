"""A network that looks at noisy digits and says what the clean ones are: told the step, and perhaps the digit.

Pixels run from -1 (paper) to 1 (ink) inside, so that noise of spread 1 drowns them; pictures that go in or come out
have 0 for paper and 1 for ink, as everywhere in the course.
"""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.denoiser import HIDDEN, INPUTS, PIXELS, WAVES, digit_denoiser
from dlcourse.lessons import diffusion
from dlcourse.nn.training import Adam, mlp, named_parameters, set_parameters
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

STEPS = 50  # from a clean picture to noise
CLASSES = 10
ANY = CLASSES  # the label of "no digit in particular"
DROPPED = 0.1  # the share of the examples whose digit is not told
BATCH, RATE = 128, 0.002
MEAN = 0.998  # what a mean of the weights keeps of itself in a step
LAYERS = ("first", "second", "out")


def as_ink(X):
    """Pictures from 0 to 1 as the network has them: from -1 to 1."""
    return 2 * np.asarray(X, dtype=float) - 1


def as_pictures(x):
    """What the network has, as pictures from 0 to 1: what lies outside is cut off."""
    return (np.clip(x, -1, 1) + 1) / 2


class Denoiser:
    """A multilayer perceptron that gets noisy digits, the time of each, and which digit it shall be.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    """

    def __init__(self, rng):
        self.network = mlp([INPUTS, HIDDEN, HIDDEN, PIXELS], rng)

    @staticmethod
    def inputs(x, time, labels):
        """What goes into the network: the pixels, sines and cosines of the time, and the digit as one of eleven.

        Parameters
        ----------
        x : array (N, 64)
        time : array (N,)
            From 0 to 1.
        labels : int array (N,)
            The digit of each, or 10: none in particular.

        Returns
        -------
        array (N, 64 + 12 + 11)
        """
        angles = np.pi * np.asarray(time)[:, None] * 2.0 ** np.arange(WAVES)
        return np.concatenate([x, np.sin(angles), np.cos(angles), np.eye(CLASSES + 1)[labels]], axis=1)

    def says(self, x, time, labels):
        """What the network puts out (N, 64) for the same as `inputs`."""
        return self.network.outputs(self.inputs(x, time, labels))

    def asked(self, labels, *, steps):
        """The network as lesson 15 has it: a function of noisy examples x (N, 64) and the step t (N,) of each.

        Parameters
        ----------
        labels : int array (N,)
        steps : int
            How many there are from clean to noise.
        """

        def network(x, t):
            return self.says(x, np.broadcast_to(t, len(x)) / steps, labels)

        return network


class _MeanOfWeights:
    """A slow mean of all weights along the training, which makes better pictures than the last ones."""

    def __init__(self, network):
        self.network, self.steps = network, 0
        self.mean = network.snapshot()

    def follow(self):
        keeps = min(MEAN, (1 + self.steps) / (10 + self.steps))  # the first weights are soon forgotten
        self.steps += 1
        for kept, now in zip(self.mean, self.network.parameters, strict=True):
            for name, array in kept.items():
                array += (1 - keeps) * (now[name] - array)

    def take(self):
        self.network.restore(self.mean)


def learn(denoising_loss, *, alpha_bar, steps, seed=0, rate=RATE, X=None, y=None):
    """Train a network that says what the clean picture is: Adam, with a rate that falls to 0 in the second half.

    It is told the digit in nine of ten examples.

    Parameters
    ----------
    denoising_loss : function
        As the learner's; it is asked for "clean".
    alpha_bar : array (T + 1,)
    steps : int
        Of the training.
    seed : int
    rate : float
    X, y : arrays (N, 64) and (N,), optional
        Pictures and their digits; the training part if left out.

    Returns
    -------
    tuple (Denoiser, list of float)
        With the mean of the weights; and the loss of each step.
    """
    loss_of, last = at_pace(denoising_loss, diffusion.denoising_loss), len(alpha_bar) - 1

    def loss(model, x0, noise, labels, rng):
        t, caches = rng.integers(1, last + 1, size=len(x0)), []

        def network(x, t):
            out, cache = model.network.forward(model.inputs(x, t / last, labels), training=True)
            caches.append(cache)
            return out

        value, d_said = loss_of(x0, noise, t=t, network=network, alpha_bar=alpha_bar, target="clean")
        return value, d_said, caches[-1]

    return _trained(loss, seed, steps, rate, X, y)


def learn_flow(flow_target, *, steps, seed=0, rate=RATE, X=None, y=None, target="velocity"):
    """Train the same network to say how fast each pixel goes, on straight ways from noise to pictures.

    Parameters
    ----------
    flow_target : function
        As the learner's.
    steps, seed, rate, X, y
        As of :func:`learn`.
    target : str
        "velocity", or "clean": the network says the picture, from which the velocity follows.

    Returns
    -------
    tuple (Denoiser, list of float)
    """
    target_of = at_pace(flow_target, diffusion.flow_target)

    def loss(model, x0, noise, labels, rng):
        t = rng.random(len(x0))
        x, velocity = target_of(x0, noise, t=t)
        out, cache = model.network.forward(model.inputs(x, t, labels), training=True)
        off = out - (velocity if target == "velocity" else x0)
        return float(np.mean(off**2)), 2 * off / off.size, cache

    return _trained(loss, seed, steps, rate, X, y)


def _trained(loss, seed, steps, rate, X, y):
    """The loop that both trainings share: a batch, noise, a step, and the mean of the weights."""
    X, y = datasets.digits()[:2] if X is None else (X, y)
    x, rng = as_ink(X), np.random.default_rng(seed)
    model, losses = Denoiser(rng), []
    optimizer, mean = Adam(lambda t: rate * min(1.0, 2 * (1 - t / steps))), _MeanOfWeights(model.network)
    for _ in range(few(steps)):
        rows = rng.integers(len(x), size=BATCH)
        labels = np.where(rng.random(BATCH) < DROPPED, ANY, y[rows])
        value, d_out, caches = loss(model, x[rows], rng.normal(size=(BATCH, PIXELS)), labels, rng)
        optimizer.step(model.network, model.network.backward(d_out, caches))
        mean.follow()
        losses.append(value)
    mean.take()
    return model, losses


@cache
def stored_network():
    """The network that comes with the course, trained as by :func:`learn`, only longer: a :class:`Denoiser`."""
    model = Denoiser(np.random.default_rng(0))
    set_parameters(model.network, LAYERS, digit_denoiser())
    return model


def all_parameters(model):
    """The parameters of a :class:`Denoiser`: "LAYER.NAME" to array, its own."""
    return named_parameters(model.network, LAYERS)
