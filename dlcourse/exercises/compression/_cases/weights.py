"""Weights whose nearest steps no rounding of the last digit can change."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import compression

CLEAR = 0.1  # of a step: so far from the middle between two stays what is rounded


def is_clear(W, bits, axis):
    """Whether 0 lies far enough from the middle between two steps, in every channel."""
    others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
    scale, _ = compression.scale_and_zero_point(W, bits=bits, axis=axis)
    places = -np.minimum(W.min(axis=others, keepdims=axis is not None), 0) / scale
    return bool(np.all(np.abs(places % 1 - 0.5) > CLEAR))


def clear(rng, shape, *, bits, axis=None, middle=0.3):
    """Weights of channels (the last axis) that differ in size; drawn until their zero is clear."""
    while True:
        W = rng.normal(size=shape) * rng.uniform(0.2, 4, shape[-1]) + middle
        if is_clear(W, bits, axis):
            return W


def ranges(rng):
    """By hand; one side only; all 0; halves; channels, of any axis, and some of them all 0 or of one sign; others."""
    N, M, k, C, F = drawn_sizes(rng, 5)
    sides = rng.uniform(1, 2, (N, 3)) * [1.0, -1.0, 0.0]
    return [
        Case(np.array([-1.0, 0.5, 2.0]), bits=2),
        Case(np.array([[-1.0, 1.0, -4.0], [2.0, 6.0, 2.0]]), bits=2, axis=1),
        Case(np.array([1.0, 3.0, 0.5]), bits=2),
        Case(np.array([-6.0, -2.0]), bits=2),
        Case(np.zeros(3), bits=3),
        Case(np.array([-1.5, 1.0, 1.5]), bits=2),  # 0 lies in the middle between two steps
        Case(np.array([2.5, -0.5]), bits=2),
        Case(np.array([-1.0, 1.0]), bits=1),
        Case(np.array([0.75]), bits=1),
        Case(np.array([[-1.0, 1.0, 3.0], [3.0, 6.0, 2.0]]), bits=3, axis=0),
        Case(np.array([-2.0, 0.0, 5.0, 1.0]), bits=4, axis=0),  # each number is a channel
        Case(clear(rng, (N, M), bits=8), bits=8),
        Case(clear(rng, (M, N), bits=5, axis=1), bits=5, axis=1),
        Case(1e-9 * clear(rng, (C, M), bits=6, axis=-1), bits=6, axis=-1),
        Case(sides, bits=7, axis=-1),
        Case(clear(rng, (k, k, C, F), bits=4, axis=3), bits=4, axis=3),
        Case(clear(rng, (k, M, F), bits=3, axis=-2), bits=3, axis=-2),
        Case(clear(rng, (2, C, N), bits=8), bits=8),
        Case(np.array([[-3, 4], [0, 1], [11, 2]]), bits=4, axis=1),
        Case(clear(rng, (N, F), bits=6, axis=1).astype(np.float32), bits=6, axis=1),
    ]


def between(rng, shape, *, scale, zero_point, bits, beyond=3):
    """Weights up to 0.4 of a step from some whole number, a few of them beyond the first or the last."""
    places = rng.integers(-beyond, 2**bits + beyond, shape) + rng.uniform(-0.4, 0.4, shape)
    return scale * (places - zero_point)


def scales(rng, count):
    """Scales and zero points of so many channels, each its own."""
    return rng.uniform(0.05, 2, count), rng.integers(0, 200, count)


def weights_on_steps(rng):
    """By hand; halves; beyond both ends; few bits; channels of any axis; whole numbers, float32."""
    N, M, k, C, F = drawn_sizes(rng, 5)
    wide, zeros = scales(rng, M)
    tall, lows = scales(rng, (N, 1))
    deep, highs = scales(rng, (1, 1, 1, F))
    return [
        (np.array([-1.0, 0.4, 2.0, 9.0]), {"scale": 1.0, "zero_point": 1, "bits": 2}),
        (np.array([0.75, -3.25, 1.6]), {"scale": 0.5, "zero_point": 6, "bits": 4}),
        (np.array([0.25, 0.75, -0.25, -0.75, 1.25]), {"scale": 0.5, "zero_point": 4, "bits": 3}),  # halves
        (np.array([-700.0, -0.9, -0.4, 0.0, 0.4, 90.0]), {"scale": 0.25, "zero_point": 3, "bits": 3}),
        (np.array([-900.0, 600.0, 3.0, 1.0]), {"scale": 2.0, "zero_point": 0, "bits": 8}),
        (np.array([-5.0, -1.0, 5.0]), {"scale": 1.0, "zero_point": 1, "bits": 1}),
        (np.array([[300.0, -3.0]]), {"scale": 1.0, "zero_point": 255, "bits": 8}),
        _drawn(rng, (N, M), scale=0.01, zero_point=int(rng.integers(90, 160)), bits=8),
        _drawn(rng, (3, N, 2), scale=1.5, zero_point=int(rng.integers(3, 12)), bits=4),
        _drawn(rng, (C, M), scale=wide[None], zero_point=zeros[None], bits=8),
        _drawn(rng, (N, C), scale=tall, zero_point=lows % 30, bits=5),
        _drawn(rng, (k, k, C, F), scale=deep, zero_point=highs % 60, bits=6),
        (np.array([-7, 3, 0, 12]), {"scale": 3.0, "zero_point": 2, "bits": 2}),
        _drawn(rng, (F, N), scale=0.5, zero_point=int(rng.integers(50, 99)), bits=7, kind=np.float32),
    ]


def _drawn(rng, shape, *, kind=float, **steps):
    return between(rng, shape, **steps).astype(kind), steps


def rounding(rng):
    """Cases of quantize."""
    return [Case(W, **steps) for W, steps in weights_on_steps(rng)]


def stored_numbers(rng):
    """By hand; below the zero point, also far; both ends of eight bits; channels of any axis."""
    N, M, k, C, F = drawn_sizes(rng, 5)
    wide, zeros = scales(rng, M)
    tall, lows = scales(rng, (N, 1))
    deep, highs = scales(rng, (1, 1, 1, F))
    return [
        Case(np.array([0, 1, 3], dtype=np.uint8), scale=0.5, zero_point=1),
        Case(np.array([9, 4], dtype=np.uint8), scale=0.25, zero_point=0),
        Case(np.array([0, 255, 128, 127], dtype=np.uint8), scale=0.125, zero_point=255),
        Case(np.array([[0, 255, 200]], dtype=np.uint8), scale=2.0, zero_point=40),
        Case(_bytes(rng, (N, M)), scale=0.01, zero_point=int(rng.integers(90, 160))),
        Case(_bytes(rng, (3, N, 2), bits=4), scale=1.5, zero_point=int(rng.integers(3, 12))),
        Case(_bytes(rng, (C, M)), scale=wide[None], zero_point=zeros[None]),
        Case(_bytes(rng, (N, C)), scale=tall, zero_point=lows),
        Case(_bytes(rng, (k, k, C, F), bits=6), scale=deep, zero_point=highs % 64),
        Case(_bytes(rng, (F, M)), scale=(2.0 ** np.rint(wide[None])).astype(np.float32), zero_point=zeros[None]),
    ]


def _bytes(rng, shape, bits=8):
    return rng.integers(0, 2**bits, shape).astype(np.uint8)


def gradients(rng):
    """Weights within and beyond what few bits can say, and a gradient that comes back."""
    edges = np.array([-3.0, -2.4, -2.6, 0.0, 1.0, 1.4, 1.6, 2.0])
    halves = np.array([-2.5, -1.5, 1.5, 0.5, -3.5])  # the outer ones go to the even step: one is in, one out
    by_hand = [
        (np.array([-3.0, 0.4, 2.0]), np.ones(3), {"scale": 1.0, "zero_point": 1, "bits": 2}),
        (edges, np.arange(1.0, 9.0), {"scale": 1.0, "zero_point": 2, "bits": 2}),
        (halves, np.arange(-2.0, 3.0) + 0.25, {"scale": 1.0, "zero_point": 2, "bits": 2}),
        (np.array([-1.0, 0.0, 0.5, 1.0]), np.array([1, -2, 3, 4]), {"scale": 0.5, "zero_point": 0, "bits": 1}),
    ]
    drawn = [
        (W, rng.normal(size=W.shape).astype(np.result_type(W, np.float32)), steps) for W, steps in weights_on_steps(rng)
    ]
    return [Case(d_out, W, **steps) for W, d_out, steps in [*by_hand, *drawn]]


def tables(rng):
    """By hand; sums that are large; one scale and zero, and one for each column; one row, one column; ends."""
    N, D, M, K = drawn_sizes(rng, 4, least=3, most=9)
    wide, zeros = scales(rng, (1, M))
    large = rng.integers(200, 256, (2, 40 + D)).astype(np.uint8), rng.integers(0, 60, (40 + D, K)).astype(np.uint8)
    given = [
        ([[200, 100]], 0.5, 100, [[3], [2]], 0.1, 1, [1.0]),
        ([[3, 1, 2]], 1.0, 0, [[1, 0], [2, 1], [0, 3]], 0.5, 0, [0.0, 10.0]),
        ([[0, 5], [2, 1]], 0.25, 2, [[0], [4]], 2.0, 3, [-1.0]),
        ([[255, 255]], 0.5, 0, [[255, 0], [255, 255]], 0.01, 0, [0.5, -0.5]),
        ([[7, 7]], 0.5, 7, [[90, 3, 250], [4, 200, 0]], 0.25, 128, [4.0, 0.0, -2.5]),  # X is 0: b alone
        (_bytes(rng, (N, D)), 0.02, 121, _bytes(rng, (D, M)), 0.01, 97, rng.normal(size=M)),
        (_bytes(rng, (K, N)), 0.5, 30, _bytes(rng, (N, M)), 0.1 * wide, zeros, rng.normal(size=M)),
        (_bytes(rng, (M, D), bits=4), 0.3, 6, _bytes(rng, (D, K), bits=4), 0.2, 8, rng.normal(size=K)),
        (large[0], 0.01, 10, large[1], 0.05, 190, rng.normal(size=K)),
        (_bytes(rng, (1, 60 + K)), 0.1, 0, _bytes(rng, (60 + K, 1)), 0.1, 0, [100.0]),
        (_bytes(rng, (2, 7)), 0.5, 200, _bytes(rng, (7, D)), 0.5, 40, np.arange(D)),
    ]
    return [
        Case((np.array(qx, np.uint8), *x), (np.array(qw, np.uint8), w_scale, w_zero), np.array(b))
        for qx, *x, qw, w_scale, w_zero, b in given
    ]
