"""Lesson 05, optimizers: a race between them, by the steps that each needs."""

import numpy as np

from dlcourse.experiments import backprop
from dlcourse.experiments.optimizers.landscapes import LANDSCAPES
from dlcourse.experiments.optimizers.networks import train
from dlcourse.experiments.optimizers.steps import descend


def steps_to(curve, target, every=10):
    """After how many steps a curve of losses, one after every so many, first reached a target; infinity if never.

    Examples
    --------
    >>> steps_to([2.3, 0.9, 0.4, 0.2], 0.5), steps_to([2.3, 0.9], 0.5)
    (20, inf)
    """
    reached = np.flatnonzero(np.asarray(curve) <= target)
    return int(reached[0]) * every if len(reached) else np.inf


def steps_on_landscape(step, rate, place, target=0.01, most=600):
    """How many steps an optimizer needs on one of the landscapes until the loss is first below a target.

    Infinity if `most` steps were not enough.

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> [steps_on_landscape(sgd_step, 1.0, place) for place in ("bowl", "ravine")]
    [1, inf]
    """
    land = LANDSCAPES[place]
    with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
        path = descend(step, land.gradient, land.start, most, learning_rate=rate)
        return steps_to(land.loss(path), target, every=1)


def steps_on_network(step, rate, seed, X, y, sizes, target, most=400):
    """How many steps, in tens, an optimizer needs to bring a network's loss on all examples down to a target.

    Infinity if `most` steps were not enough. The same `seed` gives the same first weights and the same batches to every
    optimizer.
    """
    rng = np.random.default_rng(seed)
    parameters = backprop.random_network(sizes, rng)
    with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
        _, curve = train(step, X, y, parameters, steps=most, rng=rng, target=target, learning_rate=rate)
    return steps_to(curve, target)


def steps_on_plane(step, rate, seed, target=0.01, most=400):
    """How many steps an optimizer needs to fit 50 weights to 1000 points, in batches of 32.

    Infinity if `most` steps were not enough. The inputs are independent and of one size, and the points are made from
    known weights without noise: the loss is as round as a bowl.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(1000, 50))
    y = X @ rng.normal(size=50)
    batches = backprop.random_batches(X, y, 32, rng)

    def gradient(w):
        inputs, targets = next(batches)
        return inputs.T @ (inputs @ w - targets) / 32

    with np.errstate(all="ignore"):
        path = descend(step, gradient, np.zeros(50), most, learning_rate=rate)
        return steps_to(np.mean((path @ X.T - y) ** 2, axis=1) / 2, target, every=1)


def tune_and_count(step, rates, count, *problem, seeds=5):
    """Choose an optimizer's learning rate in one trial, then count its steps in others.

    Parameters
    ----------
    step : function
        One of the steps of this lesson.
    rates : sequence of float
        The rates to try with seed 0; the first of the best is taken.
    count : function
        ``count(step, rate, seed, *problem)`` gives the steps that were needed, as :func:`steps_on_network` does.
    *problem
        Handed on to `count`.
    seeds : int
        With the best rate, the steps are counted with the seeds 1, 2, ... up to this one.

    Returns
    -------
    tuple (float, list of float)
        The rate, and the steps needed with it.

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> tune_and_count(sgd_step, [0.1, 0.25, 1.0], lambda step, rate, seed: abs(rate - 0.3) + seed, seeds=2)
    (0.25, [1.05, 2.05])
    """
    tried = [count(step, rate, 0, *problem) for rate in rates]
    best = rates[int(np.argmin(tried))]
    return best, [count(step, best, seed, *problem) for seed in range(1, seeds + 1)]
