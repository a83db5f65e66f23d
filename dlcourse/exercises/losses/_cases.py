"""What several exercises of the lesson share: predictions with targets, and scores with labels."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def predictions(rng):
    N, D, K, length = drawn_sizes(rng, 4)
    return [
        Case(np.array([1.0, 5.0]), np.array([2.0, 2.0])),
        Case(rng.normal(size=(3, 2)), rng.normal(size=(3, 2))),
        Case(rng.normal(size=(N, D)), rng.normal(size=(N, D)) + 1),
        Case(rng.normal(size=(1, K)), rng.normal(size=(1, K))),
        Case(np.array([0.5, -2.0, 3.0]), np.array([0.5, -2.0, 3.0])),  # nothing is wrong
        Case(np.array([-1.5]), np.array([2.0])),
        Case(1e6 * rng.normal(size=(length, 1)), 1e6 * rng.normal(size=(length, 1))),
        Case(rng.normal(size=(D, K, 2)), rng.normal(size=(D, K, 2))),
        Case(rng.normal(size=(40, 10)), rng.normal(size=(40, 10))),
        Case(*(rng.normal(size=(K, 3)).astype(np.float32) for _ in range(2))),
    ]


def labelled(rng):
    N, C, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[2.0, 0.0, 1.0], [0.5, 1.0, -1.0]]), np.array([0, 2])),
        Case(rng.normal(size=(4, 3)), np.array([2, 0, 1, 2])),
        Case(rng.normal(size=(N, C)), rng.integers(0, C, N)),
        Case(rng.normal(size=(3, 3)), np.array([1, 1, 0])),  # labels would fit as a row
        Case(rng.normal(size=(1, other)), np.array([other - 1])),
        Case(np.zeros((5, 4)), np.array([0, 1, 2, 3, 0])),
        Case(np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]]), np.array([2, 1])),  # wrong, and sure of it
        Case(np.array([[-900.0, -1000.0], [0.0, -2.0], [3.0, 1.0]]), np.array([0, 0, 1])),
        Case(rng.normal(scale=3, size=(50, 10)), rng.integers(0, 10, 50)),
        Case(rng.normal(size=(5, 3)).astype(np.float32), np.array([0, 2, 1, 1, 0])),
    ]
