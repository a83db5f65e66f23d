"""Cases of clean examples and noise, mixed."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def by_example(alpha_bar, x):
    """The shares as an array that stretches over x."""
    alpha_bar = np.asarray(alpha_bar, float)
    return alpha_bar.reshape(alpha_bar.shape + (1,) * (x.ndim - 1)) if alpha_bar.ndim else alpha_bar


def kept_shares(rng, count):
    """A share from 0.05 to 0.95 for each of so many examples, no two alike."""
    return (np.arange(count) + rng.uniform(0.2, 0.8, count))[rng.permutation(count)] / count * 0.9 + 0.05


def mixing_cases(rng):
    """By hand; all and nothing kept; shares of each example, square shapes; whole numbers; one example; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def pair(*shape):
        return rng.normal(2, 3, size=shape), rng.normal(size=shape)

    def case(*shape, share=None):
        return Case(*pair(*shape), alpha_bar=kept_shares(rng, shape[0]) if share is None else share)

    narrow = [array.astype(np.float32) for array in pair(N, D)]
    return [
        Case(np.array([[5.0, 0.0]]), np.array([[1.0, -2.0]]), alpha_bar=0.64),
        Case(np.array([[5.0], [10.0]]), np.array([[1.0], [2.0]]), alpha_bar=np.array([0.64, 0.36])),
        case(N, D, share=float(rng.uniform(0.2, 0.8))),
        case(M, K, D),
        case(N, D),
        case(D, D),  # as many numbers as examples: shares would fit along the wrong axis, too
        case(3, 3, 3),
        case(K),
        case(1, M),
        case(N, K, share=1.0),
        case(D, M, share=0.0),
        Case(*pair(3, M), alpha_bar=np.array([1.0, 0.0, 0.5])),
        case(K, 2, share=1),
        Case(*pair(2, N), alpha_bar=np.array([0, 1])),
        Case(rng.integers(-9, 9, (M, K)), rng.integers(-3, 4, (M, K)), alpha_bar=kept_shares(rng, M)),
        Case(rng.integers(-9, 9, (D, 2)), rng.normal(size=(D, 2)), alpha_bar=0.25),
        case(20, 4, 5),
        Case(*narrow, alpha_bar=0.3),
        Case(*narrow, alpha_bar=kept_shares(rng, N).astype(np.float32)),
    ]


def unmixing_cases(rng):
    """By hand; all kept; shares of each example, square shapes; nearly nothing kept; whole numbers; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def pair(*shape):
        return rng.normal(2, 3, size=shape), rng.normal(size=shape)

    def case(*shape, share=None):
        return Case(*pair(*shape), alpha_bar=kept_shares(rng, shape[0]) if share is None else share)

    narrow = [array.astype(np.float32) for array in pair(M, D)]
    return [
        Case(np.array([[4.6, -1.2]]), np.array([[1.0, -2.0]]), alpha_bar=0.64),
        Case(np.array([[4.6], [7.6]]), np.array([[1.0], [2.0]]), alpha_bar=np.array([0.64, 0.36])),
        case(N, M, share=float(rng.uniform(0.2, 0.8))),
        case(K, M, D),
        case(M, D),
        case(N, N),  # as many numbers as examples: shares would fit along the wrong axis, too
        case(2, 2, 2),
        case(D),
        case(1, K),
        case(M, N, share=1.0),
        case(K, 2, share=1),
        case(N, 3, share=1e-4),
        Case(*pair(3, K), alpha_bar=np.array([1.0, 0.01, 0.5])),
        Case(*pair(2, N), alpha_bar=np.array([1, 1])),
        Case(rng.integers(-9, 9, (D, K)), rng.integers(-3, 4, (D, K)), alpha_bar=kept_shares(rng, D)),
        Case(rng.integers(-9, 9, (M, 2)), rng.normal(size=(M, 2)), alpha_bar=0.25),
        Case(*narrow, alpha_bar=0.3),
        Case(*narrow, alpha_bar=kept_shares(rng, M).astype(np.float32)),
    ]


def way_cases(rng):
    """By hand; the beginning and the end; square shapes; whole numbers; one example; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def case(*shape, t=None):
        t = kept_shares(rng, shape[0]) if t is None else t
        return Case(rng.normal(2, 3, size=shape), rng.normal(size=shape), t=t)

    narrow = case(M, D)
    narrow.values = [array.astype(np.float32) for array in narrow.values]
    narrow.named["t"] = narrow.named["t"].astype(np.float32)
    return [
        Case(np.array([[10.0]]), np.array([[2.0]]), t=np.array([0.25])),
        Case(np.array([[10.0, 0.0], [4.0, 1.0]]), np.array([[2.0, 1.0], [0.0, -3.0]]), t=np.array([0.5, 0.75])),
        case(N, M),
        case(K, M, D),
        case(D, D),
        case(3, 3, 3),
        case(M),
        case(1, K),
        case(3, N, t=np.array([0.0, 1.0, 0.5])),
        case(2, D, t=np.array([1, 0])),
        Case(rng.integers(-9, 9, (D, 2)), rng.normal(size=(D, 2)), t=kept_shares(rng, D)),
        case(20, 4, 5),
        narrow,
    ]
