"""What the exercises of this lesson are tried on."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
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
        Case(np.array([1.25, 2.5, 0.0]), np.array([2, 1, 3])),  # targets in whole numbers
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


def yes_or_no(rng):
    few, more = drawn_sizes(rng, 2, most=24)
    return [
        Case(np.array([0.0, 2.0, -1.0]), np.array([1, 1, 0])),
        Case(rng.normal(scale=2, size=few), rng.integers(0, 2, few)),
        Case(np.array([0.5]), np.array([0])),
        Case(np.array([1000.0, -1000.0, 1.0]), np.array([1, 0, 1])),  # sure and right
        Case(np.array([900.0, -800.0, 0.0, 2.0]), np.array([0, 1, 0, 1])),  # sure and wrong
        Case(np.array([1000.0, 2.0]), np.array([1, 0])),  # large on one side alone
        Case(np.array([-1000.0, 2.0]), np.array([0, 1])),
        Case(np.array([3.0, -2.0, 0.0, 1.0, 0.0]), np.array([1, 1, 0, 0, 1])),
        Case(np.array([-1.5, 0.5]), np.array([0, 0])),  # no is always right
        Case(rng.normal(scale=5, size=200), rng.integers(0, 2, 200)),
        Case(rng.normal(size=more), rng.integers(0, 2, more)),
    ]


def confidences(rng, count, bins, low=0):
    """Confidences that lie well inside their bins: on an edge that is no binary fraction, rounding decides."""
    which = rng.integers(low, bins, count)
    return (which + rng.uniform(0.05, 0.95, count)) / bins


def on_the_edges(rng, bins):
    """Confidences on every edge of the bins, 0 and 1 among them, three on each; and three in each bin."""
    confidence = np.concatenate([np.arange(bins + 1), np.arange(bins) + 0.5]).repeat(3) / bins
    return Case(confidence, rng.uniform(size=confidence.size) < 0.5, bins)


def answers(rng):
    cases = [
        Case(np.array([0.98, 0.92, 0.65, 0.55]), np.array([True, False, True, True])),
        Case(np.array([1.0, 1.0, 0.74, 0.78, 0.33]), np.array([True, False, True, False, False])),
        Case(np.array([0.62, 0.68, 0.86]), np.array([True, False, True]), 4),
        Case(np.array([0.95, 0.91, 0.97]), np.array([True, True, True])),
        Case(np.array([0.75, 0.5, 0.625]), np.array([True, False, True]), 4),  # on the edge of two bins
        Case(np.array([0.0, 0.125, 0.0, 1.0]), np.array([True, False, True, False]), 2),
        Case(np.array([0.3]), np.array([True])),
        Case(np.array([0.5, 0.45, 0.55, 0.5]), np.array([True, False, True, True])),  # 0.5 // 0.1 is 4
        Case(np.array([1.0, 0.8, 0.8]), np.array([False, True, True]), 4),  # 1 in the last bin, with others
    ]
    few, more = drawn_sizes(rng, 2, least=6, most=20)
    for count, bins, low in [(few, 5, 2), (60, 10, 3), (300, 20, 5), (more, 1, 0), (200, 15, 0)]:
        confidence = confidences(rng, count, bins, low)
        cases.append(Case(confidence, rng.uniform(size=count) < 0.9 * confidence, bins))
    return [*cases, on_the_edges(rng, 4), on_the_edges(rng, 8)]


def functions(rng):
    f = {name: FunctionName(name) for name in ("sum_of_squares", "sum_of_cubes", "weighted_sines", "log_sum_exp")}
    rows, columns, length = drawn_sizes(rng, 3)
    return [
        Case(f["sum_of_squares"], np.array([3.0, -1.0])),
        Case(f["sum_of_cubes"], np.array([1.0, 2.0, -0.5]), 0.1),
        Case(f["log_sum_exp"], rng.normal(size=length), 0.5),
        Case(f["weighted_sines"], rng.normal(size=(2, 3))),
        Case(f["log_sum_exp"], rng.normal(size=(rows, columns))),
        Case(f["weighted_sines"], rng.normal(size=(1, columns)), 0.3),
        Case(f["weighted_sines"], np.array([[2, 1], [0, -1], [3, 1]])),  # whole numbers
        Case(f["log_sum_exp"], np.array([1, 0, 2]), 0.25),
        Case(f["sum_of_squares"], np.array([0.0])),
        Case(f["weighted_sines"], rng.normal(size=(2, length, rows))),
    ]
