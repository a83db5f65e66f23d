"""What several exercises of the lesson share: the numbers on which activations are tried."""

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
