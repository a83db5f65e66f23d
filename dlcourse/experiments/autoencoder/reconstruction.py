"""What passes through a narrow code: tied autoencoders on the learner's functions, and the plane of PCA."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons import autoencoder
from dlcourse.nn.training import SGD, Adam, Layer, Network, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

VALIDATION = 300  # digits of the training part on which settings are chosen
FIRST = 0.1  # the standard deviation of the first weights of a tied autoencoder
BATCH, STEPS = 64, 2000
SEEDS = (0, 1, 2, 3, 4)


@cache
def digit_parts():
    """The digits in three parts: dict of "learn", "validation" and "test" to (array (N, 64), int array (N,))."""
    X, y, X_test, y_test = datasets.digits()
    return {
        "learn": (X[:-VALIDATION], y[:-VALIDATION]),
        "validation": (X[-VALIDATION:], y[-VALIDATION:]),
        "test": (X_test, y_test),
    }


def centred_digits():
    """The pictures to learn from and the test pictures, less the mean of the first: arrays (997, 64), (500, 64)."""
    (X, _), (X_test, _) = digit_parts()["learn"], digit_parts()["test"]
    return X - X.mean(axis=0), X_test - X.mean(axis=0)


def error(X_hat, X):
    """The squared error of a picture, summed over its pixels: the mean over the pictures."""
    return float(np.sum((X_hat - X) ** 2) / len(X))


def squared_error(Z, X):
    """The `error` of what a network puts out, and its gradient, as a loss for ``training_steps``."""
    return error(Z, X), 2 * (Z - X) / len(X)


# ---- one table of weights for both ways ----


class Tied(Layer):
    """An autoencoder as a layer, which calculates with the functions that it is given.

    Parameters
    ----------
    forward, backward : function
        As :func:`dlcourse.lessons.autoencoder.autoencoder_forward` and ``autoencoder_backward``.
    inputs, hidden : int
    rng : numpy.random.Generator
        Draws the first weights.
    linear : bool
    penalty : function, optional
        ``penalty(H) -> (cost, dH)``: what the codes cost beside the error.
    """

    def __init__(self, forward, backward, inputs, hidden, rng, *, linear=False, penalty=None):
        W = rng.normal(0, FIRST, size=(inputs, hidden))
        self.parameters = {"W": W, "b": np.zeros(hidden), "c": np.zeros(inputs)}
        self.linear, self.penalty = linear, penalty
        self._forward = at_pace(forward, autoencoder.autoencoder_forward)
        self._backward = at_pace(backward, autoencoder.autoencoder_backward)

    def forward(self, X, training=False):
        """The pictures as they are rebuilt (N, D), and the cache."""
        return self._forward(X, **self.parameters, linear=self.linear)

    def parameter_gradients(self, dX_hat, cache):
        """The gradients of W, b and c: a dict."""
        dH = self.penalty(cache[1])[1] if self.penalty else 0.0
        return dict(zip(("W", "b", "c"), self._backward(dX_hat, cache, dH=dH), strict=True))


def follow(functions, X, *, hidden=2, linear=False, seed=0, epochs=300, at=(), rate=0.1):
    """Train a tied autoencoder by descent with momentum, each epoch one step on all examples.

    Parameters
    ----------
    functions : pair of function
        The forward and the backward pass.
    X : array (N, D)
    hidden : int
        The numbers of the code.
    linear : bool
    seed, epochs : int
    at : sequence of int
        Epochs to look at, beside the last.
    rate : float

    Returns
    -------
    tuple (Network, dict of int to tuple)
        The trained network, and by epoch (W, error).
    """
    network = Network([Tied(*functions, X.shape[1], hidden, np.random.default_rng(seed), linear=linear)])
    seen, epochs = {}, few(epochs)
    steps = training_steps(network, ((X, X) for _ in range(epochs)), SGD(rate, momentum=0.9), loss=squared_error)
    for epoch in range(epochs + 1):
        if epoch in (*at, epochs):
            seen[epoch] = network.parameters[0]["W"].copy(), error(network.outputs(X), X)
        next(steps, None)
    return network, seen


def rebuilt_by_width(functions, widths, count=8):
    """The first test pictures, and what linear autoencoders of several widths make of them.

    Parameters
    ----------
    functions : pair of function
        The forward and the backward pass.
    widths : sequence of int
    count : int
        How many pictures.

    Returns
    -------
    dict of str to array (count, 64)
    """
    (X, X_test), mean = centred_digits(), digit_parts()["learn"][0].mean(axis=0)
    rows = {"unseen": X_test[:count] + mean}
    for width in widths:
        network, _ = follow(functions, X, hidden=width, linear=True)
        rows[f"{width} numbers"] = network.outputs(X_test[:count]) + mean
    return rows


def trained(network, X, *, rng, rate=0.01, steps=STEPS):
    """Let a network rebuild pictures, drawn in batches of 64: Adam, with a rate that falls to 0 in the second half.

    Parameters
    ----------
    network : Network
        Changed in place, and given back.
    X : array (N, 64)
    rng : numpy.random.Generator
        Draws the batches.
    rate : float
    steps : int
    """
    batches = ((batch, batch) for batch in (X[rng.integers(len(X), size=BATCH)] for _ in range(few(steps))))
    for _ in training_steps(network, batches, falling_adam(rate, steps), loss=squared_error):
        pass
    return network


def falling_adam(rate, steps):
    """Adam at a rate that is held for half of the steps and then falls to 0."""
    return Adam(lambda t: rate * min(1.0, 2 * (1 - t / steps)))


# ---- what PCA does ----


def principal_directions(X, count):
    """The directions of the largest spread, by a singular value decomposition: array (D, count), columns of length 1.

    Parameters
    ----------
    X : array (N, D)
        Its mean is taken off first.
    count : int
    """
    return np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2][:count].T


def largest_angle(A, B):
    """The largest principal angle between the planes that the columns of two tables span, in degrees.

    Parameters
    ----------
    A, B : array (D, M)

    Returns
    -------
    float
        0 where both span the same plane, 90 where a direction of one is at a right angle to all of the other.
    """
    A, B = np.linalg.qr(A)[0], np.linalg.qr(B)[0]  # columns of length 1, at right angles
    outside = B - A @ (A.T @ B)  # of the cosines alone, small angles would be lost in rounding
    cosines, sines = (np.linalg.svd(table, compute_uv=False) for table in (A.T @ B, outside))
    return float(np.degrees(np.arctan2(sines.max(), cosines.min())))


def towards_plane(functions, *, linear, seeds=SEEDS, at=(0, 30, 100)):
    """How autoencoders of two numbers come to the plane of PCA, on the centred digits.

    Parameters
    ----------
    functions : pair of function
        The forward and the backward pass.
    linear : bool
    seeds, at : sequence of int
        First weights, and epochs to look at, beside the last.

    Returns
    -------
    dict of int to tuple of two lists
        By epoch the angles to the plane in degrees and the errors, a number for each seed.
    """
    X, _ = centred_digits()
    plane, found = principal_directions(X, 2), {}
    for seed in seeds:
        for epoch, (W, left) in follow(functions, X, linear=linear, seed=seed, at=at)[1].items():
            angles, errors = found.setdefault(epoch, ([], []))
            angles.append(largest_angle(W, plane))
            errors.append(left)
    return found


def through_plane(X, learned, count):
    """Pictures projected onto the plane of the largest spread of those that were learned from: array (N, D)."""
    mean, directions = learned.mean(axis=0), principal_directions(learned, count)
    return mean + (X - mean) @ directions @ directions.T
