"""Cases of pictures: windows that slide over them, pixels that are changed, pictures that move with their boxes."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def window_cases(rng):
    """By hand; strides larger and smaller than the window, a rest, one window, other types; last none that fits."""
    a, b, c, d = drawn_sizes(rng, 4, least=4, most=9)

    def drawn(H, W, size, stride, kind=float):
        return Case(rng.normal(size=(H, W)).astype(kind), size=size, stride=stride)

    return [
        Case(np.arange(12.0).reshape(3, 4), size=2, stride=2),
        Case(np.arange(6.0).reshape(2, 3), size=2, stride=1),
        drawn(a, 3 + b, 3, 1),
        drawn(5 + b, a, 2, 3),
        drawn(c + 4, c + 9, 4, 2),
        drawn(d + 6, d + 4, 3, 2),
        drawn(7, 9, 1, 2),
        drawn(5, 5, 5, 1),
        drawn(3, c, 3, 4),
        drawn(1, b, 1, 3),
        drawn(a + 2, d + 5, 4, 3, np.float32),
        Case(rng.normal(size=(3, 8)), size=4, stride=1),
        Case(rng.normal(size=(9, 2)), size=3, stride=2),
    ]


def step_cases(rng):
    """By hand; no gradient, the edges of the grey scale, budgets of 0 and above 1, other shapes, float32."""
    a, b, c = drawn_sizes(rng, 3, least=2, most=7)

    def drawn(shape, budget, kind=float, size=1.0):
        X, dX = rng.uniform(0, 1, size=shape), size * rng.normal(size=shape)
        return Case(X.astype(kind), dX.astype(kind), budget=budget)

    return [
        Case(np.array([0.5]), np.array([3.0]), budget=0.1),
        Case(np.array([0.5, 0.0, 0.95, 0.2]), np.array([3.0, -0.1, 2.0, 0.0]), budget=0.1),
        Case(np.array([[0.5, 0.5], [0.25, 1.0]]), np.array([[0.0, -7.0], [0.0, 4.0]]), budget=0.25),
        drawn((a, b), 0.05),
        drawn((c, a), 0.3, size=1e-3),
        drawn((2, b, c, 1), 0.15),
        drawn((a, c), 0.0),
        drawn((b, 3), 1.5),
        drawn((3, a), 0.2, np.float32),
    ]


def moved_cases(rng):
    """By hand; right and left, up and down, at a stand, out of the frame, boxes cut, dropped, exactly half seen."""
    a, b, c = drawn_sizes(rng, 3, least=8, most=14)
    small = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    sheet = np.arange(48.0).reshape(6, 8)
    halves = np.array([[1.0, 1.0, 5.0, 4.0], [0.0, 0.0, 4.0, 4.0], [2.0, 3.0, 8.0, 6.0], [6.0, 0.0, 8.0, 5.0]])

    def drawn(H, W, shift, keep=0.5, kind=float, boxes=5):
        corners = rng.uniform(0, 1, size=(boxes, 2)) * [W - 5, H - 5]
        found = np.concatenate([corners, corners + rng.uniform(2, 5, size=(boxes, 2))], axis=1)
        if keep == 1:  # exact areas: whoever compares with the boxes before their move is right, too
            found = np.round(8 * found) / 8
        return Case(rng.uniform(0, 1, size=(H, W)).astype(kind), found.astype(kind), shift=shift, keep=keep)

    return [
        Case(small, np.array([[0.0, 0.0, 2.0, 2.0]]), shift=(2, -1)),
        Case(small, np.array([[0.0, 0.0, 2.0, 2.0], [1.0, 1.0, 3.0, 2.0]]), shift=(1, 0)),
        Case(small[:1], np.array([[0.0, 0.0, 2.0, 1.0]]), shift=(1, 0)),
        Case(sheet, halves, shift=(-2, 0)),
        Case(sheet, halves, shift=(0, 3), keep=0.75),
        Case(sheet, halves, shift=(-3, 2), keep=0.25),
        drawn(a, b, (3, 2)),
        drawn(b, c, (-4, 1)),
        drawn(c, a, (1, -5)),
        drawn(a, c, (-2, -3), 0.9),
        drawn(b, a, (0, 0)),
        drawn(c, b, (2, -2), 1.0),
        drawn(a, 20, (25, 1)),
        drawn(20, a, (0, -22)),
        drawn(a, 20, (-23, 0)),
        drawn(20, b, (2, 24)),
        Case(sheet, np.array([[5.0, 3.0, 8.0, 6.0], [0.0, 0.0, 2.0, 2.0]]), shift=(-14, 10)),  # out at a corner
        Case(sheet, halves[:2], shift=(12, 11)),
        drawn(a, b + 5, (0, 4), boxes=0),
        drawn(c, b, (5, 3), 0.3, np.float32),
    ]
