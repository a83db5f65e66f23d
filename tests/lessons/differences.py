"""What the tests of several lessons hold gradients against."""

import numpy as np


def central_differences(f, x, h=1e-6):
    """The slope of ``f(x)``, one number, for each element of x."""
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        shifted = x.copy()
        shifted[place] += h
        above = f(shifted)
        shifted[place] -= 2 * h
        slopes[place] = (above - f(shifted)) / (2 * h)
    return slopes


def agree(gradient, f, x):
    """Assert that a gradient of ``f(x)`` is what central differences find."""
    np.testing.assert_allclose(gradient, central_differences(f, x), rtol=1e-6, atol=1e-8)
