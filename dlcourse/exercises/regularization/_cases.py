"""What several exercises of the lesson share: inputs to normalise, and answers of which a property is looked at."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Malformed


def pair(value, names):
    """An answer's two values, or Malformed with what they should be."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"What came back is {describe(value)}; wanted are two values, {names}.")
    return value


def numbers(value, name, shape):
    """An answer's array as float64, or Malformed with what is wanted."""
    if not (isinstance(value, np.ndarray) and value.dtype.kind in "biuf"):
        raise Malformed(f"{name} is {describe(value)}; wanted is an array of the shape {shape}.")
    if value.shape != shape:
        raise Malformed(f"{name} has the shape {value.shape}; wanted is the shape {shape}.")
    if not np.isfinite(value).all():
        raise Malformed(f"{name} has nan or inf in it.")
    return value.astype(float)


def share_silenced(share, rate):
    """In words, the share of numbers that are 0."""
    if abs(share - rate) < 0.04:
        return "about `rate`"
    if abs(share - (1 - rate)) < 0.04:
        return "about 1 - rate"
    return "none" if share == 0 else "all" if share == 1 else "another share"


def pattern(zeros):
    """Whether the numbers are silenced one by one, or together."""
    if zeros.ndim < 2 or zeros.all() or not zeros.any():
        return "each number by itself"
    if (zeros == zeros[:1]).all():
        return "the same ones in every row"
    if (zeros == zeros[..., :1]).all():
        return "whole rows"
    rows = zeros.reshape(len(zeros), -1).sum(axis=1)
    return "equally many in every row" if np.ptp(rows) == 0 else "each number by itself"


def usual_counts(seed, shape, rate):
    """How many numbers are silenced by the usual ways to draw them, each from its own generator of this seed."""

    def rng():
        return np.random.default_rng(seed.number)

    return [
        np.sum(rng().random(shape) < rate),
        np.sum(rng().random(shape) >= 1 - rate),
        np.sum(rng().random(shape, np.float32) < rate),
        np.sum(rng().random(shape, np.float32) >= 1 - rate),
        np.sum(rng().binomial(1, rate, shape)),
        np.sum(rng().binomial(1, 1 - rate, shape) == 0),
    ]


def columns(rng, N, D):
    """Inputs with columns of different means and stds, gamma, beta, and running statistics that fit none of them."""
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 4, size=D) + rng.normal(scale=3, size=D)
    running = rng.normal(size=D), rng.uniform(0.3, 3, size=D)
    return X, rng.uniform(0.5, 2, size=D) * rng.choice([-1.0, 1.0], size=D), rng.normal(size=D), running


def as_float32(tree):
    """The same tuples of arrays, in float32."""
    return tuple(map(as_float32, tree)) if isinstance(tree, tuple) else tree.astype(np.float32)
