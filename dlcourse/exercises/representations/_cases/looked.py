"""What the exercises of the third sitting share: pictures, and the names of small networks that score them."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, drawn_sizes

SUMS = FunctionName("two_sums"), FunctionName("two_sums_backward")
RELUS = FunctionName("relu_scores"), FunctionName("relu_scores_backward")
INK, SCORE = FunctionName("ink"), FunctionName("relu_score")


def saliency_cases(rng):
    """The scores of a sum of pixels, by hand; then of a network with ReLUs, for grey and for coloured pictures."""

    def relus(N, *shape, labels=None, scale=1.0):
        labels = rng.integers(0, 3, N) if labels is None else np.array(labels)
        return Case(scale * rng.normal(size=(N, *shape)), *RELUS, labels=labels)

    N, H, L, C = drawn_sizes(rng, 4, 2, 6)
    few, rows, columns, colours = drawn_sizes(rng, 4, 2, 7)
    one = rng.normal(size=(3, 2, 4, 2)).astype(np.float32)
    return [
        Case(np.zeros((1, 1, 2, 3)), *SUMS, labels=np.array([1])),
        Case(np.array([[[[1.0], [2.0]]], [[[3.0], [0.5]]]]), *SUMS, labels=np.array([0, 1])),
        relus(1, 2, 3, 1, labels=[2]),
        relus(2, 2, 3, 1, labels=[2, 0]),
        relus(3, 3, 2, 3, labels=[1, 1, 0]),
        relus(N, H, L, C),
        relus(2, 3, 4, 2, labels=[0, 1], scale=40),  # sure of each
        relus(few, rows, columns, colours),
        Case(one, *RELUS, labels=np.array([2, 0, 1])),
    ]


def occlusion_cases(rng):
    """The sum of the pixels, by hand; then a network with ReLUs, whose score a cover can also raise."""
    H, L = drawn_sizes(rng, 2, 5, 9)
    rows, columns = drawn_sizes(rng, 2, 6, 10)
    even = int(rng.integers(2, 4))
    return [
        Case(np.array([[1.0, 2.0, 4.0]]), INK, size=1),
        Case(np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 5.0]]), INK, size=2),
        Case(np.array([[1.0, 2.0, 4.0]]), INK, size=1, stride=2, fill=0.5),
        Case(np.array([[1.0, 5.0], [0.0, 6.0]]), INK, size=2, fill=3.0),  # as much ink as before: 0
        Case(rng.uniform(size=(4, 5)), SCORE, size=2),
        Case(rng.uniform(size=(3, 4)), SCORE, size=3),  # as high as the picture
        Case(rng.uniform(size=(4, 4)), SCORE, size=4, stride=3),  # as large as it: one place
        Case(rng.uniform(size=(5, 7)), SCORE, size=3, stride=2, fill=0.25),
        Case(rng.uniform(size=(6, 8)), SCORE, size=3, stride=2),  # a row and a column are left over
        Case(rng.normal(size=(H, L)), SCORE, size=2, stride=3, fill=-0.5),  # a gap between two places
        Case(rng.normal(size=(rows, columns)), SCORE, size=even, stride=even, fill=1.0),
        Case(rng.uniform(size=(5, 4)).astype(np.float32), SCORE, size=2, fill=0.5),
    ]


def step_cases(rng):
    """Steps with a decay and without, that end at 0, at 1, and nowhere near; a gradient of 0."""

    def case(*shape, scale=1.0, learning_rate=0.1, decay=0.0, kind=float):
        X, dX = rng.uniform(size=shape), scale * rng.normal(size=shape)
        return Case(X.astype(kind), dX.astype(kind), learning_rate=learning_rate, decay=decay)

    H, L, C = drawn_sizes(rng, 3)
    return [
        Case(np.array([0.5, 0.5]), np.array([3.0, -3.0]), learning_rate=0.1, decay=0.0),
        Case(np.array([0.5, 0.5]), np.array([6.0, -8.0]), learning_rate=0.1, decay=0.2),
        case(2, 3),
        case(3, 2, learning_rate=0.05, decay=0.1),
        Case(np.array([0.1, 0.9, 0.5]), np.array([-2.0, 1.0, 0.0]), learning_rate=2.0, decay=0.0),  # over both ends
        Case(np.array([0.25, 0.75]), np.zeros(2), learning_rate=0.1, decay=0.2),  # the decay alone
        Case(np.array([0.0, 1.0, 0.5]), np.array([4.0, 4.0, 1.0]), learning_rate=0.2, decay=0.05),  # at both ends
        case(2, 2, learning_rate=0.0, decay=0.25),
        case(H, L, C, scale=1e-4, learning_rate=0.02, decay=0.02),
        case(L, H, scale=100, learning_rate=1.0, decay=0.5),
        Case(np.array([[0.5]]), np.array([[-0.3]]), learning_rate=0.25, decay=0.0),
        case(C, H, kind=np.float32, decay=0.05),
    ]
