"""Lesson 05, optimizers: from a gradient to a step, in nine ways, and a race between them."""

import numpy as np

from dlcourse.lessons import backprop, forward, losses


def sgd_step(*, w, g, learning_rate):
    """Gradient descent: one step against the gradient.

    Formula: ``w - learning_rate * g``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    learning_rate : float
        The length of the step for a gradient of 1.

    Returns
    -------
    array, shape of `w`
        The new weights.

    References
    ----------
    Robbins and Monro (1951), *A stochastic approximation method*.

    Examples
    --------
    >>> print(sgd_step(w=np.array([1.0, 2.0]), g=np.array([4.0, -2.0]), learning_rate=0.1))
    [0.6 2.2]
    """
    return w - learning_rate * g


def momentum_step(*, w, g, v, learning_rate, momentum=0.9):
    """Gradient descent with momentum: the velocity v remembers the gradients of earlier steps.

    Formula: ``v_new = momentum * v + g``; ``w_new = w - learning_rate * v_new``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    v : array, shape of `w`
        The velocity so far; 0 before the first step.
    learning_rate : float
        The length of the step for a velocity of 1.
    momentum : float
        The share of the velocity that stays, from 0 to below 1.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`)
        The new weights and the new velocity.

    References
    ----------
    Polyak (1964), *Some methods of speeding up the convergence of iteration methods*.

    Examples
    --------
    >>> w, v = momentum_step(w=np.array([1.0]), g=np.array([2.0]), v=np.array([10.0]), learning_rate=0.1)
    >>> print(w, v)  # 0.9 * 10 + 2 = 11, and 1 - 0.1 * 11 = -0.1
    [-0.1] [11.]
    """
    v = momentum * v + g
    return w - learning_rate * v, v


def nesterov_step(*, w, g, v, learning_rate, momentum=0.9):
    """Nesterov's momentum: the step looks ahead to where the velocity is about to lead.

    Formula: ``v_new = momentum * v + g``; ``w_new = w - learning_rate * (g + momentum * v_new)``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    v : array, shape of `w`
        The velocity so far; 0 before the first step.
    learning_rate : float
        The length of the step for a direction of 1.
    momentum : float
        The share of the velocity that stays, from 0 to below 1.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`)
        The new weights and the new velocity.

    References
    ----------
    Sutskever et al. (2013), *On the importance of initialization and momentum in deep learning*.

    Examples
    --------
    >>> w, v = nesterov_step(w=np.array([1.0]), g=np.array([2.0]), v=np.array([10.0]), learning_rate=0.1)
    >>> print(w.round(2), v)  # 2 + 0.9 * 11 = 11.9, and 1 - 0.1 * 11.9 = -0.19
    [-0.19] [11.]
    """
    v = momentum * v + g
    return w - learning_rate * (g + momentum * v), v


def adagrad_step(*, w, g, s, learning_rate, epsilon=1e-8):
    """AdaGrad: each weight's step is divided by the root of the sum of its squared gradients.

    Formula: ``s_new = s + g^2``; ``w_new = w - learning_rate * g / (sqrt(s_new) + epsilon)``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    s : array, shape of `w`
        The sum of the squared gradients so far; 0 before the first step.
    learning_rate : float
        The length of the first step.
    epsilon : float
        Keeps the division finite where all gradients were 0.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`)
        The new weights and the new sum.

    References
    ----------
    Duchi, Hazan and Singer (2011), *Adaptive subgradient methods for online learning*.

    Examples
    --------
    >>> w, s = adagrad_step(w=np.array([1.0]), g=np.array([3.0]), s=np.array([16.0]), learning_rate=0.5)
    >>> print(w.round(3), s)  # sqrt(16 + 9) = 5, and 1 - 0.5 * 3 / 5 = 0.7
    [0.7] [25.]
    """
    s = s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def rmsprop_step(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """RMSProp: each weight's step is divided by the root of a running mean of its squared gradients.

    Formula: ``s_new = decay * s + (1 - decay) * g^2``; ``w_new = w - learning_rate * g / (sqrt(s_new) + epsilon)``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    s : array, shape of `w`
        The running mean of the squared gradients; 0 before the first step.
    learning_rate : float
        The usual length of a step.
    decay : float
        The share of the running mean that stays, from 0 to below 1.
    epsilon : float
        Keeps the division finite where all gradients were 0.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`)
        The new weights and the new running mean.

    References
    ----------
    Tieleman and Hinton (2012), *Neural Networks for Machine Learning*, lecture 6.5.

    Examples
    --------
    >>> w, s = rmsprop_step(w=np.array([1.0]), g=np.array([4.0]), s=np.array([0.0]), learning_rate=0.5, decay=0.75)
    >>> print(w.round(3), s)  # 0.25 * 16 = 4, and 1 - 0.5 * 4 / 2 = 0
    [0.] [4.]
    """
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def adam_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Adam: momentum and RMSProp together, both corrected for having started at 0.

    Formula: ``m_new = beta1 * m + (1 - beta1) * g``; ``v_new = beta2 * v + (1 - beta2) * g^2``;
    ``w_new = w - learning_rate * m_hat / (sqrt(v_hat) + epsilon)`` with ``m_hat = m_new / (1 - beta1^t)`` and
    ``v_hat = v_new / (1 - beta2^t)``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient.
    m : array, shape of `w`
        The running mean of the gradients; 0 before the first step.
    v : array, shape of `w`
        The running mean of the squared gradients; 0 before the first step.
    t : int
        The number of this step, counted from 1.
    learning_rate : float
        About the longest step that a weight makes.
    beta1, beta2 : float
        The shares of the two running means that stay, from 0 to below 1.
    epsilon : float
        Keeps the division finite where all gradients were 0.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`, array of the shape of `w`)
        The new weights and the two new running means, without the correction.

    Raises
    ------
    ValueError
        If `t` is less than 1.

    References
    ----------
    Kingma and Ba (2015), *Adam: a method for stochastic optimization*, algorithm 1.

    Examples
    --------
    >>> zero = np.zeros(2)
    >>> w, m, v = adam_step(w=np.ones(2), g=np.array([5.0, -0.02]), m=zero, v=zero, t=1, learning_rate=0.1)
    >>> print(w.round(3))  # the first step has the length of the learning rate, whatever the gradient
    [0.9 1.1]
    """
    if t < 1:
        raise ValueError(f"t is {t}: count the steps from 1")
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


def adamw_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    """AdamW: Adam, and beside it every weight shrinks by the same share.

    Formula: ``w_new = (w after adam_step) - learning_rate * weight_decay * w``

    Parameters
    ----------
    w : array of any shape
        The weights.
    g : array, shape of `w`
        Their gradient, without any penalty.
    m, v : array, shape of `w`
        The two running means of Adam; 0 before the first step.
    t : int
        The number of this step, counted from 1.
    learning_rate : float
        About the longest step that Adam makes.
    beta1, beta2, epsilon : float
        As for :func:`adam_step`.
    weight_decay : float
        Times the learning rate, the share by which each weight shrinks.

    Returns
    -------
    tuple (array of the shape of `w`, array of the shape of `w`, array of the shape of `w`)
        The new weights and the two new running means.

    References
    ----------
    Loshchilov and Hutter (2019), *Decoupled weight decay regularization*.

    Examples
    --------
    >>> zero, settings = np.zeros(1), {"t": 1, "learning_rate": 0.1, "weight_decay": 0.5}
    >>> w, m, v = adamw_step(w=np.array([2.0]), g=np.array([7.0]), m=zero, v=zero, **settings)
    >>> print(w.round(3))  # 2 - 0.1 from Adam, and - 0.1 * 0.5 * 2
    [1.8]
    """
    stepped, m, v = adam_step(
        w=w, g=g, m=m, v=v, t=t, learning_rate=learning_rate, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    return stepped - learning_rate * weight_decay * w, m, v


def warmup_cosine_schedule(step, *, peak, warmup, total):
    """The learning rate of a step: it rises in a line to the peak, then falls to 0 along half a cosine.

    Formula: ``peak * step / warmup`` before step `warmup`, then ``peak * (1 + cos(pi * p)) / 2`` with
    ``p = (step - warmup) / (total - warmup)``, and 0 from step `total` on

    Parameters
    ----------
    step : int
        The number of the step, counted from 0.
    peak : float
        The largest learning rate.
    warmup : int
        The step at which the peak is reached; may be 0.
    total : int
        The step at which the learning rate is back at 0.

    Returns
    -------
    float
        The learning rate.

    Raises
    ------
    ValueError
        If `total` is not larger than `warmup`.

    References
    ----------
    Loshchilov and Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*, section 3.

    Examples
    --------
    >>> [round(warmup_cosine_schedule(step, peak=0.8, warmup=4, total=12), 3) for step in (0, 1, 4, 8, 12)]
    [0.0, 0.2, 0.8, 0.4, 0.0]
    """
    if not 0 <= warmup < total:
        raise ValueError(f"warmup is {warmup}, total is {total}: want 0 <= warmup < total")
    if step < warmup:
        return peak * step / warmup
    progress = min((step - warmup) / (total - warmup), 1)
    # A plain float: NumPy's own would turn float32 weights into float64.
    return float(peak * (1 + np.cos(np.pi * progress)) / 2)


def clip_gradient_norm(gradients, largest):
    """Scale all gradients by one factor so that their common norm is at most a given number.

    Formula: ``g * min(1, largest / norm)`` with ``norm = sqrt(sum of the squares of all elements of all arrays)``

    Parameters
    ----------
    gradients : list of arrays
        The gradients of all parameters, of any shapes.
    largest : float
        The largest norm that is allowed, above 0.

    Returns
    -------
    list of arrays
        New arrays of the same shapes; of the same values if the norm was not too large.

    Raises
    ------
    ValueError
        If `largest` is not above 0.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), *On the difficulty of training recurrent neural networks*, algorithm 1.

    Examples
    --------
    >>> clip_gradient_norm([np.array([3.0]), np.array([[0.0], [4.0]])], 1.0)  # the norm is 5
    [array([0.6]), array([[0. ],
           [0.8]])]
    """
    if largest <= 0:
        raise ValueError(f"largest is {largest}: want a number above 0")
    norm = np.sqrt(sum(np.sum(g * g) for g in gradients))
    factor = largest / max(norm, largest)
    return [g * factor for g in gradients]


# ---- the race: losses of two weights, and what lets any of the steps above run on them and on networks ----


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
        _, pairs = backprop.mlp_backward(X[rows], y[rows], as_parameters(w, parameters))
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
