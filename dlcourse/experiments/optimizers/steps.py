"""Lesson 05, optimizers: one way to call every optimizer, step by step."""

import inspect
import math
from itertools import count, islice

import numpy as np

from dlcourse.lessons import optimizers
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace


def start_memory(step, w):
    """What an optimizer remembers before its first step: zeros for each of m, v and s that it takes.

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import momentum_step
    >>> start_memory(momentum_step, np.ones(2))
    {'v': array([0., 0.])}
    """
    return {name: np.zeros_like(w) for name in _arguments(step) if name in ("m", "v", "s")}


def _arguments(step):
    code = inspect.unwrap(step).__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def take_step(step, w, g, memory, t, **hyperparameters):
    """Call any optimizer's step in the same way.

    Parameters
    ----------
    step : function
        One of the steps of this lesson, or one with such arguments.
    w, g : arrays of one shape
        The weights and their gradient.
    memory : dict of str to array
        As from :func:`start_memory`, or from the step before.
    t : int
        The number of the step, from 1.
    **hyperparameters
        The learning rate and the like. A function as `learning_rate` is asked for each step, counted from 0.

    Returns
    -------
    tuple (array, dict of str to array)
        The new weights and the new memory.

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> take_step(sgd_step, np.array([1.0]), np.array([2.0]), {}, 1, learning_rate=lambda step: 0.5 - step)
    (array([0.]), {})
    """
    if "t" in _arguments(step):
        hyperparameters["t"] = t
    if callable(hyperparameters.get("learning_rate")):
        hyperparameters["learning_rate"] = hyperparameters["learning_rate"](t - 1)
    result = step(w=w, g=g, **memory, **hyperparameters)
    if not memory:
        return result, {}
    w, *kept = result
    return w, dict(zip(memory, kept))


def walk(step, gradient, start, **hyperparameters):
    """The weights after each step of an optimizer: a generator that never ends.

    Parameters
    ----------
    step : function
        One of the steps of this lesson, or one with such arguments.
    gradient : function
        Takes weights and returns their gradient; of a batch, say. It is asked once for each step.
    start : array (D,)
        The first weights.
    **hyperparameters
        As for :func:`take_step`.

    Yields
    ------
    array (D,)

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> for w in islice(walk(sgd_step, lambda w: 2 * w, [8.0], learning_rate=0.25), 3):
    ...     print(w)
    [4.]
    [2.]
    [1.]
    """
    w = np.array(start, dtype=float)
    memory = start_memory(step, w)
    step = at_pace(step, getattr(optimizers, getattr(step, "__name__", ""), None))  # the course's of this name, if any
    for t in count(1):
        if t <= few(math.inf):
            # A copy: a learner's step may work in place, and weights that were handed out should not suffer.
            w, memory = take_step(step, w.copy(), gradient(w), memory, t, **hyperparameters)
        yield w


def descend(step, gradient, start, steps, **hyperparameters):
    """The path of a :func:`walk` of so many steps: array (steps + 1, D), with the weights before the first.

    Examples
    --------
    >>> from dlcourse.lessons.optimizers import sgd_step
    >>> print(descend(sgd_step, lambda w: 2 * w, np.array([8.0]), 3, learning_rate=0.25).T)
    [[8. 4. 2. 1.]]
    """
    path = islice(walk(step, gradient, start, **hyperparameters), steps)
    return np.array([np.array(start, dtype=float), *path])
