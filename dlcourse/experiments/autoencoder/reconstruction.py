"""What passes through a narrow code: tied autoencoders on the learner's functions, PCA's plane, and deeper networks."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import autoencoder
from dlcourse.lessons.training import xavier_init
from dlcourse.nn.training import SGD, Adam, Dense, Layer, Network, ReLU, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

VALIDATION = 300  # digits of the training part on which settings are chosen
FIRST = 0.1  # the standard deviation of the first weights of a tied autoencoder
BATCH, STEPS = 64, 2000
WIDE = 64  # neurons of each hidden layer beside the code
CODES = (2, 8)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)  # of Adam, for every side that is trained
TUNING, SEEDS = (100, 101, 102), (0, 1, 2, 3, 4)
TABLE = "autoencoder_codes.json"
SIDES = ("PCA", "one hidden layer, sigmoid", "deep, without ReLU", "deep")


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


def through_plane(X, learned, count):
    """Pictures projected onto the plane of the largest spread of those that were learned from: array (N, D)."""
    mean, directions = learned.mean(axis=0), principal_directions(learned, count)
    return mean + (X - mean) @ directions @ directions.T


# ---- deeper ones ----


def deep_network(rng, code, *, bend=True, wide=WIDE):
    """An encoder and a decoder of two dense layers each; the code itself and the output are plain sums.

    Parameters
    ----------
    rng : numpy.random.Generator
    code : int
        How many numbers pass.
    bend : bool
        Whether the hidden layers have a ReLU; without any the whole is linear.
    wide : int
        Neurons of each hidden layer.

    Returns
    -------
    Network
    """
    first, to_code, from_code, last = (
        Dense(*sizes, rng, init=xavier_init) for sizes in ((64, wide), (wide, code), (code, wide), (wide, 64))
    )
    bends = [[ReLU()] if bend else [] for _ in range(2)]
    return Network([first, *bends[0], to_code, from_code, *bends[1], last])


def encoder(network):
    """The first half of a :func:`deep_network`, which gives the codes."""
    return Network(network.layers[: len(network.layers) // 2])


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


def learn_deep(code, seed, *, rate=0.01, X=None, bend=True, steps=STEPS):
    """A :func:`deep_network` trained on the digits to learn from, or on X."""
    rng = np.random.default_rng(seed)
    X = digit_parts()["learn"][0] if X is None else X
    return trained(deep_network(rng, code, bend=bend), X, rng=rng, rate=rate, steps=steps)


def rebuild_error(side, code, seed, rate, part):
    """How ill one of `SIDES` rebuilds the pictures of a part that it has not learned from."""
    X, seen = digit_parts()["learn"][0], digit_parts()[part][0]
    if side == "PCA":
        return error(through_plane(seen, X, code), seen)
    if side in ("deep", "deep, without ReLU"):
        return error(learn_deep(code, seed, rate=rate, bend=side == "deep").outputs(seen), seen)
    rng = np.random.default_rng(seed)
    tied = Network([Tied(autoencoder.autoencoder_forward, autoencoder.autoencoder_backward, 64, code, rng)])
    return error(trained(tied, X, rng=rng, rate=rate).outputs(seen), seen)


def codes_compared(code):
    """All `SIDES` with as many numbers in the code: tuned on validation pictures, shown on test pictures."""

    def measure(side, seed, rate=None):
        return rebuild_error(side, code, seed, rate, "validation" if seed in TUNING else "test")

    ranges = {side: {} if side == "PCA" else {"rate": RATES} for side in SIDES}
    untuned = {"PCA": "it has nothing to choose but the width of the code"}
    return compare({side: side for side in SIDES}, ranges, measure, tuning=TUNING, seeds=SEEDS,
                   what="squared error of a test picture", untuned=untuned)  # fmt: skip


def codes_table():
    """What `codes_compared` finds, for the file: code -> side -> its rate, its trials, and a number for each seed."""
    table = {}
    for code in CODES:
        found = codes_compared(code)
        print(f"{code} numbers\n{found}", flush=True)
        table[str(code)] = {
            name: {"rate": side.best.get("rate"), "tried": [score for _, score in side.tried], "test": side.numbers}
            for name, side in found.sides.items()
        }
    return table


def stored(code):
    """The measured errors with so many numbers in the code: dict of side to (rate, list of a number for each seed)."""
    return {name: (side["rate"], side["test"]) for name, side in measurements(TABLE)[str(code)].items()}


def named_by_neighbour(codes, y, new_codes, y_new):
    """How many percent of new codes have the label of the nearest learned one."""
    distances = np.sum((new_codes[:, None] - codes[None]) ** 2, axis=2)  # (N, M)
    return 100 * float(np.mean(y[distances.argmin(axis=1)] == y_new))
