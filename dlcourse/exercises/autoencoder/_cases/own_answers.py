"""Cases of probabilities of which some are sure."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes

STEPS = 64  # probabilities are whole multiples of one in so many: exact in any kind of float


def probabilities(rng, rows, classes, *, sharpness=12):
    """A table (rows, classes) of probabilities in steps of 1/64, with equal ones among them."""
    table = rng.multinomial(STEPS - sharpness, np.full(classes, 1 / classes), size=rows)
    table[np.arange(rows), rng.integers(classes, size=rows)] += sharpness
    return table / STEPS


def label_cases(rng):
    """By hand; the threshold reached exactly; ties; no limit, 0, 1; nothing sure; a class nobody names; one row."""
    N, M, C, K = drawn_sizes(rng, 4, least=3, most=9)
    by_hand = np.array([[0.75, 0.25], [0.625, 0.375], [0.25, 0.75], [0.875, 0.125], [0.125, 0.875]])
    several = probabilities(rng, 12 + N, C)
    bold = probabilities(rng, 14 + M, K, sharpness=30)
    missing = np.insert(probabilities(rng, 10 + K, M, sharpness=20), 1, 0.0, axis=1)  # nobody is in class 1
    sure = np.array([40, 40, 48, 56]) / STEPS  # many rows at few heights: no sort but a stable one leaves these alone
    equal = np.repeat([[p, 1 - p, 0.0] for p in sure] + [[0.0, 1 - p, p] for p in sure], 12 + N, axis=0)
    equal = rng.permutation(equal)
    median = float(np.median(several.max(axis=1)))  # reached exactly by some row, or between two
    return [
        Case(by_hand, threshold=0.75),
        Case(by_hand, threshold=0.5, most=1),
        Case(by_hand, threshold=0.8, most=2),
        Case(several, threshold=float(several.max(axis=1)[0])),
        Case(several, threshold=median, most=2),
        Case(bold, threshold=0.0, most=2),
        Case(bold, threshold=float(np.sort(bold.max(axis=1))[4]), most=K),
        Case(bold, threshold=0.5, most=0),
        Case(bold, threshold=1.5, most=3),  # nobody is so sure
        Case(missing, threshold=0.25, most=1),
        Case(missing, threshold=0.5),
        Case(equal, threshold=0.75, most=4),  # equally sure: the earlier
        Case(equal, threshold=0.5, most=2 * N + 29),
        Case(np.full((4, 3), 1 / 3), threshold=0.25, most=2),  # no class before another: the first
        Case(probabilities(rng, 1, C), threshold=0.0, most=5),
        Case(np.array([[0.25, 0.5, 0.25]]), threshold=0.75),
        Case(probabilities(rng, 9 + C, N).astype(np.float32), threshold=0.25, most=2),
        Case(np.ones((5, 1)), threshold=1.0, most=3),
        Case(np.zeros((0, K)), threshold=0.5, most=2),
    ]
