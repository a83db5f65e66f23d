"""The functions that a case can name, for exercises that take a function as an argument.

This module needs NumPy only: a sandboxed worker imports it.
"""

import functools

import numpy as np


def square(x):
    """x * x, elementwise."""
    return x * x


def sine(x):
    """sin(x), elementwise."""
    return np.sin(x)


def sum_of_squares(x):
    """One number: the sum of the squares of all elements."""
    return float(np.sum(x * x))


def sum_of_cubes(x):
    """One number: the sum of the cubes of all elements."""
    return float(np.sum(x**3))


def weighted_sines(x):
    """One number: the sines of all elements, the first one once, the second one twice, and so on, added up."""
    return float(np.sum(np.sin(x).ravel() * np.arange(1, x.size + 1)))


def log_sum_exp(x):
    """One number: the logarithm of the sum of the exponentials; every slope depends on all elements."""
    return float(np.max(x) + np.log(np.sum(np.exp(x - np.max(x)))))


def log_peak(x):
    """One number for positive x: 0 where x is 1, 0.1, 0.01, ..., and the lower, the more powers of ten away it is."""
    return -float(np.sum((np.log10(x) + np.arange(x.size)) ** 2))


def ink(pictures):
    """A number for each picture, an array (N,): the sum of its pixels."""
    return pictures.reshape(len(pictures), -1).sum(axis=1)


def two_sums(pictures):
    """Two scores for each picture: the sum of its pixels, and minus three times the sum; and their shape."""
    return ink(pictures)[:, None] * np.array([1, -3], pictures.dtype), pictures.shape


def two_sums_backward(d_scores, shape):
    """The gradient of the pictures, from that of the scores of :func:`two_sums`."""
    d_sums = d_scores @ np.array([1, -3], d_scores.dtype)
    return np.broadcast_to(d_sums.reshape(-1, *(1 for _ in shape[1:])), shape).copy()


def homeward(positions):
    """A number for each position, an array (M,): steering that leads back to the middle of a lane, bent to the right.

    Positions are rows of an offset and a heading, which count differently.
    """
    return (0.03 - 0.02 * positions[:, 0] - 0.3 * positions[:, 1]).astype(positions.dtype)


def left_alone(x, t):
    """What a network says that has learned nothing: the noisy examples themselves, whatever the step of each is."""
    return x


def timely(x, t):
    """What a small network of noisy examples and of the step of each might say: other numbers at other steps."""
    late = np.asarray(t, x.dtype).reshape(-1, *(1 for _ in x.shape[1:]))
    return np.cos(x + late) - np.roll(x, 1, axis=-1) / (2 + late)


HIDDEN = 8  # neurons of the small network


def _waves(inputs, dtype):
    """The weights of a small network, made by a formula: it scores pictures of any size.

    The last pixel is not looked at, and the third score is the sum of the first two.
    """
    W1 = np.sin(1 + 2.3 * np.outer(np.arange(inputs), np.arange(1, HIDDEN + 1)) ** 1.1)
    W1[-1] = 0
    W2 = np.cos(np.outer(1 + np.arange(HIDDEN), [1.0, 1.7]))
    weights = W1, np.cos(np.arange(HIDDEN)) / 2, np.column_stack([W2, W2.sum(axis=1)])
    return [array.astype(dtype) for array in weights]


def relu_scores(pictures):
    """Three scores for each picture, of any shape, by one layer of ReLUs; and the cache for the way back."""
    X = pictures.reshape(len(pictures), -1)
    W1, b1, W2 = _waves(X.shape[1], X.dtype)
    H = np.maximum(X @ W1 + b1, 0)
    return H @ W2, (pictures.shape, H)


def relu_scores_backward(d_scores, cache):
    """The gradient of the pictures, from that of the scores of :func:`relu_scores`."""
    shape, H = cache
    W1, _, W2 = _waves(int(np.prod(shape[1:])), H.dtype)
    return ((d_scores @ W2.T * (H > 0)) @ W1.T).reshape(shape)


def relu_score(pictures):
    """A number for each picture, an array (N,): the first of the scores of :func:`relu_scores`."""
    return relu_scores(pictures)[0][:, 0]


SIGNS = """
#.#.# ##### ..#.. #...# ##### ##### #####
.#.#. #...# ..#.. .#.#. ..#.. ##### #....
#.#.# #...# ##### ..#.. ..#.. ##### ####.
.#.#. #...# ..#.. .#.#. ..#.. ..... ....#
#.#.# ##### ..#.. #...# ..#.. ..... ####.
"""
COMMON = 2  # the sign that is half of all, where one is more common than the others


@functools.cache
def seven_signs(turns=0):
    """Small pictures, an array (7, 5, 5) of 1 for ink and -1 for paper, all turned by so many quarters."""
    rows = [line.split() for line in SIGNS.split("\n") if line]
    signs = [[[1.0 if sign == "#" else -1.0 for sign in row] for row in picture] for picture in zip(*rows)]
    turned = np.rot90(signs, turns, axes=(1, 2)).copy()
    turned.setflags(write=False)  # it is kept: nobody may change it for those who come later
    return turned


def _signs_believed(turns, common):
    """The best guess at clean pictures if these are turned signs, or the upper left of them.

    The guess takes noisy pictures (N, H, W) and the share of the clean variance in them, 0 or more and less than 1. It
    is the mean of the signs, weighted by how likely x is from each; if there is a `common` one, that is half of all.
    """
    often = np.zeros(7)
    often[[] if common is None else common] = np.log(6)

    def believed(x, kept):
        signs = seven_signs(turns)[:, : x.shape[1], : x.shape[2]].reshape(7, -1)
        fits = kept**0.5 * x.reshape(len(x), -1) @ signs.T / (1 - kept)  # all signs are equally long: this decides
        weights = np.exp(fits + often - (fits + often).max(axis=1, keepdims=True))
        return (weights / weights.sum(axis=1, keepdims=True) @ signs).reshape(x.shape)

    return believed


REGISTRY = {
    function.__name__: function
    for function in (
        square, sine, sum_of_squares, sum_of_cubes, weighted_sines, log_sum_exp, log_peak,
        ink, two_sums, two_sums_backward, relu_scores, relu_scores_backward, relu_score, homeward,
        left_alone, timely,
    )
}  # fmt: skip
REGISTRY |= {f"signs_turned_{turns}": _signs_believed(turns, None) for turns in range(4)}
REGISTRY |= {f"signs_turned_{turns}_one_common": _signs_believed(turns, COMMON) for turns in range(4)}
