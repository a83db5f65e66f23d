"""What several exercises of the lesson share: inputs to normalise, and answers of which a property is looked at."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Malformed, drawn_seed

COUNTED = 200, 300  # the shape of the X of which it is seen whether exactly half is silenced


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
    if abs(share - 0.5) < 0.04:
        return "about half"
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


def mask_fits(out, mask, X):
    """In words, whether the mask is what X was multiplied by; if not, whether its zeros are where those of out are."""
    if np.allclose(out, X * mask, rtol=1e-4):
        return "yes"
    if ((mask == 0) == (out == 0)).all():
        return "no"
    return "no: it is 0 where X is kept" if ((mask == 0) == (out != 0)).all() else "no: it is 0 at other places"


def counting_seed(rng):
    """A seed with which no usual way to draw happens to silence exactly half of the numbers of `COUNTED`.

    One call tells an exact share from chance by its count alone, and chance has this count once in 300 times.
    """
    while True:
        seed = drawn_seed(rng)
        if np.prod(COUNTED) // 2 not in usual_counts(seed):
            return seed


def usual_counts(seed):
    """How many of `COUNTED` are silenced at the rate 0.5 by each usual way to draw, with a generator of this seed."""

    def rng():
        return np.random.default_rng(seed.number)

    uniform = [rng().random(COUNTED, dtype) for dtype in (np.float64, np.float32)]
    return [
        *(np.sum(u < 0.5) for u in uniform),
        *(np.sum(u <= 0.5) for u in uniform),
        *(np.sum(u >= 0.5) for u in uniform),
        np.sum(rng().binomial(1, 0.5, COUNTED)),
        np.sum(rng().integers(0, 2, COUNTED)),
    ]


def columns(rng, N, D):
    """Inputs with columns of different means and stds, gamma, beta, and running statistics that fit none of them."""
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 4, size=D) + rng.normal(scale=3, size=D)
    running = rng.normal(size=D), rng.uniform(0.3, 3, size=D)
    return X, rng.uniform(0.5, 2, size=D) * rng.choice([-1.0, 1.0], size=D), rng.normal(size=D), running


def as_float32(tree):
    """The same tuples of arrays, in float32."""
    return tuple(map(as_float32, tree)) if isinstance(tree, tuple) else tree.astype(np.float32)
