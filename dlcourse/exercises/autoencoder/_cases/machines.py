"""Cases of restricted Boltzmann machines: their weights and biases, and patterns of 0 and 1."""

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, drawn_seed, drawn_sizes

LOUD = 500.0  # weights whose exponentials overflow


def machine(rng, D, M, scale=1.0, dtype=float):
    """Weights and biases of D visible and M hidden units, named."""
    shapes = {"W": (D, M), "b": (M,), "c": (D,)}
    return {name: (scale * rng.normal(size=shape)).astype(dtype) for name, shape in shapes.items()}


def patterns(rng, N, D, dtype=float):
    """N patterns of D units that are 0 or 1, none of them all 0."""
    V = (rng.random((N, D)) < 0.5).astype(dtype)
    V[np.arange(N), rng.integers(D, size=N)] = 1
    return V


def energy_cases(rng):
    """One unit; sums by hand; all dark, one pattern, large weights, chances as inputs, float32."""
    N, D, M, K = drawn_sizes(rng, 4, least=3)
    by_hand = {"W": np.array([[1.0], [-1.0]]), "b": np.zeros(1), "c": np.array([0.5, 0.0])}
    cases = [
        Case(np.array([[0.0], [1.0]]), W=np.array([[np.log(3)]]), b=np.zeros(1), c=np.array([1.0])),
        Case(np.array([[1.0, 1.0], [1.0, 0.0]]), **by_hand),
    ]
    cases += [Case(patterns(rng, *size[:2]), **machine(rng, *size[1:])) for size in [(2, 3, 4), (N, D, M), (1, M, K)]]
    cases += [
        Case(np.zeros((2, D)), **machine(rng, D, N)),
        Case(rng.random((M, N)), **machine(rng, N, K)),
        Case(patterns(rng, K, D), **machine(rng, D, M, LOUD)),
        Case(patterns(rng, N, M), W=np.zeros((M, K)), b=2 * LOUD * (-1.0) ** np.arange(K), c=rng.normal(size=M)),
        Case(patterns(rng, N, D, np.float32), **machine(rng, D, K, dtype=np.float32)),
        Case(patterns(rng, 20 + N, 16), **machine(rng, 16, 12)),
    ]
    return cases


def step_cases(rng):
    """By hand, where no draw can change it; sizes that differ; one chain; chances of 1/2; units of certain state."""
    N, D, M, K = drawn_sizes(rng, 4, least=3)
    sure = {"W": np.array([[20.0], [20.0]]), "b": np.array([-10.0]), "c": np.array([-10.0, -10.0])}

    def case(N, D, M, scale=1.0, dtype=float):
        return Case(patterns(rng, N, D, dtype), **machine(rng, D, M, scale, dtype), rng=drawn_seed(rng))

    still = {"W": np.zeros((K, N)), "b": np.zeros(N), "c": np.zeros(K)}
    return [
        Case(np.array([[1.0, 0.0]]), **sure, rng=Seed(0)),
        Case(np.array([[1.0, 0.0], [0.0, 0.0]]), **sure, rng=drawn_seed(rng)),
        case(2, 3, 4),
        case(N, D, M),
        case(1, M, K),
        Case(patterns(rng, M, K), **still, rng=drawn_seed(rng)),
        case(K, D, N, scale=LOUD),
        case(20 + D, 8, 30),
        Case(rng.random((30, M)), **machine(rng, M, D), rng=drawn_seed(rng)),
        case(10 + N, D, K, dtype=np.float32),
        case(M, 40, 3, scale=0.3),
    ]


def direction_cases(rng):
    """By hand, no step at all, steps, chains of another number than the examples, one example, one chain, float32."""
    N, D, M, K = drawn_sizes(rng, 4, least=3)
    by_hand = {"W": np.zeros((1, 1)), "b": np.zeros(1), "c": np.array([-99.0])}

    def case(N, D, M, *, steps=1, chains=None, dtype=float):
        chain = None if chains is None else patterns(rng, chains, D, dtype)
        named = machine(rng, D, M, dtype=dtype) | {"rng": drawn_seed(rng), "steps": steps, "chain": chain}
        return Case(patterns(rng, N, D, dtype), **named)

    return [
        Case(np.array([[1.0], [1.0]]), **by_hand, rng=Seed(0)),
        Case(patterns(rng, 3, 2), **machine(rng, 2, 4), rng=drawn_seed(rng)),
        case(N, D, M),
        case(N, D, M, steps=K),
        case(N, M, D, chains=N),
        case(N, D, K, chains=20 + M),
        case(20 + K, D, N, steps=3, chains=M),
        case(1, M, N, steps=2, chains=K),
        case(D, M, K, chains=1),
        case(D, N, M, steps=0, chains=K),
        case(N, K, M, steps=0),
        case(K, N, D, steps=2, chains=D, dtype=np.float32),
    ]
