"""Networks as dicts of weights, to be pruned and to be measured."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def network(rng, N, M, k):
    """A small one: a filter, a table and a bias, weights of different sizes."""
    return {
        "W": 0.5 * rng.normal(size=(k, 2, N)),
        "b": 0.1 * rng.normal(size=N),
        "V": 2 * rng.normal(size=(M, 3)),
    }


def going(rng):
    """By hand; none, all; equal ones, in one array and in several; fractions between; a single array; float32."""
    N, M, k, F = drawn_sizes(rng, 4, least=2, most=8)
    equal = {"W": np.array([[1.0, -1.0, 3.0]]), "b": np.array([-1.0, 1.0]), "V": np.array([[2.0], [1.0]])}
    steps = {"W": rng.integers(-2, 3, (N, 7)) / 4, "V": rng.integers(-2, 3, (M, 2, 5)) / 4, "b": np.zeros(k)}
    many = {"W": rng.integers(-3, 4, (6, 9 + N)), "V": rng.integers(-3, 4, (30 + M,))}
    apart = {"W": 0.01 * rng.normal(size=(N, F)), "V": 5 * rng.normal(size=(M, k)), "b": rng.normal(size=F)}
    return [
        Case({"W": np.array([[3.0, -0.1]]), "V": np.array([0.2, -5.0])}, fraction=0.5),
        Case({"W": np.array([[4.0, -2.0, 1.0]])}, fraction=0.0),
        Case({"W": np.array([-1.0, 2.0]), "b": np.array([0.5])}, fraction=1.0),
        Case({"W": np.array([-7.0, 2.0, -0.5, 1.0, 3.0])}, fraction=0.25),  # 1.25 weights
        Case({"W": np.array([[-7.0, 2.0], [0.5, 1.0], [4.0, 3.0]]), "b": np.array([8.0])}, fraction=0.375),  # 2.625
        Case(equal, fraction=0.5),
        Case(equal, fraction=0.125),
        Case({"W": np.zeros((2, 3)), "b": np.zeros(2)}, fraction=0.5),
        Case(apart, fraction=0.5),
        Case(apart, fraction=0.78125),
        Case(steps, fraction=0.34375),
        Case(steps, fraction=0.75),
        Case(many, fraction=0.53125),
        Case(network(rng, N, M, k), fraction=0.84375),
        Case(network(rng, M, F, N), fraction=0.21875),
        Case({name: W.astype(np.float32) for name, W in network(rng, F, k, M).items()}, fraction=0.4375),
    ]


def masked(rng, weights, share):
    """Masks of a network, of which about so many stay."""
    return {name: rng.random(W.shape) < share for name, W in weights.items()}


def sizes(rng):
    """By hand; whole bytes and a bit more, in each array; 1 to 64 bits; masks: of all, of none, of some; one weight."""
    N, M, k, F = drawn_sizes(rng, 4, least=2, most=8)
    by_hand = {"W": np.zeros((3, 5)), "b": np.zeros(5)}
    small = {"W": np.ones((2, 4)), "V": np.ones((3, 3)), "b": np.ones(1)}
    large, other = network(rng, N + 7, M + 9, k), network(rng, 2 * F + 1, N, 5)
    staying, none = ({name: np.full(W.shape, stays) for name, W in small.items()} for stays in (True, False))
    turned = {"b": np.ones(3) > 0, "W": np.arange(9) == k}  # the same names in another order
    return [
        Case(by_hand, bits=4),
        Case(by_hand, bits=4, masks={"W": np.eye(3, 5) > 0, "b": np.ones(5) > 0}),
        Case({"W": np.array([0.5])}, bits=1),
        Case(small, bits=8),
        Case(small, bits=1),
        Case(small, bits=3),
        Case(small, bits=32),
        Case(small, bits=5, masks=staying),
        Case(small, bits=8, masks=none),
        Case(small, bits=0, masks=staying),  # the map alone
        Case({"b": np.ones(8)}, bits=1, masks={"b": np.arange(8) < 3}),
        Case(large, bits=64),
        Case({"W": np.zeros((15, 20))}, bits=3, masks={"W": np.arange(300).reshape(15, 20) % 20 > 1}),  # 270 stay
        Case(large, bits=6),
        Case(large, bits=3, masks=masked(rng, large, 0.2)),
        Case(other, bits=7, masks=masked(rng, other, 0.7)),
        Case({"W": np.ones(9), "b": np.ones(3)}, bits=5, masks=turned),
        Case({name: W.astype(np.float32) for name, W in other.items()}, bits=16),
        Case(
            {"ids": np.arange(3 * F), "V": np.zeros((M, 2))},
            bits=2,
            masks={"ids": np.arange(3 * F) % 4 == 1, "V": np.ones((M, 2)) > 0},
        ),
    ]
