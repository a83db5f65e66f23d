"""Lesson 07, regularization: turned digits, and trainings with one of the lesson's tools, with several seeds."""

import numpy as np

from dlcourse.lessons.training import accuracy, minibatches
from dlcourse.nn import training
from dlcourse.nn.regularization import soft_cross_entropy
from dlcourse.nn.training.budget import few_of


def rotate(images, degrees):
    """Turn each image around its middle, counter-clockwise; what comes from outside is 0.

    Formula: each pixel takes the value at the place it comes from, weighted between the four pixels around that place
    (bilinear interpolation: Gonzalez and Woods, *Digital Image Processing*, section 2.4)

    Parameters
    ----------
    images : array (N, H, W)
    degrees : array (N,)

    Returns
    -------
    array (N, H, W)

    Examples
    --------
    >>> corner = np.array([[[1.0, 0.0], [0.0, 0.0]]])  # a dot in the upper left
    >>> print(np.abs(rotate(corner, np.array([90.0])).round(3)))  # moves to the lower left
    [[[0. 0.]
      [1. 0.]]]
    """
    N, H, W = images.shape
    down, across = np.mgrid[:H, :W] - np.array([H - 1, W - 1])[:, None, None] / 2  # from the middle
    angle = np.deg2rad(degrees)[:, None, None]
    i = down * np.cos(angle) + across * np.sin(angle) + (H - 1) / 2 + 1  # where each pixel comes from, with a frame
    j = across * np.cos(angle) - down * np.sin(angle) + (W - 1) / 2 + 1
    i, j = np.clip(i, 0, H + 1), np.clip(j, 0, W + 1)  # all farther out is frame
    top, left = i.astype(int), j.astype(int)
    i, j = (i - top).astype(images.dtype), (j - left).astype(images.dtype)
    framed, n = np.pad(images, ((0, 0), (1, 2), (1, 2))), np.arange(N)[:, None, None]
    upper = (1 - j) * framed[n, top, left] + j * framed[n, top, left + 1]
    lower = (1 - j) * framed[n, top + 1, left] + j * framed[n, top + 1, left + 1]
    return (1 - i) * upper + i * lower


def random_rotation(images, most, rng):
    """Turn each image by its own random angle, uniform from -most to most degrees: :func:`rotate`.

    Parameters
    ----------
    images : array (N, H, W)
    most : float
        The largest angle, in degrees.
    rng : numpy.random.Generator

    Returns
    -------
    array (N, H, W)

    Examples
    --------
    >>> random_rotation(np.ones((2, 8, 8)), 15, np.random.default_rng(0)).shape
    (2, 8, 8)
    """
    return rotate(images, rng.uniform(-most, most, len(images)))


def train(network, X, Y, *, epochs, rng, learning_rate=0.02, batch_size=20, penalty=None, change=None):
    """Train a network with momentum 0.9 and the tools of this lesson.

    Parameters
    ----------
    network : Network
        Changed in place.
    X, Y : array (N, D), array (N, C)
        Examples, and targets that are probabilities.
    epochs : int
        How many times to go through the examples.
    rng : numpy.random.Generator
        Shuffles the examples, and is handed to `change`.
    learning_rate : float
    batch_size : int
    penalty : function, optional
        ``penalty(parameters) -> (penalty, gradients)``, to be added to the loss.
    change : function, optional
        ``change(X, Y, rng) -> (X, Y)``: what is done to each batch, as with :func:`mixup`.

    Returns
    -------
    list of float
        The mean loss of each epoch's batches, without the penalty.
    """

    def gradients(X, Y):
        loss, found = network.loss_and_gradients(X, Y, soft_cross_entropy)
        return loss, _with_penalty(network, found, penalty) if penalty else found

    optimizer, history = training.SGD(learning_rate, momentum=0.9), []
    for _ in range(epochs):
        batches = few_of(minibatches(X, Y, batch_size, rng))
        if change is not None:
            batches = (change(*batch, rng) for batch in batches)
        losses = list(training.training_steps(network, batches, optimizer, gradients=gradients))
        history.append(float(np.mean(losses)))
    return history


def _with_penalty(network, gradients, penalty):
    """The gradients of a network with those of the penalty on its dense layers added."""
    dense = [number for number, parameters in enumerate(network.parameters) if "W" in parameters]
    _, more = penalty([(network.parameters[number]["W"], network.parameters[number]["b"]) for number in dense])
    total = list(gradients)
    for number, (dW, db) in zip(dense, more):
        total[number] = {"W": gradients[number]["W"] + dW, "b": gradients[number]["b"] + db}
    return total


def few_digits(digits, count, wrong, rng):
    """A small training set, drawn at random, of which a share has a wrong label.

    Parameters
    ----------
    digits : tuple (X, y, ...)
        As from ``datasets.digits``.
    count : int
        How many to draw.
    wrong : float
        The chance of each label to be replaced by another one.
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, D), int array (count,))
        The examples and their labels, as somebody careless wrote them down.
    """
    X, y = digits[:2]
    chosen = rng.permutation(len(X))[:count]
    slips = np.where(rng.random(count) < wrong, rng.integers(1, 10, count), 0)
    return X[chosen], (y[chosen] + slips) % 10


def trial(digits, seed, *, wrong=0.0, count=200, epochs=30, hidden=256, layer=None, targets=None, tests=(), **how):
    """Train one network on few digits, and see how much of it holds for others.

    Parameters
    ----------
    digits : tuple (X_train, y_train, X_test, y_test)
        As from ``datasets.digits``.
    seed : int
        Decides which digits are drawn, the first weights, and all that is random in training.
    wrong : float
        The share of training labels that are wrong.
    count, epochs, hidden : int
        The number of training digits, of epochs, and of hidden neurons.
    layer : function, optional
        ``layer(neurons, rng) -> Layer``, what to put between the hidden dense layer and its ReLU.
    targets : function, optional
        ``targets(y) -> Y``; 1 for the label and 0 for the rest if left out.
    tests : sequence of array (N, D)
        Other versions of the test digits to try, as shifted ones.
    **how
        For :func:`train`.

    Returns
    -------
    array (2 + number of tests,)
        The accuracy on the training digits, on the test digits, and on each of `tests`.
    """
    rng = np.random.default_rng(seed)
    X, y = few_digits(digits, count, wrong, rng)
    network = training.mlp([X.shape[1], hidden, 10], rng, before_relu=layer)
    Y = np.eye(10)[y] if targets is None else targets(y)
    train(network, X, Y, epochs=epochs, rng=rng, **how)
    pairs = [(X, y), *((X_test, digits[3]) for X_test in (digits[2], *tests))]
    return np.array([accuracy(network.outputs(images).argmax(axis=1), labels) for images, labels in pairs])


def trials(digits, seeds, **recipe):
    """The same recipe with several seeds, on clean labels and on labels of which every fifth is wrong.

    Parameters
    ----------
    digits : tuple
        As from ``datasets.digits``.
    seeds : iterable of int
    **recipe
        For :func:`trial`.

    Returns
    -------
    array (2, seeds, 2)
        For clean and for wrong labels, for each seed: the accuracy on the training digits and on the test digits.
    """
    found = [[trial(digits, seed, wrong=wrong, **recipe) for wrong in (0.0, 0.2)] for seed in seeds]
    return np.swapaxes(found, 0, 1)


def rate_trials(digits, learning_rate, seeds, layer=None, *, hidden=(32, 32, 32, 32), steps=100):
    """The loss of a deep network, step by step, for one learning rate of plain gradient descent and several seeds.

    Parameters
    ----------
    digits : tuple (X_train, y_train, ...)
        As from ``datasets.digits``.
    learning_rate : float
    seeds : iterable of int
    layer : function, optional
        As in :func:`trial`.
    hidden : sequence of int
        The number of neurons of each hidden layer.
    steps : int
        How many batches of 50 digits to learn from.

    Returns
    -------
    array (seeds, steps)
        The loss of each batch; a step whose loss is no number any more counts as the loss of knowing nothing, log 10.
    """
    return np.stack([_rate_trial(digits, learning_rate, seed, layer, hidden, steps) for seed in seeds])


def _rate_trial(digits, learning_rate, seed, layer, hidden, steps):
    """The losses of one seed: array (steps,)."""
    rng, (X, y) = np.random.default_rng(seed), digits[:2]
    network = training.mlp([X.shape[1], *hidden, 10], rng, before_relu=layer)
    draws = (rng.integers(0, len(X), 50) for _ in range(steps))
    batches = ((X[rows], y[rows]) for rows in draws)
    with np.errstate(all="ignore"):  # too high a rate ends in infinities: that is the finding
        found = list(training.training_steps(network, batches, training.SGD(learning_rate)))
    return np.nan_to_num(found, nan=np.log(10), posinf=np.log(10))
