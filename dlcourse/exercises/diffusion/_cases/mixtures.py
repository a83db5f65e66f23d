"""Cases of clean examples and noise, mixed."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


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
        Case(np.array([[10.0, 0.0]]), np.array([[1.0, -1.0]]), alpha_bar=0.36),
        Case(np.array([[10.0], [5.0]]), np.array([[1.0], [2.0]]), alpha_bar=np.array([0.36, 0.64])),
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
        case(0, share=0.5),
        Case(*narrow, alpha_bar=0.3),
        Case(*narrow, alpha_bar=kept_shares(rng, N).astype(np.float32)),
    ]
