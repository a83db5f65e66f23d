"""What the exercises of the lesson are tried on: numbers for activations, examples for a correction."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def activations(rng):
    """Numbers of any shape, with 0, tiny and huge ones among them."""
    rows, columns, length = drawn_sizes(rng, 3)
    return [
        Case(np.array([-2.0, -0.5, 0.0, 0.5, 3.0])),
        Case(np.array([[1.5, -0.25], [-4.0, 0.75], [0.0, 2.5]])),
        Case(rng.normal(scale=3, size=(rows, columns))),
        Case(np.array([-0.3])),
        Case(np.array([[-1.0, 0.0, 2.0]])),
        Case(np.array([-1000.0, -40.0, 40.0, 1000.0])),
        Case(rng.normal(size=(columns, 1, rows))),
        Case(rng.normal(scale=2, size=length).astype(np.float32)),
        Case(np.array([-1e-9, 1e-9])),
    ]


def corrections(rng):
    """Examples that are right and wrong, for all reasons: the sides of 0, the bias, one correction that is not enough."""
    w = np.array([0.5, -1.0])
    cases = [
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=1, learning_rate=0.5),  # silent, should fire
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=0, learning_rate=0.5),  # fires, should not
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=1, learning_rate=0.5),  # right
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=0, learning_rate=0.5),  # right
        Case(np.zeros(3), 0.0, x=np.array([1.0, -2.0, 0.5]), target=0, learning_rate=0.1),  # exactly at 0: it fires
        Case(w, 0.5, x=np.array([1.0, 1.0]), target=1, learning_rate=0.5),  # exactly at 0, and right to fire
        Case(w, -2.0, x=np.array([4.0, 1.0]), target=1, learning_rate=0.25),  # silent because of its bias
        Case(w, 2.0, x=np.array([1.0, 2.0]), target=0, learning_rate=0.25),  # fires because of its bias
        Case(w, 1.0, x=np.array([3.0, 1.0]), target=1, learning_rate=0.25),  # fires, with its bias and without it
        Case(w, -5.0, x=np.array([2.0, 1.0]), target=1, learning_rate=0.5),  # one correction is not enough
        Case(np.array([1.5]), -1.0, x=np.array([0.5]), target=1, learning_rate=1.0),
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=1, learning_rate=0.015),  # far from enough
    ]
    for size in (*drawn_sizes(rng, 2, least=3), 64):
        for target in (0, 1):
            w, b, x = rng.normal(size=size), float(rng.normal()), rng.normal(size=size)
            cases.append(Case(w, b, x=x, target=target, learning_rate=float(rng.uniform(0.1, 2))))
    return cases
