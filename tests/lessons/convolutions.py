"""Convolutions and poolings that fit together, drawn for the tests of lesson 08 and of its fast forms."""

import numpy as np
from differences import central_differences
from hypothesis import strategies as st

from dlcourse.lessons import cnn


@st.composite
def settings_of_a_convolution(draw):
    """Shapes that fit together: dict of N, H, L, C, A, B, M, stride, padding, seed."""
    most = {"N": 4, "C": 6, "A": 4, "B": 4, "M": 4, "stride": 3}
    found = {name: draw(st.integers(1, high)) for name, high in most.items()}
    found["padding"] = draw(st.integers(0, 3))
    for side, kernel in (("H", "A"), ("L", "B")):
        found[side] = draw(st.integers(max(1, found[kernel] - 2 * found["padding"]), 9))
    return found | {"seed": draw(st.integers(0, 1000))}


def drawn(chosen, dtype=float):
    """X, W, b and the numbers stride and padding."""
    rng = np.random.default_rng(chosen["seed"])
    shapes = [[chosen[name] for name in names] for names in ("NHLC", "ABCM", "M")]
    return *(rng.normal(size=shape).astype(dtype) for shape in shapes), chosen["stride"], chosen["padding"]


@st.composite
def settings_of_a_pooling(draw):
    size, stride = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    shape = [draw(st.integers(1, 3)), *(draw(st.integers(size, 9)) for _ in "HL"), draw(st.integers(1, 3))]
    levels = draw(st.sampled_from([2, 5, 10**6]))  # few levels: many windows have several largest numbers
    X = np.random.default_rng(draw(st.integers(0, 1000))).integers(-levels, levels, shape).astype(float)
    return X, size, stride


def check_gradients_of_a_convolution(backward, stride, padding, channels=2):
    """Hold a form of the backward pass against central differences."""
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(2, 6, 5, channels)), rng.normal(size=(3, 3, channels, 3)), rng.normal(size=3)
    Z, cache = cnn.conv2d(X, W, b, stride, padding)
    weight = rng.normal(size=Z.shape)
    dX, dW, db = backward(weight, cache)
    for found, f, x in [
        (dX, lambda X: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), X),
        (dW, lambda W: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), W),
        (db, lambda b: np.sum(weight * cnn.conv2d(X, W, b, stride, padding)[0]), b),
    ]:
        np.testing.assert_allclose(found, central_differences(f, x), atol=1e-7)
