"""What several exercises of the lesson share: the numbers on which activations are tried."""

import numpy as np

from dlcourse.checking.specification import Case


def activations(rng):
    """Numbers of any shape, with 0, tiny, huge and whole ones among them."""
    return [
        Case(np.array([-2.0, -0.5, 0.0, 0.5, 3.0])),
        Case(np.array([[1.5, -0.25], [-4.0, 0.75], [0.0, 2.5]])),
        Case(rng.normal(scale=3, size=(4, 3))),
        Case(np.array([0.3])),
        Case(np.array([-1, 0, 2])),
        Case(np.array([-1000.0, -40.0, 40.0, 1000.0])),
        Case(rng.normal(size=(2, 3, 2))),
        Case(rng.normal(scale=2, size=6).astype(np.float32)),
        Case(np.array([-1e-9, 1e-9])),
    ]
