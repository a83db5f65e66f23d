"""What needs no network: pictures to hold beside those that one has made."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons import diffusion
from dlcourse.nn.training.pace import at_pace

CLASSES = 10


def in_turn(count):
    """The digits 0 to 9 in turn, so often that there are `count`: int array (count,)."""
    return np.arange(count) % CLASSES


def training_part():
    """The training pictures and their digits: arrays (1297, 64) and (1297,)."""
    return datasets.digits()[:2]


def test_pictures():
    """The 500 test pictures and their digits: the best that can be asked for."""
    return datasets.digits()[2:]


def uniform_noise(count):
    """Pictures whose pixels are all drawn alike from 0 to 1, and the digits in turn, as if somebody had asked."""
    return np.random.default_rng(0).random((count, 64)), in_turn(count)


def gaussians(count, seed=0, *, cut=True, X=None, y=None):
    """Pictures drawn from a normal distribution for each digit, with the mean and the covariance of its pictures.

    Parameters
    ----------
    count, seed : int
    cut : bool
        Whether they are cut off at 0 and 1, as paper and ink are; else more than a quarter of the pixels lies outside.
    X, y : arrays (N, 64) and (N,), optional
        The training part if left out.

    Returns
    -------
    tuple (array (count, 64), int array (count,))
    """
    X, y = training_part() if X is None else (X, y)
    labels, pictures = in_turn(count), np.empty((count, 64))
    for digit in range(min(CLASSES, count)):
        pictures[labels == digit] = gaussian(X[y == digit], np.sum(labels == digit), [seed, digit], cut=cut)
    return pictures, labels


def gaussian(X, count, seed=0, *, cut=True):
    """Pictures drawn from one normal distribution with the mean and the covariance of X: array (count, D)."""
    values, axes = np.linalg.eigh(np.cov(X.T))
    # The signs of the axes may be other ones on another processor; the symmetric root is the same.
    root = (axes * np.sqrt(np.maximum(values, 0))) @ axes.T
    pictures = X.mean(axis=0) + np.random.default_rng(seed).normal(size=(count, X.shape[1])) @ root
    return pictures.clip(0, 1) if cut else pictures


def walk_of_ideal(ideal_denoiser, sample_step, *, alpha_bar, count):
    """Pictures that the best guess at training pictures walks back to, without any training.

    Parameters
    ----------
    ideal_denoiser, sample_step : function
        As the learner's.
    alpha_bar : array (T + 1,)
    count : int
        Ten digits in turn, each among its own pictures.

    Returns
    -------
    tuple (array (count, 64), int array (count,))
    """
    X, y, _, _ = datasets.digits()
    believe, step = at_pace(ideal_denoiser, diffusion.ideal_denoiser), at_pace(sample_step, diffusion.sample_step)
    rng, labels, pictures = np.random.default_rng(0), in_turn(count), np.empty((count, 64))
    for digit in range(min(CLASSES, count)):
        data = 2 * X[y == digit] - 1
        x = rng.normal(size=(np.sum(labels == digit), 64))
        for t in range(len(alpha_bar) - 1, 0, -1):
            clean = believe(x, data=data, alpha_bar=alpha_bar[t])
            x = step(x, clean, rng.normal(size=x.shape), t=t, alpha_bar=alpha_bar)
        pictures[labels == digit] = (x.clip(-1, 1) + 1) / 2
    return pictures, labels
