"""What several exercises of the lesson share: weights, cases in float32, a loss at each step."""

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


def at_each_step(Z, y):
    """The loss of each step, -log P of the right character (N, T), and P - one_hot(y) (N, T, V)."""
    shifted = Z - Z.max(axis=2, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return -(log_P * right).sum(axis=2), np.exp(log_P) - right


def with_small_number(small):
    """The loss with a number added to the chance, so that its logarithm exists."""

    def answer(Z, y, mask):
        losses, dZ = at_each_step(Z, y)
        return float(-np.log(np.exp(-losses[mask]) + small).mean()), dZ * mask[:, :, None] / int(mask.sum())

    return answer
