"""What several exercises of the lesson share: weights, and cases in float32."""

import numpy as np

from dlcourse.checking.specification import Case


def weights(rng, D, H):
    """The weights and biases of a recurrent layer, named."""
    return {"W_x": rng.normal(size=(D, H)), "W_h": rng.normal(0, 0.8, size=(H, H)), "b": rng.normal(size=H)}


def as_float32(tree):
    """A tree of arrays in which those of float64 have become float32."""
    if isinstance(tree, dict):
        return {name: as_float32(item) for name, item in tree.items()}
    if isinstance(tree, tuple | list):
        return type(tree)(map(as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) and tree.dtype == float else tree


def as_float32_case(case):
    return Case(*as_float32(case.values), **as_float32(case.named))
