"""Recurrent layers of any size, drawn for the tests of lessons 11 and 12 and of their fast forms."""

import numpy as np
from differences import central_differences
from hypothesis import strategies as st


def sizes(most=7):
    """N, T, D, H and a seed."""
    return st.tuples(*(st.integers(1, most) for _ in "NTDH"), st.integers(0, 1000))


def drawn(chosen, *, states=("h0",), blocks=1, scale=0.7, dtype=float):
    """X, the states before the first step, W_x, W_h and b of a layer with so many blocks of columns, by name."""
    N, T, D, H, seed = chosen
    rng = np.random.default_rng(seed)
    shapes = {"X": (N, T, D)} | dict.fromkeys(states, (N, H))
    shapes |= {"W_x": (D, blocks * H), "W_h": (H, blocks * H), "b": (blocks * H,)}
    return {name: rng.normal(0, scale, size=shape).astype(dtype) for name, shape in shapes.items()}


def check_gradients(forward, backward, arguments, **near):
    """Hold the gradients of ``sum(weight * output)`` against central differences, one for each argument in turn.

    `forward` gives back the output, perhaps more, and last the cache.
    """
    out, *_, cache = forward(**arguments)
    weight = np.random.default_rng(1).normal(size=out.shape)
    for name, gradient in zip(arguments, backward(weight, cache), strict=True):

        def total(array, name=name):
            return np.sum(weight * forward(**arguments | {name: array})[0])

        np.testing.assert_allclose(gradient, central_differences(total, arguments[name]), **near)
