"""Lesson 05, optimizers: what the notebook calls to run its experiments."""

import numpy as np

from dlcourse.experiments import backprop
from dlcourse.lessons import forward, losses
from dlcourse.lessons.backprop import mlp_backward


class Landscape:
    """A loss of two weights whose shape is known.

    Parameters
    ----------
    loss : function
        Takes weights (..., 2) and returns losses (...); its minimum is 0.
    gradient : function
        Takes weights (2,) and returns their gradient (2,).
    start : pair of float
        Where the race begins.
    minima : list of pairs of float
        Where the loss is 0.
    """

    def __init__(self, loss, gradient, start, minima):
        self.loss, self.gradient, self.start, self.minima = loss, gradient, np.array(start), np.array(minima)


def _rosenbrock_gradient(w):
    bent = w[1] - w[0] * w[0]
    return np.array([-2 * (1 - w[0]) - 400 * w[0] * bent, 200 * bent])


LANDSCAPES = {
    "bowl": Landscape(lambda w: (w[..., 0] ** 2 + w[..., 1] ** 2) / 2, lambda w: 1.0 * w, (-4.0, 1.5), [(0, 0)]),
    "ravine": Landscape(
        lambda w: (w[..., 0] ** 2 + 40 * w[..., 1] ** 2) / 2,
        lambda w: np.array([w[0], 40 * w[1]]),
        (-4.0, 1.5),
        [(0, 0)],
    ),
    "turned ravine": Landscape(  # the same ravine, turned by 45 degrees
        lambda w: ((w[..., 0] + w[..., 1]) ** 2 + 40 * (w[..., 1] - w[..., 0]) ** 2) / 4,
        lambda w: np.array([(w[0] + w[1]) - 40 * (w[1] - w[0]), (w[0] + w[1]) + 40 * (w[1] - w[0])]) / 2,
        (-5.5 / 2**0.5, -2.5 / 2**0.5),
        [(0, 0)],
    ),
    "saddle": Landscape(
        lambda w: w[..., 0] ** 2 / 2 + (w[..., 1] ** 2 - 1) ** 2 / 4,
        lambda w: np.array([w[0], w[1] * (w[1] * w[1] - 1)]),
        (-2.0, 0.001),
        [(0, -1), (0, 1)],
    ),
    "Rosenbrock": Landscape(
        lambda w: (1 - w[..., 0]) ** 2 + 100 * (w[..., 1] - w[..., 0] ** 2) ** 2,
        _rosenbrock_gradient,
        (-1.2, 1.0),
        [(1, 1)],
    ),
}


def start_memory(step, w):
    """What an optimizer remembers before its first step: zeros for each of m, v and s that it takes.

    Parameters
    ----------
    step : function
        One of the steps of this lesson, or one with such arguments.
    w : array
        The weights.

    Returns
    -------
    dict of str to array

    Examples
    --------
    >>> start_memory(momentum_step, np.ones(2))
    {'v': array([0., 0.])}
    """
    return {name: np.zeros_like(w) for name in _arguments(step) if name in ("m", "v", "s")}


def _arguments(step):
    code = step.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def take_step(step, w, g, memory, t, **settings):
    """Call any optimizer's step in the same way.

    Parameters
    ----------
    step : function
        One of the steps of this lesson, or one with such arguments.
    w, g : array of one shape
        The weights and their gradient.
    memory : dict of str to array
        As from :func:`start_memory`, or from the step before.
    t : int
        The number of the step, from 1.
    **settings
        The learning rate and the like. A function as `learning_rate` is asked for each step, counted from 0.

    Returns
    -------
    tuple (array, dict of str to array)
        The new weights and the new memory.

    Examples
    --------
    >>> take_step(sgd_step, np.array([1.0]), np.array([2.0]), {}, 1, learning_rate=lambda step: 0.5 - step)
    (array([0.]), {})
    """
    if "t" in _arguments(step):
        settings["t"] = t
    if callable(settings.get("learning_rate")):
        settings["learning_rate"] = settings["learning_rate"](t - 1)
    result = step(w=w, g=g, **memory, **settings)
    if not memory:
        return result, {}
    w, *kept = result
    return w, dict(zip(memory, kept))


def descend(step, gradient, start, steps, **settings):
    """The path of an optimizer on a landscape.

    Parameters
    ----------
    step : function
        One of the steps of this lesson, or one with such arguments.
    gradient : function
        Takes weights and returns their gradient.
    start : array (D,)
        The first weights.
    steps : int
        How many steps.
    **settings
        As for :func:`take_step`.

    Returns
    -------
    array (steps + 1, D)
        The weights before the first step and after each.

    Examples
    --------
    >>> print(descend(sgd_step, lambda w: 2 * w, np.array([8.0]), 3, learning_rate=0.25).T)
    [[8. 4. 2. 1.]]
    """
    path = [np.array(start, dtype=float)]
    memory = start_memory(step, path[0])
    for t in range(1, steps + 1):
        # Copies: a learner's step may work in place, and the path should not suffer.
        w, memory = take_step(step, path[-1].copy(), gradient(path[-1]), memory, t, **settings)
        path.append(w)
    return np.array(path)


def as_vector(arrays):
    """Lay all numbers of all arrays end to end.

    Examples
    --------
    >>> print(as_vector([np.array([[1.0, 2.0]]), np.array([3.0])]))
    [1. 2. 3.]
    """
    return np.concatenate([array.ravel() for array in arrays])


def as_parameters(w, like):
    """Cut a vector into pairs (W, b) with the shapes of the pairs `like`; they share the vector's memory."""
    pairs, first = [], 0
    for pair in like:
        cut = []
        for array in pair:
            cut.append(w[first : first + array.size].reshape(array.shape))
            first += array.size
        pairs.append(tuple(cut))
    return pairs


def train(step, X, y, parameters, *, steps, rng, batch_size=32, every=10, target=0.0, clip=None, **settings):
    """Train a network with any optimizer, on a random handful of examples (a batch) for each step.

    Parameters
    ----------
    step : function
        One of the steps of this lesson. All parameters together are one long vector to it.
    X : array (N, D)
        The examples.
    y : int array (N,)
        Their classes.
    parameters : list of (W, b)
        The network at the start; it is not changed.
    steps : int
        How many steps at most.
    rng : numpy.random.Generator
        Draws the batches.
    batch_size : int
        How many examples are in a batch.
    every : int
        The loss on all examples is measured after so many steps, again and again.
    target : float
        Stop when the measured loss is no larger than that.
    clip : function, optional
        Takes the list of gradients and returns another list, as :func:`clip_gradient_norm` does.
    **settings
        As for :func:`take_step`.

    Returns
    -------
    tuple (list of (W, b), list of float)
        The trained network, and the loss on all examples after 0, `every`, 2 `every`, ... steps.
    """
    w = as_vector([array for pair in parameters for array in pair])
    memory, curve = start_memory(step, w), [loss_of(X, y, parameters)]
    for t in range(1, steps + 1):
        rows = rng.integers(0, len(X), batch_size)
        _, pairs = mlp_backward(X[rows], y[rows], as_parameters(w, parameters))
        gradients = [array for pair in pairs for array in pair]
        gradients = gradients if clip is None else clip(gradients)
        w, memory = take_step(step, w, as_vector(gradients), memory, t, **settings)
        if t % every == 0:
            curve.append(loss_of(X, y, as_parameters(w, parameters)))
            if curve[-1] <= target or not np.isfinite(curve[-1]):
                break
    return as_parameters(w, parameters), curve


def loss_of(X, y, parameters, part=100):
    """The mean cross-entropy of a network on examples X with the classes y."""
    # In parts: products as small as these are not shared out among threads, which would take longer than the work.
    parts = [forward.mlp_forward(X[first : first + part], parameters) for first in range(0, len(X), part)]
    return float(losses.cross_entropy(np.concatenate(parts), y))


def steps_to(curve, target, every=10):
    """After how many steps a curve of losses first reached a target; infinity if it never did.

    Parameters
    ----------
    curve : sequence of float
        The loss after 0, `every`, 2 `every`, ... steps.
    target : float
        The loss to reach.
    every : int
        How many steps lie between two losses.

    Returns
    -------
    float

    Examples
    --------
    >>> steps_to([2.3, 0.9, 0.4, 0.2], 0.5), steps_to([2.3, 0.9], 0.5)
    (20, inf)
    """
    reached = np.flatnonzero(np.asarray(curve) <= target)
    return int(reached[0]) * every if len(reached) else np.inf


def steps_on_landscape(step, rate, place, target=0.01, most=600):
    """How many steps an optimizer needs on one of the landscapes until the loss is first below a target.

    Returns
    -------
    float
        Infinity if `most` steps were not enough.

    Examples
    --------
    >>> steps_on_landscape(sgd_step, 1.0, "bowl"), steps_on_landscape(sgd_step, 1.0, "ravine")
    (1, inf)
    """
    land = LANDSCAPES[place]
    with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
        path = descend(step, land.gradient, land.start, most, learning_rate=rate)
        return steps_to(land.loss(path), target, every=1)


def steps_on_network(step, rate, seed, X, y, sizes, target, most=400):
    """How many steps an optimizer needs to bring a network's loss on all examples down to a target.

    The same `seed` gives the same first weights and the same batches to every optimizer.

    Returns
    -------
    float
        A multiple of 10; infinity if `most` steps were not enough.
    """
    rng = np.random.default_rng(seed)
    parameters = backprop.random_network(sizes, rng)
    with np.errstate(all="ignore"):  # a rate that is much too large ends in inf and nan
        _, curve = train(step, X, y, parameters, steps=most, rng=rng, target=target, learning_rate=rate)
    return steps_to(curve, target)


def steps_on_plane(step, rate, seed, target=0.01, most=400):
    """How many steps an optimizer needs to fit 50 weights to 1000 points, in batches of 32.

    The inputs are independent and of one size, and the points are made from known weights without noise: the loss
    is as round as a bowl.

    Returns
    -------
    float
        Infinity if `most` steps were not enough.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(1000, 50))
    y = X @ rng.normal(size=50)

    def gradient(w):
        rows = rng.integers(0, 1000, 32)
        return X[rows].T @ (X[rows] @ w - y[rows]) / 32

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
    >>> tune_and_count(sgd_step, [0.1, 0.25, 1.0], lambda step, rate, seed: abs(rate - 0.3) + seed, seeds=2)
    (0.25, [1.05, 2.05])
    """
    tried = [count(step, rate, 0, *problem) for rate in rates]
    best = rates[int(np.argmin(tried))]
    return best, [count(step, best, seed, *problem) for seed in range(1, seeds + 1)]


def train_seeds(step, X, y, sizes, seeds=5, **settings):
    """Train several networks, each with first weights and batches of its own.

    Parameters
    ----------
    step, X, y
        As for :func:`train`.
    sizes : list of int
        As for :func:`dlcourse.lessons.backprop.random_network`.
    seeds : int
        How many networks.
    **settings
        Handed on to :func:`train`.

    Returns
    -------
    tuple (list of networks, array (seeds, measurements))
        The trained networks, and the losses of each on the way.
    """
    runs = []
    for rng in map(np.random.default_rng, range(seeds)):
        with np.errstate(all="ignore"):  # a step that is much too large ends in inf and nan
            runs.append(train(step, X, y, backprop.random_network(sizes, rng), rng=rng, **settings))
    return [network for network, _ in runs], np.array([curve for _, curve in runs])
