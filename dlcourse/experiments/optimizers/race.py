"""Lesson 05, optimizers: what is measured when they are compared, the steps that each needs to a target."""

import numpy as np

from dlcourse.experiments import backprop
from dlcourse.experiments.optimizers.landscapes import on_contour, ravine
from dlcourse.experiments.optimizers.networks import loss_of, train
from dlcourse.experiments.optimizers.steps import walk
from dlcourse.nn.training.budget import few

# Each `on_...` and `in_...` gives a measure for `dlcourse.experiments.comparison.compare`: a function that takes a
# step, a seed and hyperparameters by name, and returns how many steps were needed, infinity if `most` were not enough.


def steps_to(curve, target, every=10):
    """After how many steps a curve of losses, one after every so many, first reached a target; infinity if never.

    Examples
    --------
    >>> steps_to([2.3, 0.9, 0.4, 0.2], 0.5), steps_to([2.3, 0.9], 0.5)
    (20, inf)
    """
    reached = np.flatnonzero(np.asarray(curve) <= target)
    return int(reached[0]) * every if len(reached) else np.inf


def _count(step, loss, gradient, start, target, most, hyperparameters, stays=1):
    """After how many steps the loss is first at most the target, and stays there for `stays` steps."""
    below = 0
    with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
        for t, w in zip(range(1, few(most + stays)), walk(step, gradient, start, **hyperparameters)):
            reached = loss(w)
            if not np.isfinite(reached):
                break
            below = below + 1 if reached <= target else 0
            if below == stays:
                return t - stays + 1
    return np.inf


def in_ravine(condition, turned=0, target=0.001, most=700):
    """Measure steps in a ravine of two weights, from a start on the contour line 1 that the seed draws.

    The target counts when the loss has stayed below it for 50 steps: who shoots through the lowest point is not there.

    Parameters
    ----------
    condition : float
        Its condition number: how many times steeper it is across than along.
    turned : float
        By how many degrees its floor is turned away from the first weight's axis.
    target : float
        The loss to be reached; it is 1 at the start.
    most : int

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> [in_ravine(10, turned)(sgd_step, 1, learning_rate=0.15) for turned in (0, 45)]
    [22, 22]
    """
    land = ravine(condition, turned)

    def measure(step, seed, **hyperparameters):
        angle = np.random.default_rng(seed).uniform(0, 2 * np.pi)
        start = on_contour(land.directions, land.curvatures, angle)
        return _count(step, land.loss, land.gradient, start, target, most, hyperparameters, stays=50)

    return measure


def on_network(X, y, sizes, target, most=400):
    """Measure steps, in tens, until a network's loss on all examples is at most a target.

    The same seed gives the same first weights and the same batches to every optimizer.

    Parameters
    ----------
    X : array (N, D)
    y : int array (N,)
    sizes : list of int
        As for :func:`dlcourse.experiments.backprop.random_network`.
    target : float
    most : int
    """

    def measure(step, seed, **hyperparameters):
        rng = np.random.default_rng(seed)
        parameters = backprop.random_network(sizes, rng)
        with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
            _, curve = train(step, X, y, parameters, steps=most, rng=rng, target=target, **hyperparameters)
        return steps_to(curve, target)

    return measure


def on_plane(target=0.01, most=400):
    """Measure steps to fit 50 weights to 1000 points, in batches of 32.

    The inputs are independent and of one size, and the points are made from known weights without noise: the loss, half
    the mean squared error, is nearly as round as a bowl. The seed draws inputs, weights and batches.

    Parameters
    ----------
    target : float
    most : int
    """

    def measure(step, seed, **hyperparameters):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(1000, 50))
        y = X @ rng.normal(size=50)
        batches = backprop.random_batches(X, y, 32, rng)

        def gradient(w):
            inputs, targets = next(batches)
            return inputs.T @ (inputs @ w - targets) / 32

        def loss(w):
            return np.mean((X @ w - y) ** 2) / 2

        return _count(step, loss, gradient, np.zeros(50), target, most, hyperparameters)

    return measure


def last_loss(step, X, y, sizes, steps, batch_size=16):
    """Measure the loss on all examples at the end of a training, for plans of learning rates.

    Parameters
    ----------
    step : function
        The optimizer that all plans are given to.
    X : array (N, D)
    y : int array (N,)
    sizes : list of int
        As for :func:`dlcourse.experiments.backprop.random_network`.
    steps : int
    batch_size : int

    Returns
    -------
    function
        ``measure(plan, seed, peak) -> float``, where ``plan(peak)`` is a learning rate, or a function of the step that
        gives one.
    """

    def measure(plan, seed, peak):
        settings = {"learning_rate": plan(peak), "batch_size": batch_size}
        return _loss_in_the_end(step, X, X, y, sizes, steps, seed, **settings)

    return measure


def clean_loss(step, images, X, y, sizes, steps):
    """Measure what is learned from broken images, by the loss on the whole ones, with gradients clipped or not.

    Parameters
    ----------
    step : function
        The optimizer.
    images : array (N, D)
        What it learns from.
    X : array (N, D)
        The same images as they should be.
    y : int array (N,)
    sizes : list of int
        As for :func:`dlcourse.experiments.backprop.random_network`.
    steps : int

    Returns
    -------
    function
        ``measure(clip, seed, learning_rate) -> float``, with `clip` as for :func:`train`.
    """

    def measure(clip, seed, learning_rate):
        return _loss_in_the_end(step, images, X, y, sizes, steps, seed, learning_rate=learning_rate, clip=clip)

    return measure


def _loss_in_the_end(step, images, X, y, sizes, steps, seed, **settings):
    """The loss on X of a network that has learned from images, which may be X itself."""
    rng = np.random.default_rng(seed)
    parameters = backprop.random_network(sizes, rng)
    with np.errstate(all="ignore"):  # a rate that is much too large, or a broken image, ends in inf and nan
        network, _ = train(step, images, y, parameters, rng=rng, steps=steps, every=steps, **settings)
        return loss_of(X, y, network)
