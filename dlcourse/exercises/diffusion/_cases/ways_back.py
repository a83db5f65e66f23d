"""Cases of steps back, of one step and of any length."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import diffusion


def schedule(rng, steps):
    """alpha_bar of so many steps, falling from 1, each step with a share of its own."""
    return np.concatenate(([1.0], np.cumprod(rng.uniform(0.5, 0.95, size=steps))))


def step_cases(rng):
    """By hand; the last step, which leaves `clean`; the first; the usual schedule, of one step, too; float32."""
    N, D, M, K = drawn_sizes(rng, 4, least=3)
    by_hand = np.array([1.0, 0.5, 0.25])

    def case(*shape, t, alpha_bar):
        return Case(*rng.normal(size=(3, *shape)), t=t, alpha_bar=alpha_bar)

    narrow = case(K, M, t=2, alpha_bar=schedule(rng, N).astype(np.float32))
    narrow.values = [array.astype(np.float32) for array in narrow.values]
    return [
        Case(np.array([[3.0]]), np.array([[1.0]]), np.array([[0.0]]), t=1, alpha_bar=by_hand),
        Case(np.array([[3.0]]), np.array([[1.0]]), np.array([[3.0]]), t=2, alpha_bar=by_hand),
        Case(np.array([[3.0, 0.0]]), np.array([[1.0, 0.0]]), np.array([[0.0, 0.0]]), t=2, alpha_bar=by_hand),
        case(N, D, t=2, alpha_bar=schedule(rng, M)),
        case(M, K, t=N, alpha_bar=schedule(rng, N)),
        case(K, N, t=1, alpha_bar=schedule(rng, D)),
        case(D, M, K, t=3, alpha_bar=schedule(rng, K)),
        case(N, 1, t=1, alpha_bar=schedule(rng, 1)),
        case(1, D, t=20, alpha_bar=diffusion.noise_schedule(20)),
        case(D, 2, t=17, alpha_bar=diffusion.noise_schedule(30 + N)),
        case(K, 3, t=1, alpha_bar=diffusion.noise_schedule(10)),
        case(M, t=2, alpha_bar=schedule(rng, 4)),
        Case(*rng.integers(-9, 9, (3, N, 2)), t=2, alpha_bar=schedule(rng, K)),
        narrow,
    ]


def leap_cases(rng):
    """By hand; to the end, which is `clean`; from pure noise; nowhere; whole numbers; one example; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def case(*shape, alpha_bar, earlier):
        return Case(*rng.normal(size=(2, *shape)), alpha_bar=alpha_bar, earlier=earlier)

    low, high = float(rng.uniform(0.05, 0.4)), float(rng.uniform(0.5, 0.95))
    return [
        Case(np.array([[4.6, 0.6]]), np.array([[4.0, 0.0]]), alpha_bar=0.64, earlier=0.96),
        case(N, D, alpha_bar=low, earlier=high),
        case(M, K, alpha_bar=0.2, earlier=0.3),
        case(K, N, alpha_bar=high, earlier=1.0),
        case(D, M, alpha_bar=0.0, earlier=low),
        case(2, D, alpha_bar=0, earlier=1),
        case(M, N, K, alpha_bar=low / 2, earlier=high),
        case(K, 1, alpha_bar=0.5, earlier=0.5),  # a step nowhere
        case(1, M, alpha_bar=0.001, earlier=0.999),
        case(D, alpha_bar=0.4, earlier=0.7),
        case(N, 2, alpha_bar=0.99, earlier=0.995),
        Case(*rng.integers(-9, 9, (2, M, D)), alpha_bar=0.36, earlier=0.81),
        case(M, 2, alpha_bar=high, earlier=0.0),  # forward: what the noise would be
        Case(*rng.normal(size=(2, K, D)).astype(np.float32), alpha_bar=0.3, earlier=0.6),
    ]
